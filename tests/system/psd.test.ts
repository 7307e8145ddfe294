import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readPng } from '../../renderer/engine/ora/png/read-png.ts';
import {
  BLEND_MODES,
  type BlendMode,
  type DocumentRecord,
  listLayers,
  type PixelsId,
} from '../../shared/document/index.ts';
import { asTheySay, comparable, everything } from '../drivers/canvas/every-record.ts';
import { convert, hasKrita } from '../drivers/canvas/krita.ts';
import { fileOf, opened } from '../drivers/canvas/ora-files.ts';
import { openedPsd, psdOf } from '../drivers/canvas/psd-files.ts';
import { hasPsdTools, readWithPsdTools } from '../drivers/canvas/psd-tools.ts';
import { difference, noise, SIDE, twoLayers } from '../drivers/canvas/two-layers.ts';

let home = '';
beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'gesso-psd-'));
});
afterAll(() => rmSync(home, { recursive: true, force: true }));

/**
 * What psd-tools flattens in its own way: it leaves dissolve out, has hard mix in the place of vivid light, and in hue and
 * saturation scales the least channel alone. Krita judges those.
 */
const THEIRS: readonly BlendMode[] = ['dissolve', 'vivid-light', 'hue', 'saturation'];

const bytesOf = (text: string | null): Uint8Array => Uint8Array.from(Buffer.from(text ?? '', 'base64'));

describe.skipIf(!hasPsdTools())('psd-tools reads what we write', () => {
  it('every layer, name, mode, opacity, mask and pixel', () => {
    const drawing = everything();
    const merged = noise(99).map((value, at) => (at % 4 === 3 ? 255 : value));
    const theirs = readWithPsdTools(psdOf({ ...drawing, merged }));
    expect(theirs).toMatchObject({ width: SIDE, height: SIDE });
    expect(comparable(theirs.layers)).toEqual(comparable(asTheySay(drawing)));
    expect(bytesOf(theirs.merged)).toEqual(merged);
  });

  it('and its merged picture, clear where it is clear', () => {
    const { merged, ...drawing } = twoLayers('multiply');
    expect(
      difference(bytesOf(readWithPsdTools(psdOf({ ...drawing, merged })).merged), merged),
    ).toBeLessThanOrEqual(2);
  });

  it.each(BLEND_MODES.filter((mode) => !THEIRS.includes(mode)))(
    'flattens two layers in %s as we do',
    (mode) => {
      const drawing = twoLayers(mode);
      const theirs = readWithPsdTools(psdOf(drawing), true);
      expect(difference(bytesOf(theirs.flattened), drawing.merged)).toBeLessThanOrEqual(2);
    },
  );
});

const shape = (document: DocumentRecord) =>
  listLayers(document).map(({ layer, depth }) => ({
    depth,
    kind: layer.kind,
    name: layer.name,
    blend: layer.blend,
    visible: layer.visible,
    opacity: Math.round(layer.opacity * 20) / 20,
  }));

