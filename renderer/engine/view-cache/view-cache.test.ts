import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  BLEND_MODES,
  type DocumentRecord,
  type Layer,
  type LayerId,
  moveLayer,
  type PixelsId,
  patchLayer,
  rasterLayer,
  removeLayer,
} from '../../../shared/document/index.ts';
import { type Rect, rectAtLevel } from '../../../shared/geometry/index.ts';
import { wasmBackend } from '../../../tests/drivers/kernel.ts';
import { type Dice, dice, FakePixels, randomDocument } from '../../../tests/drivers/layered-document.ts';
import { composite } from '../compositor/composite.ts';
import { TILE_SIDE, type TileBytes, tileX, tileY } from '../compositor/pixel-reader.ts';
import { createKernel } from '../kernel/kernel.ts';
import { tilesAround } from './cached-tiles.ts';
import { createViewCache, type ViewCache } from './view-cache.ts';

const kernel = createKernel(await wasmBackend(), { slotsMax: 64 });
const MB = 1024 * 1024;

function pageOf({ width, height }: DocumentRecord, level: number): Rect {
  return rectAtLevel({ x: 0, y: 0, width, height }, level);
}

function finish(cache: ViewCache, level: number, rect: Rect): void {
  for (let turn = 0; turn < 10_000; turn++) if (cache.work({ level, rect }, 0, () => turn).done) return;
  throw new Error('the view is never done');
}

function settle(cache: ViewCache, document: DocumentRecord, level: number): void {
  finish(cache, level, pageOf(document, level));
}

/** The largest difference of two pictures of the tile, where neither is clear. */
function apart(one: Uint8Array, other: Uint8Array): number {
  let most = 0;
  for (let at = 0; at < one.length; at += 4) {
    const alphas = [one[at + 3] ?? 0, other[at + 3] ?? 0] as const;
    most = Math.max(most, Math.abs(alphas[0] - alphas[1]));
    if (Math.min(...alphas) > 0)
      for (let byte = at; byte < at + 3; byte++)
        most = Math.max(most, Math.abs((one[byte] ?? 0) - (other[byte] ?? 0)));
  }
  return most;
}

function scratch(document: DocumentRecord, pixels: FakePixels, level: number, key: number): Uint8Array {
  const page = pageOf(document, level);
  const x = tileX(key) * TILE_SIDE;
  const y = tileY(key) * TILE_SIDE;
  const width = Math.min(TILE_SIDE, page.x + page.width - x);
  const height = Math.min(TILE_SIDE, page.y + page.height - y);
  const out = new Uint8Array(TILE_SIDE * TILE_SIDE * 4);
  composite(kernel, document, pixels, level, { x, y, width, height }, out);
  return out;
}

/** One change of the records, or of pixels. */
function change(document: DocumentRecord, pixels: FakePixels, cache: ViewCache, roll: Dice): DocumentRecord {
  const ids = Object.keys(document.layers) as LayerId[];
  const id = ids[roll(ids.length)] ?? ('none' as LayerId);
  const layer = document.layers[id];
  if (layer === undefined) return document;
  switch (roll(8)) {
    case 0:
      return patchLayer(document, id, { opacity: roll(11) / 10, visible: roll(4) !== 0 });
    case 1:
      return patchLayer(document, id, { blend: BLEND_MODES[roll(27)] ?? 'normal', clipped: roll(2) === 0 });
    case 2:
      return patchLayer(document, id, { offset: { x: roll(300) - 150, y: roll(300) - 150 } });
    case 3:
      return moveLayer(document, id, { parent: null, index: roll(6) });
    case 4:
      return document.root.length > 2 ? removeLayer(document, id) : document;
    default: {
      const own = layer.kind === 'raster' && roll(3) !== 0 ? layer : layer.mask;
      if (own === null) return document;
      const rect = { x: roll(300), y: roll(300), width: 1 + roll(40), height: 1 + roll(40) };
      const inOwn = { ...rect, x: rect.x - own.offset.x, y: rect.y - own.offset.y };
      pixels.paint(own.pixels, inOwn, roll);
      cache.touch(own.pixels, inOwn);
      return document;
    }
  }
}

