import {
  type PixelReader,
  TILE_SIDE,
  type TileBytes,
  tileKey,
  tileX,
  tileY,
} from '../../renderer/engine/compositor/pixel-reader.ts';
import {
  BLEND_MODES,
  type DocumentRecord,
  type Layer,
  type LayerId,
  type MaskRecord,
  type PixelsId,
} from '../../shared/document/index.ts';
import type { Rect } from '../../shared/geometry/index.ts';

/** Whole numbers below a bound, the same ones for the same seed. */
export type Dice = (below: number) => number;

export function dice(seed: number): Dice {
  let state = (seed ^ 0x9e3779b9) >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let hash = Math.imul(state ^ (state >>> 15), state | 1);
    hash ^= hash + Math.imul(hash ^ (hash >>> 7), hash | 61);
    return ((hash ^ (hash >>> 14)) >>> 0) % below;
  };
}

interface Grid {
  readonly channels: 1 | 4;
  readonly tiles: Map<number, TileBytes>;
  readonly outside: number;
}

/** Pixels in plain maps; a level takes every 2^level-th of them, which is enough for whoever only reads levels. */
export class FakePixels implements PixelReader {
  readonly #grids = new Map<PixelsId, Grid>();
  readonly #levels = new Map<string, TileBytes | null>();

  /** `outside` is what a missing tile stands for; it matters where a tile is made, and at levels, beside tiles that are. */
  put(pixels: PixelsId, channels: 1 | 4, tiles: Map<number, TileBytes>, outside = 0): void {
    this.#grids.set(pixels, { channels, tiles, outside });
    this.#levels.clear();
  }

  /** Other noise in a rect of the pixels' own space. */
  paint(pixels: PixelsId, rect: Rect, roll: Dice): void {
    const grid = this.#grids.get(pixels);
    if (grid === undefined) return;
    for (let y = rect.y; y < rect.y + rect.height; y++)
      for (let x = rect.x; x < rect.x + rect.width; x++) {
        const key = tileKey(Math.floor(x / TILE_SIDE), Math.floor(y / TILE_SIDE));
        const bytes = expand(grid.tiles.get(key) ?? { kind: 'uniform', value: grid.outside }, grid.channels);
        const at = ((y & 255) * TILE_SIDE + (x & 255)) * grid.channels;
        for (let one = 0; one < grid.channels; one++) bytes[at + one] = roll(256);
        grid.tiles.set(key, { kind: 'bytes', bytes });
      }
    this.#levels.clear();
  }

  tile(pixels: PixelsId, level: number, key: number): TileBytes | null {
    const grid = this.#grids.get(pixels);
    if (grid === undefined || level === 0) return grid?.tiles.get(key) ?? null;
    const name = `${pixels} ${level} ${key}`;
    const known = this.#levels.get(name);
    if (known !== undefined) return known;
    const made = this.#shrink(grid, level, key);
    this.#levels.set(name, made);
    return made;
  }

