import type { OraPixels } from '../../../renderer/engine/ora/pixels.ts';
import {
  type BlendMode,
  type DocumentRecord,
  groupLayer,
  insertLayer,
  type LayerId,
  type PixelsId,
  type RasterLayer,
  rasterLayer,
} from '../../../shared/document/index.ts';
import type { Drawing } from './ora-files.ts';

export const SIDE = 32;
export const BLANK: DocumentRecord = { width: SIDE, height: SIDE, layers: {}, root: [], selection: null };
const WHOLE = { x: 0, y: 0, width: SIDE, height: SIDE };

/** Colours without order, opaque on the left and of any alpha that still shows on the right. */
export function noise(seed: number): Uint8Array {
  return Uint8Array.from({ length: SIDE * SIDE * 4 }, (_, at) => {
    const value = Math.imul(at + 1 + seed * 7919, 2_654_435_761) >>> 24;
    if (at % 4 !== 3) return value;
    return (at >> 2) % SIDE < SIDE / 2 ? 255 : 96 + Math.trunc(value * 0.62);
  });
}

export function raster(id: string, change: Partial<RasterLayer> = {}): RasterLayer {
  return { ...rasterLayer(id as LayerId, id, `p-${id}` as PixelsId), ...change };
}

/** Of the whole canvas. */
export function wholePixels(bytes: Uint8Array): OraPixels {
  return { rect: WHOLE, channels: 4, bytes };
}

/** A threshold between two bytes falls where rounding does: such sums are moved off it. */
function offThreshold(backdrop: Uint8Array, source: Uint8Array): Uint8Array {
  return source.map((value, at) => {
    const sum = value + (backdrop[at] ?? 0);
    return at % 4 !== 3 && Math.abs(sum - 255) < 3 ? (value + 9) % 256 : value;
  });
}

/** One layer over another in a mode, and what they are together. */
export function twoLayers(mode: BlendMode): Drawing & { readonly merged: Uint8Array } {
  const backdrop = noise(1);
  const source = offThreshold(backdrop, noise(2));
  let document = insertLayer(BLANK, raster('below'), { parent: null, index: 0 });
  document = insertLayer(document, raster('above', { blend: mode }), { parent: null, index: 1 });
  const pixels = new Map([
    ['p-below' as PixelsId, wholePixels(backdrop)],
    ['p-above' as PixelsId, wholePixels(source)],
  ]);
  return { document, pixels, merged: flattened(mode, backdrop, source) };
}

/**
 * The same for many modes at once, side by side in groups of their own, so that another program is started once. Each group
 * is blended by itself first, over nothing, as the two layers alone are.
 */
export function modesInARow(modes: readonly BlendMode[]): Drawing {
  const width = SIDE * modes.length;
  const merged = new Uint8Array(width * SIDE * 4);
  const pixels = new Map<PixelsId, OraPixels>();
  let document: DocumentRecord = { ...BLANK, width };
  for (const [at, mode] of modes.entries()) {
    const drawing = twoLayers(mode);
    const group = { ...groupLayer(`g${at}` as LayerId, mode), passThrough: false };
    document = insertLayer(document, group, { parent: null, index: at });
    for (const [index, of] of (['below', 'above'] as const).entries()) {
      const layer = raster(`${of}${at}`, {
        blend: of === 'above' ? mode : 'normal',
        offset: { x: SIDE * at, y: 0 },
      });
      const found = drawing.pixels.get(`p-${of}` as PixelsId);
      if (found !== undefined) pixels.set(layer.pixels, found);
      document = insertLayer(document, layer, { parent: group.id, index });
    }
    for (let y = 0; y < SIDE; y++)
      merged.set(drawing.merged.subarray(4 * SIDE * y, 4 * SIDE * (y + 1)), 4 * (width * y + SIDE * at));
  }
  return { document, pixels, merged };
}

/** The square of one mode, out of a row of them. */
export function squareOf(row: Uint8Array, at: number): Uint8Array {
  const stride = row.length / SIDE;
  const out = new Uint8Array(SIDE * SIDE * 4);
  for (let y = 0; y < SIDE; y++)
    out.set(row.subarray(stride * y + 4 * SIDE * at, stride * y + 4 * SIDE * (at + 1)), 4 * SIDE * y);
  return out;
}

/** The largest difference of what is seen: each channel weighed by how much of it there is. */
export function difference(one: Uint8Array, other: Uint8Array): number {
  let most = one.length === other.length ? 0 : 255;
  const seen = (bytes: Uint8Array, at: number): number =>
    at % 4 === 3 ? (bytes[at] ?? 0) : ((bytes[at] ?? 0) * (bytes[at - (at % 4) + 3] ?? 0)) / 255;
  for (let at = 0; at < one.length; at++) most = Math.max(most, Math.abs(seen(one, at) - seen(other, at)));
  return Math.round(most);
}

type Triple = readonly [number, number, number];
type Channel = (backdrop: number, source: number) => number;

