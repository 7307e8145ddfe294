import sharp from 'sharp';
import type { Picture } from '../../shared/guarantee/index.ts';

/** What a provider does to a picture besides the edit. */
export interface Distortion {
  readonly x: number;
  readonly y: number;
  readonly scale: number;
  readonly degrees: number;
  /** Per channel: multiplied, then lifted. */
  readonly gain: readonly [number, number, number];
  readonly bias: readonly [number, number, number];
  /** 0 leaves it as it is. */
  readonly jpegQuality: number;
  /** Local: so many pixels at most, in slow waves. The guarantee knows nothing of it. */
  readonly warp: number;
  /** Per channel, and unknown to the guarantee. */
  readonly gamma: readonly [number, number, number];
}

export const NO_DISTORTION: Distortion = {
  x: 0,
  y: 0,
  scale: 1,
  degrees: 0,
  gain: [1, 1, 1],
  bias: [0, 0, 0],
  jpegQuality: 0,
  warp: 0,
  gamma: [1, 1, 1],
};

export type Roll = () => number;

/** The same numbers for the same seed, 0 to 1. */
export function dice(seed: number): Roll {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Something like a photograph, as a function of place: slow light, shapes with edges, and grain. Colours 40 to 215. */
export function scene(roll: Roll): (x: number, y: number) => readonly [number, number, number] {
  const waves = Array.from({ length: 14 }, (_, at) => {
    const pace = 0.012 * 1.45 ** at;
    const way = roll() * Math.PI * 2;
    return {
      u: Math.cos(way) * pace,
      v: Math.sin(way) * pace,
      phase: roll() * 7,
      tall: 26 / 1.22 ** at,
      tint: [0.6 + roll(), 0.6 + roll(), 0.6 + roll()] as const,
    };
  });
  const shapes = Array.from({ length: 16 }, () => ({
    x: roll() * 400 - 60,
    y: roll() * 400 - 60,
    radius: 8 + roll() * 45,
    lift: [roll() * 80 - 40, roll() * 80 - 40, roll() * 80 - 40] as const,
  }));
  return (x, y) => {
    const colour: [number, number, number] = [125, 125, 125];
    for (const { u, v, phase, tall, tint } of waves) {
      const wave = tall * Math.sin(u * x + v * y + phase);
      for (let k = 0; k < 3; k++) colour[k] = (colour[k] ?? 0) + wave * (tint[k] ?? 1);
    }
    for (const { x: cx, y: cy, radius, lift } of shapes) {
      const inside = Math.min(1, Math.max(0, radius - Math.hypot(x - cx, y - cy) + 0.5));
      for (let k = 0; k < 3; k++) colour[k] = (colour[k] ?? 0) + inside * (lift[k] ?? 0);
    }
    return colour.map((value) => Math.min(225, Math.max(30, value))) as [number, number, number];
  };
}

export function draw(
  size: { readonly width: number; readonly height: number },
  at: (x: number, y: number) => readonly [number, number, number],
): Picture {
  const bytes = new Uint8Array(size.width * size.height * 4);
  for (let y = 0; y < size.height; y++)
    for (let x = 0; x < size.width; x++)
      bytes.set([...at(x, y).map(Math.round), 255], 4 * (y * size.width + x));
  return { ...size, bytes };
}

/** What a provider would send back of a scene: all of it moved and coloured, and its core drawn anew. */
export async function redrawn(
  size: { readonly width: number; readonly height: number },
  at: (x: number, y: number) => readonly [number, number, number],
  core: Uint8Array,
  how: Distortion,
): Promise<Picture> {
  const { width, height } = size;
  const angle = (how.degrees * Math.PI) / 180;
  const middle = { x: (width - 1) / 2, y: (height - 1) / 2 };
  const back = (x: number, y: number): readonly [number, number] => {
    const dx = (x - middle.x - how.x) / how.scale;
    const dy = (y - middle.y - how.y) / how.scale;
    const wave = how.warp * Math.sin(x / 17 + y / 31);
    return [
      middle.x + dx * Math.cos(angle) + dy * Math.sin(angle) + wave,
      middle.y - dx * Math.sin(angle) + dy * Math.cos(angle) + how.warp * Math.cos(x / 23 - y / 19),
    ];
  };
  const made = draw(size, (x, y) => {
    const [fromX, fromY] = back(x, y);
    const inside = core[Math.round(fromY) * width + Math.round(fromX)] === 1;
    const colour = inside ? ([230, 60, 90] as const) : at(fromX, fromY);
    return colour.map((value, k) => {
      const cast = value * (how.gain[k] ?? 1) + (how.bias[k] ?? 0);
      return Math.min(255, Math.max(0, 255 * (Math.max(0, cast) / 255) ** (how.gamma[k] ?? 1)));
    }) as [number, number, number];
  });
  if (how.jpegQuality === 0) return made;
  const jpeg = await sharp(made.bytes, { raw: { width, height, channels: 4 } })
    .flatten()
    .jpeg({ quality: how.jpegQuality })
    .toBuffer();
  const { data } = await sharp(jpeg).ensureAlpha().raw().toBuffer({ resolveWithObject: true });
  return { width, height, bytes: Uint8Array.from(data) };
}

export interface Blob {
  readonly mask: Uint8Array;
  /** Its middle, which the provider draws anew: 1 there. */
  readonly core: Uint8Array;
}

/** A soft blob somewhere in the frame. */
export function blobMask(size: { readonly width: number; readonly height: number }, roll: Roll): Blob {
  const { width, height } = size;
  const [cx, cy] = [width * (0.3 + roll() * 0.4), height * (0.3 + roll() * 0.4)];
  const [rx, ry] = [width * (0.06 + roll() * 0.16), height * (0.06 + roll() * 0.16)];
  const feather = roll() < 0.3 ? 0.02 : 0.05 + roll() * 0.5;
  const mask = new Uint8Array(width * height);
  const core = new Uint8Array(width * height);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const far = Math.hypot((x - cx) / rx, (y - cy) / ry);
      mask[y * width + x] = Math.round(255 * Math.min(1, Math.max(0, (1 + feather - far) / feather)));
      if (far < 0.5) core[y * width + x] = 1;
    }
  return { mask, core };
}
