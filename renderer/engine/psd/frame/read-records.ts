import { type Layer, readPsd } from 'ag-psd';
import { joinBytes } from '../../../../shared/kernel/index.ts';
import { PsdDamage } from './cursor.ts';
import { FIXED_BYTES, takeApart } from './info-blocks.ts';
import type { PsdFrame } from './read-frame.ts';
import type { ScannedLayer } from './scan-layers.ts';

/** A layer's records, and the number of what was scanned of it. A group has children, from the bottom up. */
export interface PsdNode {
  readonly record: Layer;
  readonly scanned: ScannedLayer;
  readonly children: readonly PsdNode[] | null;
}

/** The blend modes that layers have, and a group whose layers blend with what is beneath it. */
const MODES: ReadonlySet<string> = new Set([
  ...['pass', 'norm', 'diss', 'dark', 'mul ', 'idiv', 'lbrn', 'dkCl', 'lite', 'scrn', 'div ', 'lddg', 'lgCl'],
  ...['over', 'sLit', 'hLit', 'vLit', 'lLit', 'pLit', 'hMix', 'diff', 'smud', 'fsub', 'fdiv'],
  ...['hue ', 'sat ', 'colr', 'lum '],
]);

/** Null for one that is not known. ImageMagick has written some the wrong way round for years. */
export function modeKey({ rest }: ScannedLayer): string | null {
  const key = String.fromCharCode(...rest.subarray(4, 8));
  const reversed = [...key].reverse().join('');
  return [key, reversed].find((one) => MODES.has(one)) ?? null;
}

const OPTIONS = {
  useRawData: true,
  skipCompositeImageData: true,
  skipThumbnail: true,
  skipLinkedFilesData: true,
  /** Of patterns and the like, which nobody asks for here. */
  totalMemoryLimit: 16 * 1024 * 1024,
} as const;

/**
 * Names, modes, masks and the tree, read by a library from a small file that is made for it: the records as they are, each
 * with one channel of no bytes whose id is the record's number. So it meets no pixels, no lengths that lie about them and
 * nothing that is not wanted: its readers of text and effects walk through whatever a stranger wrote there.
 * @throws PsdDamage
 */
export function readRecords(frame: PsdFrame, layers: readonly ScannedLayer[]): readonly PsdNode[] {
  if (layers.length === 0) return [];
  let roots: readonly Layer[];
  try {
    roots = readPsd(fileOf(frame, layers), OPTIONS).children ?? [];
  } catch {
    // It throws errors of every kind; each means that the records can't be understood.
    throw new PsdDamage();
  }
  return nodesOf(roots, layers);
}

/** Not by recursion: how deep it is has to be asked of the answer. */
function nodesOf(roots: readonly Layer[], layers: readonly ScannedLayer[]): readonly PsdNode[] {
  const top: PsdNode[] = [];
  const waiting: { from: readonly Layer[]; to: PsdNode[] }[] = [{ from: roots, to: top }];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    for (const record of next.from) {
      const scanned = layers[record.rawData?.channels[0]?.id ?? -1];
      if (scanned === undefined) throw new PsdDamage();
      const children: PsdNode[] | null = record.children === undefined ? null : [];
      next.to.push({ record, scanned, children });
      if (children !== null) waiting.push({ from: record.children ?? [], to: children });
    }
  }
  return top;
}

const NOWHERE = { top: 0, left: 0, bottom: 0, right: 0 };
const HEADER_BYTES = 26;
const RECORD_HEAD_BYTES = 18;

/** The name, where a group begins and ends, locks and fill. Text, effects and the rest are only noticed, by their keys. */
const WANTED: readonly string[] = ['luni', 'lsct', 'lsdk', 'lspf', 'iOpa'];

/** A record from its blend mode on, with no information that nobody asks for and a mode that is known. */
function restOf(layer: ScannedLayer): Uint8Array {
  const { start, blocks } = takeApart(layer.rest);
  const encoder = new TextEncoder();
  const parts: Uint8Array[] = [start, new Uint8Array((4 - (start.length % 4)) % 4)];
  for (const { key, body } of blocks) {
    if (!WANTED.includes(key)) continue;
    const length = new DataView(new ArrayBuffer(4));
    length.setUint32(0, body.length);
    parts.push(encoder.encode(`8BIM${key}`), new Uint8Array(length.buffer), body);
    parts.push(new Uint8Array(body.length % 2));
  }
  const rest = joinBytes(parts);
  rest.set(encoder.encode(modeKey(layer) ?? 'norm'), 4);
  new DataView(rest.buffer, rest.byteOffset).setUint32(FIXED_BYTES - 4, rest.length - FIXED_BYTES);
  return rest;
}

function fileOf({ large, width, height }: PsdFrame, layers: readonly ScannedLayer[]): Uint8Array {
  const rests = layers.map(restOf);
  const lengthBytes = large ? 8 : 4;
  const headBytes = RECORD_HEAD_BYTES + 2 + lengthBytes;
  const list = rests.reduce((sum, rest) => sum + headBytes + rest.length, 2);
  const bytes = new Uint8Array(HEADER_BYTES + 8 + 2 * lengthBytes + list + 2);
  const view = new DataView(bytes.buffer);
  let at = 0;
  const u16 = (value: number): void => {
    view.setUint16(at, value);
    at += 2;
  };
  const u32 = (value: number): void => {
    view.setUint32(at, value);
    at += 4;
  };
  const length = (value: number): void => {
    if (large) u32(0);
    u32(value);
  };
  u32(0x38_42_50_53);
  u16(large ? 2 : 1);
  at += 6;
  u16(3);
  u32(height);
  u32(width);
  u16(8);
  u16(3);
  // No palette, no resources.
  at += 8;
  length(lengthBytes + list);
  length(list);
  u16(layers.length);
  for (const [number, rest] of rests.entries()) {
    const box = layers[number]?.box ?? NOWHERE;
    for (const side of [box.top, box.left, box.bottom, box.right]) u32(side);
    u16(1);
    u16(number);
    length(0);
    bytes.set(rest, at);
    at += rest.length;
  }
  return bytes;
}
