import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { OraPixels } from '../../renderer/engine/ora/pixels.ts';
import { readPng } from '../../renderer/engine/ora/png/read-png.ts';
import {
  BLEND_MODES,
  type DocumentRecord,
  type GroupLayer,
  groupLayer,
  insertLayer,
  type LayerId,
  listLayers,
  type PixelsId,
} from '../../shared/document/index.ts';
import { convert, hasKrita } from '../drivers/canvas/krita.ts';
import { type Drawing, fileOf, opened } from '../drivers/canvas/ora-files.ts';
import {
  BLANK,
  difference,
  modesInARow,
  noise,
  raster,
  SIDE,
  squareOf,
  twoLayers,
  wholePixels,
} from '../drivers/canvas/two-layers.ts';

let home = '';
beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'gesso-krita-'));
});
afterAll(() => rmSync(home, { recursive: true, force: true }));

/** Dissolve shows each program's own chance; every other mode is one that both know. */
const SHARED = BLEND_MODES.filter((mode) => mode !== 'dissolve');

describe.skipIf(!hasKrita())('Krita', () => {
  describe('flattens two layers', () => {
    let row = new Uint8Array(0);
    beforeAll(async () => {
      const drawing = fileOf(modesInARow(SHARED));
      const png = readPng(await convert(home, 'in.ora', drawing, 'out.png'), 4);
      expect(png).toMatchObject({ width: SIDE * SHARED.length, height: SIDE });
      row = Uint8Array.from(png?.bytes ?? []);
    });
    it.each(SHARED.map((mode, at) => ({ mode, at })))('in $mode as we do', ({ mode, at }) => {
      expect(difference(squareOf(row, at), twoLayers(mode).merged)).toBeLessThanOrEqual(2);
    });
  });

  /** Every mode, in groups of both kinds, hidden and half clear, with names that XML has to write in its own way. */
  function everything(): Drawing {
    const pixels = new Map<PixelsId, OraPixels>();
    let document = BLANK;
    const group: GroupLayer = {
      ...groupLayer('g' as LayerId, 'A group <of> "some" & more'),
      passThrough: false,
      opacity: 0.5,
    };
    document = insertLayer(document, group, { parent: null, index: 0 });
    for (const [at, blend] of BLEND_MODES.entries()) {
      const layer = raster(`l${at}`, {
        name: `${blend} 🍋 'é' <${at}>`,
        blend,
        visible: at % 5 !== 0,
        opacity: at % 3 === 0 ? 1 : 0.4,
        offset: { x: at - 9, y: 4 - at },
      });
      pixels.set(layer.pixels, wholePixels(noise(at)));
      const parent = at < 13 ? group.id : null;
      document = insertLayer(document, layer, { parent, index: 99 });
    }
    return { document, pixels };
  }

  const shape = (document: DocumentRecord) =>
    listLayers(document).map(({ layer, depth }) => ({
      depth,
      kind: layer.kind,
      name: layer.name,
      blend: layer.blend,
      visible: layer.visible,
      opacity: Math.round(layer.opacity * 20) / 20,
    }));

  it('keeps our layers, names, modes and places, and what it writes opens with us', async () => {
    const drawing = everything();
    const read = opened(await convert(home, 'in.ora', fileOf(drawing), 'out.ora'));
    expect(read).toMatchObject({ from: 'stack', modesLost: false });
    expect(shape(read.document)).toEqual(shape(drawing.document));
    for (const { layer } of listLayers(read.document)) {
      if (layer.kind !== 'raster') continue;
      const ours = Object.values(drawing.document.layers).find((one) => one.name === layer.name);
      const theirs = read.pixels.get(layer.pixels);
      if (ours?.kind !== 'raster' || theirs === undefined) throw new Error(layer.name);
      expect(layer.offset, layer.name).toEqual(ours.offset);
      expect(difference(theirs.bytes, drawing.pixels.get(ours.pixels)?.bytes ?? new Uint8Array(0))).toBe(0);
    }
  });

  it('has them in its own format too', async () => {
    const drawing = everything();
    const kra = unzipSync(await convert(home, 'in.ora', fileOf(drawing), 'out.kra'));
    const xml = new TextDecoder().decode(kra['maindoc.xml']);
    const layers = [...xml.matchAll(/<layer (?:[^">]|"[^"]*")*>/g)].map(([tag]) => ({
      name: /\bname="([^"]*)"/.exec(tag)?.[1],
      op: /\bcompositeop="([^"]*)"/.exec(tag)?.[1],
    }));
    expect(layers).toHaveLength(Object.keys(drawing.document.layers).length);
    const escaped = (text: string): string =>
      text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
    const plain = (text = ''): string => text.replaceAll('&apos;', "'").replaceAll('&#39;', "'");
    const wanted = listLayers(drawing.document).map(({ layer }) => escaped(layer.name));
    expect(layers.map(({ name }) => plain(name).replace(/>/g, '&gt;')).sort()).toEqual(wanted.sort());
    // Its own ids, one for each of ours: none fell back to another.
    const ops = new Set(layers.filter(({ name }) => !name?.startsWith('A group')).map(({ op }) => op));
    expect(ops.size).toBe(BLEND_MODES.length);
  });

  it.each([8, 16])('writes a picture of %d bits as a document that opens with us', async (depth) => {
    const bytes = noise(5);
    const input = sharp(Buffer.from(bytes), { raw: { width: SIDE, height: SIDE, channels: 4 } });
    const png = await (depth === 16 ? input.toColourspace('rgb16') : input).png().toBuffer();
    const read = opened(await convert(home, 'in.png', Uint8Array.from(png), 'out.ora'));
    expect(read.document).toMatchObject({ width: SIDE, height: SIDE });
    const [layer] = [...read.pixels.values()];
    const given = readPng(Uint8Array.from(png), 4)?.bytes ?? bytes;
    expect(difference(layer?.bytes ?? new Uint8Array(0), given)).toBe(0);
  });
});