  bounds(pixels: PixelsId): Rect {
    const keys = [...(this.#grids.get(pixels)?.tiles.keys() ?? [])];
    if (keys.length === 0) return { x: 0, y: 0, width: 0, height: 0 };
    const xs = keys.map(tileX);
    const ys = keys.map(tileY);
    const x = Math.min(...xs) * TILE_SIDE;
    const y = Math.min(...ys) * TILE_SIDE;
    return {
      x,
      y,
      width: (Math.max(...xs) + 1) * TILE_SIDE - x,
      height: (Math.max(...ys) + 1) * TILE_SIDE - y,
    };
  }

  #shrink({ channels, tiles, outside }: Grid, level: number, key: number): TileBytes | null {
    const bytes = new Uint8Array(TILE_SIDE * TILE_SIDE * channels).fill(outside);
    let any = false;
    for (let y = 0; y < TILE_SIDE; y++)
      for (let x = 0; x < TILE_SIDE; x++) {
        const fullX = (tileX(key) * TILE_SIDE + x) * 2 ** level;
        const fullY = (tileY(key) * TILE_SIDE + y) * 2 ** level;
        const tile = tiles.get(tileKey(Math.floor(fullX / TILE_SIDE), Math.floor(fullY / TILE_SIDE)));
        if (tile === undefined) continue;
        any = true;
        const from = ((fullY & 255) * TILE_SIDE + (fullX & 255)) * channels;
        for (let one = 0; one < channels; one++)
          bytes[(y * TILE_SIDE + x) * channels + one] =
            tile.kind === 'uniform' ? (tile.value >>> (8 * one)) & 255 : (tile.bytes[from + one] ?? 0);
      }
    return any ? { kind: 'bytes', bytes } : null;
  }
}

function expand(tile: TileBytes, channels: 1 | 4): Uint8Array {
  if (tile.kind === 'bytes') return tile.bytes;
  const bytes = new Uint8Array(TILE_SIDE * TILE_SIDE * channels);
  for (let at = 0; at < bytes.length; at++) bytes[at] = (tile.value >>> (8 * (at % channels))) & 255;
  return bytes;
}

const NOISE_BYTES = TILE_SIDE * TILE_SIDE * 4;

function noiseTile(channels: 1 | 4, roll: Dice): TileBytes {
  if (roll(4) === 0) return { kind: 'uniform', value: channels === 1 ? roll(256) : roll(2 ** 32) };
  const bytes = new Uint8Array((NOISE_BYTES / 4) * channels);
  // A few thousand rolls a tile would be most of a test's time: noise repeats along odd strides.
  const pool = Uint8Array.from({ length: 1021 }, () => (roll(5) === 0 ? roll(2) * 255 : roll(256)));
  for (let at = 0; at < bytes.length; at++) bytes[at] = pool[at % 1021] ?? 0;
  return { kind: 'bytes', bytes };
}

/** A grid around the document's corner, with holes. */
function noiseGrid(channels: 1 | 4, roll: Dice): Map<number, TileBytes> {
  const tiles = new Map<number, TileBytes>();
  for (const [tx, ty] of [
    [-1, -1],
    [0, -1],
    [-1, 0],
    [0, 0],
    [1, 0],
    [0, 1],
    [1, 1],
  ] as const)
    if (roll(4) !== 0) tiles.set(tileKey(tx, ty), noiseTile(channels, roll));
  return tiles;
}

export interface RandomDocument {
  readonly document: DocumentRecord;
  readonly pixels: FakePixels;
}

/** A small tree of every kind of layer there is, with masks, clipping and offsets. */
export function randomDocument(roll: Dice): RandomDocument {
  const pixels = new FakePixels();
  const layers: Record<LayerId, Layer> = {};
  let made = 0;
  const offset = () => ({ x: roll(300) - 150, y: roll(300) - 150 });
  const mask = (): MaskRecord | null => {
    if (roll(3) !== 0) return null;
    made += 1;
    const id = `m${made}` as PixelsId;
    const outside = roll(2) === 0 ? 0 : 255;
    pixels.put(id, 1, noiseGrid(1, roll), outside);
    return { pixels: id, offset: offset(), enabled: roll(5) !== 0, outside };
  };
  const layer = (depth: number): LayerId => {
    made += 1;
    const isGroup = depth < 3 && roll(4) === 0;
    const id = `${isGroup ? 'g' : 'r'}${made}` as LayerId;
    const common = {
      id,
      name: id,
      visible: roll(8) !== 0,
      locked: false,
      opacity: roll(2) === 0 ? 1 : roll(11) / 10,
      fill: roll(3) === 0 ? roll(11) / 10 : 1,
      blend: roll(3) === 0 ? ('normal' as const) : (BLEND_MODES[roll(BLEND_MODES.length)] ?? 'normal'),
      clipped: roll(4) === 0,
      mask: mask(),
      origins: [],
    };
    if (isGroup) {
      const children = Array.from({ length: roll(4) }, () => layer(depth + 1));
      layers[id] = { ...common, kind: 'group', children, passThrough: roll(2) === 0 };
    } else {
      const own = `p${made}` as PixelsId;
      pixels.put(own, 4, noiseGrid(4, roll));
      layers[id] = { ...common, kind: 'raster', pixels: own, offset: offset() };
    }
    return id;
  };
  const root = Array.from({ length: 2 + roll(5) }, () => layer(0));
  const origin = offset();
  return { document: { width: 400, height: 300, origin, layers, root, selection: null }, pixels };
}
