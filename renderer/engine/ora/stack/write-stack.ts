import { type DocumentRecord, isGroup, type Layer, type LayerId } from '../../../../shared/document/index.ts';
import { CLIPPED_OP, opOf } from './modes.ts';

/** Where a layer's picture is in the file, and where its first pixel is in the document. */
export interface Placed {
  readonly src: string;
  readonly x: number;
  readonly y: number;
}

/** The layers as every program that reads OpenRaster sees them: from the top down. @source OpenRaster, layers stack */
export function writeStack(document: DocumentRecord, placeOf: (layer: Layer) => Placed): string {
  const lines: string[] = ["<?xml version='1.0' encoding='UTF-8'?>"];
  const { width, height } = document;
  lines.push(`<image version="0.0.5" w="${width}" h="${height}" xres="72" yres="72">`, '<stack>');
  const walk = (ids: readonly LayerId[]): void => {
    for (const id of ids.toReversed()) {
      const layer = document.layers[id];
      if (layer === undefined) continue;
      if (isGroup(layer)) {
        const isolation = layer.passThrough ? 'auto' : 'isolate';
        lines.push(`<stack ${common(layer)} isolation="${isolation}">`);
        walk(layer.children);
        lines.push('</stack>');
      } else {
        const { src, x, y } = placeOf(layer);
        lines.push(`<layer ${common(layer)} src="${escaped(src)}" x="${x}" y="${y}"/>`);
      }
    }
  };
  walk(document.root);
  lines.push('</stack>', '</image>', '');
  return lines.join('\n');
}

function common(layer: Layer): string {
  const op = layer.clipped && layer.blend === 'normal' ? CLIPPED_OP : opOf(layer.blend);
  const locked = layer.locked ? ' edit-locked="true"' : '';
  const opacity = Number((layer.opacity * layer.fill).toFixed(6));
  const visibility = layer.visible ? 'visible' : 'hidden';
  return `name="${escaped(layer.name)}" opacity="${opacity}" visibility="${visibility}" composite-op="${op}"${locked}`;
}

/** An attribute's text. What no XML may hold, even as a number, becomes the sign for it. @source XML 1.0, 2.2 */
function escaped(text: string): string {
  let out = '';
  for (const letter of text.toWellFormed()) {
    const code = letter.codePointAt(0) ?? 0;
    const isAllowed =
      code >= 32 ? code !== 0xfffe && code !== 0xffff : code === 9 || code === 10 || code === 13;
    if (!isAllowed) out += '\ufffd';
    else if (code < 32 || '<>&"'.includes(letter)) out += `&#${code};`;
    else out += letter;
  }
  return out;
}