describe('the cache of composites', () => {
  it('holds after any changes what a composite from scratch gives; to the bit what another cache gives', () => {
    fc.assert(
      fc.property(fc.nat(1e9), fc.constantFrom(0, 0, 1, 2), (seed, level) => {
        const roll = dice(seed);
        const { document: first, pixels } = randomDocument(roll);
        let document = first;
        const activeOf = (): LayerId | null =>
          (Object.keys(document.layers)[0] as LayerId | undefined) ?? null;
        const cache = createViewCache({ kernel, reader: pixels, bytesMax: 16 * MB });
        cache.setDocument(document, { active: activeOf() });
        for (let step = 0; step < 8; step++) {
          // Sometimes the next change comes before the view was done.
          if (roll(3) !== 0) settle(cache, document, level);
          else cache.work({ level, rect: pageOf(document, level) }, 0, () => 1);
          document = change(document, pixels, cache, roll);
          cache.setDocument(document, { active: activeOf() });
        }
        settle(cache, document, level);
        const fresh = createViewCache({ kernel, reader: pixels, bytesMax: 16 * MB });
        fresh.setDocument(document, { active: null });
        settle(fresh, document, level);
        for (const key of tilesAround(pageOf(document, level))) {
          const held = cache.read(level, key);
          expect(held).not.toBeNull();
          if (held === null) continue;
          expect(apart(held, scratch(document, pixels, level, key))).toBeLessThanOrEqual(1);
          expect(fresh.read(level, key)).toEqual(scratch(document, pixels, level, key));
        }
        for (const one of [cache, fresh]) one.setDocument({ ...document, width: 1 }, { active: null });
      }),
      { numRuns: 9 },
    );
  });

  it('gives the same bits with what it kept as without, while a layer is painted', () => {
    fc.assert(
      fc.property(fc.nat(1e9), (seed) => {
        const roll = dice(seed);
        const { document, pixels } = randomDocument(roll);
        const rasters = Object.values(document.layers).filter((layer) => layer.kind === 'raster');
        const active = rasters[roll(rasters.length)];
        if (active === undefined) return;
        const poor = createKernel(plainSlots, { slotsMax: 0 });
        const caches = [kernel, poor].map((one) =>
          createViewCache({ kernel: one, reader: pixels, bytesMax: 16 * MB }),
        );
        for (const cache of caches) {
          cache.setDocument(document, { active: active.id });
          settle(cache, document, 0);
        }
        for (let dab = 0; dab < 3; dab++) {
          const { x, y } = active.offset;
          const inOwn = { x: roll(300) - x, y: roll(200) - y, width: 30, height: 20 };
          pixels.paint(active.pixels, inOwn, roll);
          for (const cache of caches) {
            cache.touch(active.pixels, inOwn);
            settle(cache, document, 0);
          }
        }
        for (const key of tilesAround(pageOf(document, 0)))
          expect(caches[0]?.read(0, key)).toEqual(caches[1]?.read(0, key));
        for (const cache of caches) cache.setDocument({ ...document, width: 1 }, { active: null });
      }),
      { numRuns: 10 },
    );
  });

  it('says what looks different, and nothing for what does not show', () => {
    const { document, pixels } = randomDocument(dice(3));
    const cache = createViewCache({ kernel, reader: pixels, bytesMax: 16 * MB });
    cache.setDocument(document, { active: null });
    settle(cache, document, 0);
    const [id] = Object.keys(document.layers) as LayerId[];
    if (id === undefined) throw new Error('a random document has layers');
    const renamed = patchLayer(document, id, { name: 'another', locked: true });
    expect(cache.setDocument(renamed, { active: null })).toEqual([]);
    expect(cache.setDocument({ ...renamed, selection: 'm' as PixelsId }, { active: null })).toEqual([]);
    const hidden = patchLayer(renamed, id, { visible: false });
    cache.setDocument(hidden, { active: null });
    expect(cache.setDocument(patchLayer(hidden, id, { opacity: 0.3 }), { active: null })).toEqual([]);
  });

  it('does one slice at the least, the middle of the view first, and no more than the bound is held', () => {
    const { document, pixels } = stack(20, 4096);
    const cache = createViewCache({ kernel, reader: pixels, bytesMax: 6 * TILE_SIDE * TILE_SIDE * 4 });
    cache.setDocument(document, { active: null });
    const view = { level: 0, rect: { x: 1000, y: 1000, width: 600, height: 500 } };
    const { done, drawn } = cache.work(view, 0, () => 1);
    expect(done).toBe(false);
    expect(drawn).toEqual([{ x: 1280, y: 1024, width: 256, height: 64 }]);
    finish(cache, 0, view.rect);
    expect(cache.read(0, tilesAround(view.rect)[0] ?? 0)).not.toBeNull();
    const elsewhere = { x: 3000, y: 3000, width: 500, height: 300 };
    finish(cache, 0, elsewhere);
    const held = [...tilesAround(view.rect), ...tilesAround(elsewhere)].filter((key) => cache.read(0, key));
    expect(held.length).toBeLessThanOrEqual(6);
  });
});

const plainSlots = await wasmBackend();

/** The blends of the plan's measurements, repeated; every other layer covers the middle alone. */
const MIX = [
  'normal',
  'multiply',
  'normal',
  'screen',
  'normal',
  'overlay',
  'darken',
  'normal',
  'lighten',
  'soft-light',
  'normal',
  'hard-light',
  'color-dodge',
  'normal',
  'color-burn',
  'difference',
  'luminosity',
  'normal',
  'color',
  'normal',
] as const;

