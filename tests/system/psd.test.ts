import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { OraPixels } from '../../renderer/engine/ora/pixels.ts';
import { readPng } from '../../renderer/engine/ora/png/read-png.ts';
import {
  BLEND_MODES,
  type BlendMode,
  type DocumentRecord,
  groupLayer,
  insertLayer,
  type LayerId,
  listLayers,
  type PixelsId,
  type RasterLayer,
  rasterLayer,
} from '../../shared/document/index.ts';
import { convert, hasKrita } from '../drivers/canvas/krita.ts';
import type { Drawing } from '../drivers/canvas/ora-files.ts';
import { fileOf, opened } from '../drivers/canvas/ora-files.ts';
import { openedPsd, psdOf } from '../drivers/canvas/psd-files.ts';
import { hasPsdTools, readWithPsdTools, type TheirLayer } from '../drivers/canvas/psd-tools.ts';
import { flattened } from '../drivers/canvas/two-layers.ts';

let home = '';
beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'gesso-psd-'));
});
afterAll(() => rmSync(home, { recursive: true, force: true }));

const SIDE = 24;
const BLANK: DocumentRecord = { width: SIDE, height: SIDE, layers: {}, root: [], selection: null };
const WHOLE = { x: 0, y: 0, width: SIDE, height: SIDE };

/** Colours without order, opaque on the left and of any alpha that still shows on the right. */
function noise(seed: number): Uint8Array {
  return Uint8Array.from({ length: SIDE * SIDE * 4 }, (_, at) => {
    const value = Math.imul(at + 1 + seed * 7919, 2_654_435_761) >>> 24;
    if (at % 4 !== 3) return value;
    return (at >> 2) % SIDE < SIDE / 2 ? 255 : 96 + Math.trunc(value * 0.62);
  });
}

function raster(id: string, change: Partial<RasterLayer> = {}): RasterLayer {
  return { ...rasterLayer(id as LayerId, id, `p-${id}` as PixelsId), ...change };
}

const colour = (bytes: Uint8Array): OraPixels => ({ rect: WHOLE, channels: 4, bytes });

/** A threshold between two bytes falls where rounding does: such sums are moved off it. */
function offThreshold(backdrop: Uint8Array, source: Uint8Array): Uint8Array {
  return source.map((value, at) => {
    const sum = value + (backdrop[at] ?? 0);
    return at % 4 !== 3 && Math.abs(sum - 255) < 3 ? (value + 9) % 256 : value;
  });
}

function twoLayers(mode: BlendMode): Drawing & { readonly merged: Uint8Array } {
  const backdrop = noise(1);
  const source = offThreshold(backdrop, noise(2));
  let document = insertLayer(BLANK, raster('below'), { parent: null, index: 0 });
  document = insertLayer(document, raster('above', { blend: mode }), { parent: null, index: 1 });
  const pixels = new Map([
    ['p-below' as PixelsId, colour(backdrop)],
    ['p-above' as PixelsId, colour(source)],
  ]);
  return { document, pixels, merged: flattened(mode, backdrop, source) };
}

/** The largest difference of what is seen: each channel weighed by how much of it there is. */
function difference(one: Uint8Array, other: Uint8Array): number {
  let most = one.length === other.length ? 0 : 255;
  const seen = (bytes: Uint8Array, at: number): number =>
    at % 4 === 3 ? (bytes[at] ?? 0) : ((bytes[at] ?? 0) * (bytes[at - (at % 4) + 3] ?? 0)) / 255;
  for (let at = 0; at < one.length; at++) most = Math.max(most, Math.abs(seen(one, at) - seen(other, at)));
  return Math.round(most);
}

/** Every mode, both kinds of group, one in the other, masks of both kinds, clipping, and names of many scripts. */
function everything(): Drawing {
  const pixels = new Map<PixelsId, OraPixels>();
  let document = BLANK;
  const isolated = { ...groupLayer('g' as LayerId, 'Ebene «Ä» 一'), passThrough: false, opacity: 0.5 };
  document = insertLayer(document, isolated, { parent: null, index: 0 });
  const inner = { ...groupLayer('h' as LayerId, 'inner 🍋'), visible: false };
  document = insertLayer(document, inner, { parent: isolated.id, index: 0 });
  for (const [at, blend] of BLEND_MODES.entries()) {
    const mask = {
      pixels: `m${at}` as PixelsId,
      offset: { x: at - 4, y: 3 },
      enabled: at % 2 === 0,
      outside: at % 4 < 2 ? (0 as const) : (255 as const),
    };
    const layer = raster(`l${at}`, {
      name: `${blend} 🍋 'é' <${at}>`,
      blend,
      visible: at % 5 !== 0,
      clipped: at % 7 === 3,
      opacity: at % 3 === 0 ? 1 : 0.4,
      fill: at % 4 === 1 ? 0.6 : 1,
      offset: { x: at - 9, y: 4 - at },
      mask: at % 3 === 1 ? mask : null,
    });
    pixels.set(layer.pixels, colour(noise(at)));
    if (layer.mask !== null)
      pixels.set(mask.pixels, {
        rect: { ...WHOLE, height: 5 },
        channels: 1,
        bytes: noise(at).subarray(0, SIDE * 5),
      });
    const parent = at < 9 ? isolated.id : at < 15 ? inner.id : null;
    document = insertLayer(document, layer, { parent, index: 99 });
  }
  return { document, pixels };
}

const base64 = (bytes: Uint8Array | undefined): string | null =>
  bytes === undefined || bytes.length === 0 ? null : Buffer.from(bytes).toString('base64');
const bytesOf = (text: string | null): Uint8Array => Uint8Array.from(Buffer.from(text ?? '', 'base64'));

function asTheySay({ document, pixels }: Drawing, ids = document.root): TheirLayer[] {
  return ids.map((id) => {
    const layer = document.layers[id];
    if (layer === undefined) throw new Error(id);
    const { mask } = layer;
    const isGroup = layer.kind === 'group';
    const mode = isGroup && layer.passThrough ? 'pass-through' : layer.blend;
    const own = isGroup ? null : base64(pixels.get(layer.pixels)?.bytes);
    const place = isGroup ? null : { left: layer.offset.x, top: layer.offset.y, width: SIDE, height: SIDE };
    return {
      name: layer.name,
      mode: mode.replaceAll('-', '_').toUpperCase(),
      opacity: Math.round(layer.opacity * 255),
      fill: Math.round(layer.fill * 255),
      visible: layer.visible,
      clipped: layer.clipped,
      ...(place as { left: number; top: number; width: number; height: number }),
      pixels: own,
      mask:
        mask === null
          ? null
          : {
              outside: mask.outside,
              disabled: !mask.enabled,
              left: mask.offset.x,
              top: mask.offset.y,
              pixels: base64(pixels.get(mask.pixels)?.bytes),
            },
      layers: isGroup ? asTheySay({ document, pixels }, layer.children) : null,
    };
  });
}

/** Of a group they say where its layers are, which is nothing that the file says. */
function comparable(layers: readonly TheirLayer[]): unknown {
  return layers.map(({ left, top, width, height, ...rest }) => ({
    ...rest,
    place: rest.layers === null ? { left, top, width, height } : null,
    layers: rest.layers === null ? null : comparable(rest.layers),
  }));
}

/**
 * What psd-tools flattens in its own way: it leaves dissolve out, has hard mix in the place of vivid light, and in hue and
 * saturation scales the least channel alone. Krita judges those.
 */
const THEIRS: readonly BlendMode[] = ['dissolve', 'vivid-light', 'hue', 'saturation'];

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