const screen: Channel = (b, s) => b + s - b * s;
const hard: Channel = (b, s) => (s <= 0.5 ? 2 * b * s : screen(b, 2 * s - 1));
const dodge: Channel = (b, s) => (b === 0 ? 0 : s >= 1 ? 1 : Math.min(1, b / (1 - s)));
const burn: Channel = (b, s) => (b >= 1 ? 1 : s <= 0 ? 0 : 1 - Math.min(1, (1 - b) / s));
const clamp = (value: number): number => Math.min(1, Math.max(0, value));
const root: Channel = (b, s) =>
  s <= 0.5
    ? b - (1 - 2 * s) * b * (1 - b)
    : b + (2 * s - 1) * ((b <= 0.25 ? ((16 * b - 12) * b + 4) * b : Math.sqrt(b)) - b);

/** Of single channels, in double precision, from the same papers as the engine's and written apart from it. */
const CHANNELS: Partial<Record<BlendMode, Channel>> = {
  normal: (_, s) => s,
  darken: Math.min,
  multiply: (b, s) => b * s,
  'color-burn': burn,
  'linear-burn': (b, s) => clamp(b + s - 1),
  lighten: Math.max,
  screen,
  'color-dodge': dodge,
  'linear-dodge': (b, s) => clamp(b + s),
  overlay: (b, s) => hard(s, b),
  'soft-light': root,
  'hard-light': hard,
  'vivid-light': (b, s) => (s <= 0.5 ? burn(b, 2 * s) : dodge(b, 2 * s - 1)),
  'linear-light': (b, s) => clamp(b + 2 * s - 1),
  'pin-light': (b, s) => (s <= 0.5 ? Math.min(b, 2 * s) : Math.max(b, 2 * s - 1)),
  'hard-mix': (b, s) => (b + s > 1 ? 1 : 0),
  difference: (b, s) => Math.abs(b - s),
  exclusion: (b, s) => b + s - 2 * b * s,
  subtract: (b, s) => clamp(b - s),
  divide: (b, s) => (s === 0 ? (b === 0 ? 0 : 1) : clamp(b / s)),
};

const light = ([r, g, b]: Triple): number => 0.3 * r + 0.59 * g + 0.11 * b;
const spread = (colour: Triple): number => Math.max(...colour) - Math.min(...colour);

function lit(colour: Triple, wanted: number): Triple {
  const shift = wanted - light(colour);
  const moved = colour.map((one) => one + shift);
  const least = Math.min(...moved);
  const most = Math.max(...moved);
  const clip = (one: number): number => {
    const low = least < 0 ? wanted + ((one - wanted) * wanted) / (wanted - least) : one;
    return most > 1 ? wanted + ((low - wanted) * (1 - wanted)) / (most - wanted) : low;
  };
  return [clip(moved[0] ?? 0), clip(moved[1] ?? 0), clip(moved[2] ?? 0)];
}

function spreadOut(colour: Triple, wanted: number): Triple {
  const least = Math.min(...colour);
  const own = spread(colour);
  const [r, g, b] = colour.map((one) => (own === 0 ? 0 : ((one - least) * wanted) / own));
  return [r ?? 0, g ?? 0, b ?? 0];
}

const COLOURS: Partial<Record<BlendMode, (backdrop: Triple, source: Triple) => Triple>> = {
  'darker-color': (b, s) => (light(s) < light(b) ? s : b),
  'lighter-color': (b, s) => (light(s) > light(b) ? s : b),
  hue: (b, s) => lit(spreadOut(s, spread(b)), light(b)),
  saturation: (b, s) => lit(spreadOut(b, spread(s)), light(b)),
  color: (b, s) => lit(s, light(b)),
  luminosity: (b, s) => lit(b, light(s)),
};

/**
 * Two layers flattened in double precision, as straight RGBA bytes. Dissolve is missing: which of its pixels show is
 * each program's own chance.
 * @source W3C Compositing and Blending Level 1, 5.1 and 9
 */
function flattened(mode: BlendMode, backdrop: Uint8Array, source: Uint8Array): Uint8Array {
  const out = new Uint8Array(backdrop.length);
  const at = (bytes: Uint8Array, index: number): number => (bytes[index] ?? 0) / 255;
  for (let pixel = 0; pixel < out.length; pixel += 4) {
    const b: Triple = [at(backdrop, pixel), at(backdrop, pixel + 1), at(backdrop, pixel + 2)];
    const s: Triple = [at(source, pixel), at(source, pixel + 1), at(source, pixel + 2)];
    const [ab, as] = [at(backdrop, pixel + 3), at(source, pixel + 3)];
    const alpha = as + ab - as * ab;
    const whole = COLOURS[mode]?.(b, s);
    for (const [channel, cb] of b.entries()) {
      const cs = s[channel] ?? 0;
      const mixed = whole?.[channel] ?? CHANNELS[mode]?.(cb, cs);
      if (mixed === undefined) throw new Error(`no formula for ${mode}`);
      const sum = cs * as * (1 - ab) + cb * ab * (1 - as) + mixed * as * ab;
      out[pixel + channel] = alpha === 0 ? 0 : Math.round((sum / alpha) * 255);
    }
    out[pixel + 3] = Math.round(alpha * 255);
  }
  return out;
}