function stack(
  count: number,
  side: number,
  mode: 'mixed' | 'normal' = 'mixed',
): {
  readonly document: DocumentRecord;
  readonly pixels: FakePixels;
} {
  const roll = dice(8);
  const pixels = new FakePixels();
  const noise = (): TileBytes => ({
    kind: 'bytes',
    bytes: Uint8Array.from({ length: TILE_SIDE * TILE_SIDE * 4 }, () => roll(256)),
  });
  const shared = noise();
  const layers: Record<LayerId, Layer> = {};
  const ids = Array.from({ length: count }, (_, at) => `r${at}` as LayerId);
  for (const [at, id] of ids.entries()) {
    const own = `p${at}` as PixelsId;
    // One tile's bytes stand for all: what is read is counted, not what is held.
    const tiles = new Map(tilesAround({ x: 0, y: 0, width: side, height: side }).map((key) => [key, shared]));
    pixels.put(own, 4, tiles);
    const blend = mode === 'normal' ? 'normal' : (MIX[at % MIX.length] ?? 'normal');
    const opacity = [0.35, 0.8, 1, 0.5, 0.65][at % 5] ?? 1;
    layers[id] = { ...rasterLayer(id, id, own), blend, opacity };
  }
  return { document: { width: side, height: side, layers, root: ids, selection: null }, pixels };
}

/** Bytes that the kernel touches for one dab on a layer, with the view as it is while somebody paints. */
function touchedBy(made: ReturnType<typeof stack>, active: number, level: number, box: Rect): number {
  const { document, pixels } = made;
  const cache = createViewCache({ kernel, reader: pixels, bytesMax: 64 * MB });
  const scale = 2 ** level;
  const id = `r${active}` as LayerId;
  cache.setDocument(document, { active: id });
  const near = rectAtLevel({ ...box, x: box.x - 100 * scale, width: box.width + 200 * scale }, level);
  finish(cache, level, near);
  cache.touch(`p${active}` as PixelsId, box);
  kernel.touched.reset();
  while (cache.work({ level, rect: near }, Number.POSITIVE_INFINITY, () => 0).done === false);
  const { total } = kernel.touched;
  cache.setDocument({ ...document, width: 1 }, { active: null });
  return total;
}

describe('a dab of 72 x 70 in a document of twenty layers', () => {
  const made = [4096, 8192].map((side) => [side, stack(20, side)] as const);

  it.each(made)('at 1:1 of %d pixels touches at most 40 times its box', (_side, one) => {
    // Not on a multiple of four, and over the seam of two tiles.
    for (const x of [1031, 1230]) {
      const box = { x, y: 1100, width: 72, height: 70 };
      expect(touchedBy(one, 10, 0, box)).toBeLessThanOrEqual(40 * 72 * 70 * 4);
    }
  });

  it.each(made)('fitted to the screen, of %d pixels, touches at most 40 times its box there', (side, one) => {
    const level = side === 4096 ? 2 : 3;
    const scale = 2 ** level;
    const box = { x: 300 * scale, y: 300 * scale, width: 72 * scale, height: 70 * scale };
    expect(touchedBy(one, 10, level, box)).toBeLessThanOrEqual(40 * 72 * 70 * 4);
  });

  it('costs the same in a document of four times the pixels', () => {
    const box = { x: 1031, y: 1100, width: 72, height: 70 };
    const [small, large] = made.map(([, one]) => touchedBy(one, 10, 0, box));
    expect(large).toBe(small);
  });

  it('with forty plain layers above costs at most 1.3 times what it does with ten', () => {
    const box = { x: 1031, y: 1100, width: 72, height: 70 };
    const of = (above: number): number => touchedBy(stack(3 + above, 2048, 'normal'), 2, 0, box);
    expect(of(40)).toBeLessThanOrEqual(1.3 * of(10));
  });

  it('would be seen to read one tile too often', () => {
    const [, one] = made[0] ?? [];
    if (one === undefined) throw new Error('no document');
    const box = { x: 1031, y: 1100, width: 72, height: 70 };
    const honest = touchedBy(one, 10, 0, box);
    const active = one.document.layers['r10' as LayerId];
    if (active === undefined) throw new Error('no layer');
    // The planted copy: the layer that is painted on stands twice.
    const twice: DocumentRecord = {
      ...one.document,
      layers: {
        ...one.document.layers,
        ['again' as LayerId]: { ...active, id: 'again' as LayerId, blend: 'darken' },
      },
      root: one.document.root.toSpliced(11, 0, 'again' as LayerId),
    };
    const planted = touchedBy({ ...one, document: twice }, 10, 0, box);
    expect(planted - honest).toBeGreaterThanOrEqual(12 * 72 * 70);
  });
});