describe.skipIf(!hasKrita())('Krita', () => {
  it('opens what we write: the same layers, in OpenRaster then', async () => {
    const drawing = everything();
    const back = opened(await convert(home, 'in.psd', psdOf(drawing), 'out.ora'));
    // It leaves out the opacity of groups, which psd-tools finds.
    const withoutGroups = shape(drawing.document).map((one) =>
      one.kind === 'group' ? { ...one, opacity: 1 } : one,
    );
    expect(shape(back.document)).toEqual(withoutGroups);
    for (const { layer } of listLayers(back.document)) {
      if (layer.kind !== 'raster') continue;
      const ours = Object.values(drawing.document.layers).find((one) => one.name === layer.name);
      const theirs = back.pixels.get(layer.pixels);
      if (ours?.kind !== 'raster' || theirs === undefined) throw new Error(layer.name);
      // A mask becomes part of the pixels in OpenRaster.
      if (ours.mask !== null) continue;
      expect(layer.offset, layer.name).toEqual(ours.offset);
      expect(difference(theirs.bytes, drawing.pixels.get(ours.pixels)?.bytes ?? new Uint8Array(0))).toBe(0);
    }
  });

  it.each(THEIRS.filter((mode) => mode !== 'dissolve'))(
    'flattens two layers of our file in %s as we do',
    async (mode) => {
      const drawing = twoLayers(mode);
      const png = readPng(await convert(home, 'in.psd', psdOf(drawing), 'out.png'), 4);
      expect(difference(png?.bytes ?? new Uint8Array(0), drawing.merged)).toBeLessThanOrEqual(2);
    },
  );

  it('writes files that open with us', async () => {
    const drawing = twoLayers('screen');
    const { document, pixels } = openedPsd(await convert(home, 'in.ora', fileOf(drawing), 'out.psd'));
    expect(shape(document)).toEqual(shape(drawing.document));
    const [below, above] = document.root.map((id) => document.layers[id]);
    if (below?.kind !== 'raster' || above?.kind !== 'raster') throw new Error('there are two layers');
    for (const [layer, id] of [
      [below, 'p-below'],
      [above, 'p-above'],
    ] as const)
      expect(
        difference(
          pixels.get(layer.pixels)?.bytes ?? new Uint8Array(0),
          drawing.pixels.get(id as PixelsId)?.bytes ?? new Uint8Array(0),
        ),
      ).toBe(0);
  });
});

const hasImageMagick = spawnSync('which', ['convert']).status === 0;

describe.skipIf(!hasImageMagick)('ImageMagick', () => {
  const magick = (...args: string[]): Uint8Array => {
    const path = join(home, 'magick.psd');
    execFileSync('convert', [...args, path]);
    return Uint8Array.from(readFileSync(path));
  };
  const centre = (bytes: Uint8Array | undefined, at = 0) => [...(bytes ?? [])].slice(at * 4, at * 4 + 4);

  it('writes layers that open with us', () => {
    const file = magick(
      ...['-depth', '8', '(', '-size', '20x10', 'xc:red', ')'],
      ...['(', '-size', '20x10', 'xc:red', '-set', 'label', 'base', ')'],
      ...[
        '(',
        '-size',
        '8x6',
        'xc:blue',
        '-repage',
        '20x10+3+1',
        '-set',
        'label',
        'patch',
        '-compose',
        'Multiply',
        ')',
      ],
    );
    const { document, pixels } = openedPsd(file);
    expect(document).toMatchObject({ width: 20, height: 10 });
    const layers = document.root.map((id) => document.layers[id]);
    expect(layers).toMatchObject([
      { name: 'base', offset: { x: 0, y: 0 } },
      { name: 'patch', blend: 'multiply', offset: { x: 3, y: 1 } },
    ]);
    expect([...pixels.values()].map(({ bytes }) => centre(bytes))).toEqual([
      [255, 0, 0, 255],
      [0, 0, 255, 255],
    ]);
  });

  it.each([
    ['16 bits', ['-depth', '16'], ['depth'], [255, 128, 0, 255]],
    ['grey', ['-depth', '8', '-colorspace', 'Gray'], ['colours'], null],
    ['CMYK', ['-depth', '8', '-colorspace', 'CMYK'], ['colours'], [255, 128, 0, 255]],
    ['a palette', ['-depth', '8', '-type', 'Palette'], ['colours'], [255, 128, 0, 255]],
    ['runs', ['-depth', '8', '-compress', 'RLE'], [], [255, 128, 0, 255]],
    ['deflated', ['-depth', '8', '-compress', 'Zip'], [], [255, 128, 0, 255]],
  ] as const)('writes a picture of %s that opens with us', (_name, how, kinds, wanted) => {
    const { converted, pixels } = openedPsd(magick('-size', '9x7', 'xc:rgb(255,128,0)', ...how));
    expect(converted.map(({ kind }) => kind)).toEqual(kinds);
    const found = centre([...pixels.values()][0]?.bytes, 20);
    for (const [at, value] of (wanted ?? found).entries())
      expect(Math.abs((found[at] ?? -9) - value), `${found}`).toBeLessThanOrEqual(2);
  });
});
