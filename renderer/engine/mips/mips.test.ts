import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PixelsId } from '../../../shared/document/index.ts';
import { photograph } from '../tiles/fixtures.ts';
import { fillUniform, sameBytes, type TileKey, type TilePixels, tileBytes, tileKey } from '../tiles/index.ts';
import { createMipCache, type MipCache, type PixelSource } from './index.ts';

const ID = 'p' as PixelsId;

function expanded(pixels: TilePixels | null, source: PixelSource): Uint8Array {
  if (pixels?.kind === 'bytes') return pixels.bytes;
  const bytes = new Uint8Array(tileBytes(source.channels));
  fillUniform(bytes, source.channels, pixels?.value ?? source.outside);
  return bytes;
}

function sourceOf(tiles: Map<TileKey, Uint8Array>, channels: 1 | 4, outside: number): PixelSource {
  const tile = (key: TileKey): TilePixels | null => {
    const bytes = tiles.get(key);
    return bytes === undefined ? null : { kind: 'bytes', bytes };
  };
  return { channels, outside, tile };
}

interface Square {
  readonly tx: number;
  readonly ty: number;
  readonly x: number;
  readonly y: number;
  readonly side: number;
  readonly value: number;
}

function draw(
  tiles: Map<TileKey, Uint8Array>,
  source: PixelSource,
  cache: MipCache,
  { tx, ty, x, y, side, value }: Square,
): void {
  const key = tileKey(tx, ty);
  const { channels } = source;
  const bytes = tiles.get(key) ?? expanded(null, source);
  for (let row = y; row < y + side; row++)
    bytes.fill(value, (row * 256 + x) * channels, (row * 256 + x + side) * channels);
  if (!tiles.has(key)) cache.touch(ID, { x: tx * 256, y: ty * 256, width: 256, height: 256 });
  tiles.set(key, bytes);
  cache.touch(ID, { x: tx * 256 + x, y: ty * 256 + y, width: side, height: side });
}

describe('mips', () => {
  const edit = fc.record({
    tx: fc.integer({ min: -2, max: 1 }),
    ty: fc.integer({ min: -1, max: 1 }),
    x: fc.nat(200),
    y: fc.nat(200),
    side: fc.integer({ min: 1, max: 56 }),
    value: fc.nat(255),
    ask: fc.boolean(),
  });

  it.each([
    [4, 0],
    [1, 0],
    [1, 255],
  ] as const)('remade in parts are as made from scratch (%d channels, %d outside)', (channels, outside) => {
    fc.assert(
      fc.property(fc.array(edit, { minLength: 1, maxLength: 8 }), (edits) => {
        const tiles = new Map<TileKey, Uint8Array>();
        const source = sourceOf(tiles, channels, outside);
        const cache = createMipCache();
        const keys = [-1, 0].flatMap((tx) => [-1, 0].map((ty) => tileKey(tx, ty)));
        for (const { tx, ty, x, y, side, value, ask } of edits) {
          draw(tiles, source, cache, { tx, ty, x, y, side, value });
          if (ask) for (const level of [1, 2, 3]) cache.tile(ID, source, level, keys[0] ?? 0);
        }
        const fresh = createMipCache();
        for (const level of [1, 2, 4])
          for (const one of keys) {
            const partly = expanded(cache.tile(ID, source, level, one), source);
            expect(sameBytes(partly, expanded(fresh.tile(ID, source, level, one), source))).toBe(true);
          }
      }),
      { numRuns: 12 },
    );
  });

  it('remakes only what is dirty', () => {
    const tiles = new Map([[tileKey(0, 0), photograph(1)]]);
    const source = sourceOf(tiles, 4, 0);
    const cache = createMipCache();
    cache.tile(ID, source, 3, tileKey(0, 0));
    const before = cache.averaged;
    cache.touch(ID, { x: 40, y: 40, width: 16, height: 16 });
    cache.tile(ID, source, 3, tileKey(0, 0));
    expect(cache.averaged - before).toBe(8 * 8 + 4 * 4 + 2 * 2);
  });

  it('a clear pixel gives its colour to nobody', () => {
    const bytes = new Uint8Array(tileBytes(4));
    for (let at = 0; at < bytes.length; at += 8) bytes.set([255, 0, 0, 0, 10, 20, 30, 90], at);
    const source = sourceOf(new Map([[tileKey(0, 0), bytes]]), 4, 0);
    const half = expanded(createMipCache().tile(ID, source, 1, tileKey(0, 0)), source);
    expect([...half.subarray(0, 4)]).toEqual([10, 20, 30, 45]);
  });

  it('keeps no bytes for one value, and lets the rest go when told to', () => {
    const cache = createMipCache();
    const even: PixelSource = { channels: 4, outside: 0, tile: () => ({ kind: 'uniform', value: 7 }) };
    expect(cache.tile(ID, even, 5, tileKey(-3, 2))).toEqual({ kind: 'uniform', value: 7 });
    expect(cache.bytes).toBe(0);
    const source = sourceOf(new Map([[tileKey(0, 0), photograph(1)]]), 4, 0);
    const other = 'q' as PixelsId;
    const made = expanded(cache.tile(other, source, 2, tileKey(0, 0)), source).slice();
    expect(cache.bytes).toBe(2 * 256 * 1024);
    cache.trim(0);
    expect(cache.bytes).toBe(0);
    expect(expanded(cache.tile(other, source, 2, tileKey(0, 0)), source)).toEqual(made);
    cache.forget(other);
    expect(cache.bytes).toBe(0);
  });
});
