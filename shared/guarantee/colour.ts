import type { Picture, Plane } from './picture.ts';

/** What each channel of what came back is multiplied by and lifted by: red, green, blue. */
export interface ColourMatch {
  readonly gain: readonly [number, number, number];
  readonly bias: readonly [number, number, number];
}

export const SAME_COLOURS: ColourMatch = { gain: [1, 1, 1], bias: [0, 0, 0] };

/** A cast beyond this is another picture, and not a cast. */
const GAIN_MAX = 2;
const BIAS_MAX = 96;
const SOLID = 250;
const ROUNDS = 3;

/** More of a large ring says nothing more: these are spread over all of it. */
const RING_MAX = 32_768;

/** Where the pixels around the mask are, up to `reach` away, in which the original is solid. */
export function ringOf(original: Picture, { values }: Plane, reach: number): Uint32Array {
  const found = new Uint32Array(values.length);
  let count = 0;
  for (let pixel = 0; pixel < values.length; pixel++) {
    const far = values[pixel] ?? 0;
    if (far === 0 || far > reach || (original.bytes[4 * pixel + 3] ?? 0) < SOLID) continue;
    found[count] = 4 * pixel;
    count += 1;
  }
  if (count <= RING_MAX) return found.slice(0, count);
  return Uint32Array.from({ length: RING_MAX }, (_, at) => found[Math.floor((at * count) / RING_MAX)] ?? 0);
}

/** Of a ring, where what came back is solid too; what is nearly clear has no colour to speak of. */
export function solidInRing(placed: Picture, ring: Uint32Array): Uint32Array {
  return ring.filter((at) => (placed.bytes[at + 3] ?? 0) >= SOLID);
}

/** The gain and bias of each channel that bring what came back nearest to the original in the ring. */
export function matchColours(original: Picture, placed: Picture, ring: Uint32Array): ColourMatch {
  if (ring.length < 16) return SAME_COLOURS;
  const channels = [0, 1, 2].map((channel) => lineFor(original.bytes, placed.bytes, ring, channel));
  const of = (part: 'gain' | 'bias'): [number, number, number] => [
    channels[0]?.[part] ?? 0,
    channels[1]?.[part] ?? 0,
    channels[2]?.[part] ?? 0,
  ];
  return { gain: of('gain'), bias: of('bias') };
}

/** Least squares, with what is far off left out of each next round. */
function lineFor(
  original: Uint8Array,
  placed: Uint8Array,
  ring: Uint32Array,
  channel: number,
): { readonly gain: number; readonly bias: number } {
  let gain = 1;
  let bias = 0;
  let limit = Number.POSITIVE_INFINITY;
  for (let round = 0; round < ROUNDS; round++) {
    let [count, sumX, sumY, squares, both, off] = [0, 0, 0, 0, 0, 0];
    for (const at of ring) {
      const x = placed[at + channel] ?? 0;
      const y = original[at + channel] ?? 0;
      const error = Math.abs(gain * x + bias - y);
      if (round > 0 && error > limit) continue;
      // What a channel ran into cannot be told apart any more.
      if (x === 0 || x === 255) continue;
      count += 1;
      sumX += x;
      sumY += y;
      squares += x * x;
      both += x * y;
      off += error;
    }
    if (count < 16) break;
    const spread = squares / count - (sumX / count) ** 2;
    const slope = spread < 4 ? 1 : (both / count - (sumX * sumY) / (count * count)) / spread;
    gain = Math.min(GAIN_MAX, Math.max(1 / GAIN_MAX, slope));
    bias = Math.min(BIAS_MAX, Math.max(-BIAS_MAX, sumY / count - (gain * sumX) / count));
    let sum = 0;
    for (const at of ring)
      sum += Math.abs(gain * (placed[at + channel] ?? 0) + bias - (original[at + channel] ?? 0));
    limit = Math.max(3, (2.5 * sum) / ring.length);
    if (off === 0) break;
  }
  return { gain, bias };
}

/** By how much both differ in the ring on average, of 255: what the eye meets as a seam. 0 where there is no ring. */
export function seamError(
  original: Picture,
  placed: Picture,
  { gain, bias }: ColourMatch,
  ring: Uint32Array,
): number {
  if (ring.length === 0) return 0;
  let sum = 0;
  for (let channel = 0; channel < 3; channel++) {
    const [factor = 1, lift = 0] = [gain[channel], bias[channel]];
    for (const first of ring) {
      const at = first + channel;
      sum += Math.abs(clamp((placed.bytes[at] ?? 0) * factor + lift) - (original.bytes[at] ?? 0));
    }
  }
  return sum / (3 * ring.length);
}

export function clamp(value: number): number {
  return value < 0 ? 0 : value > 255 ? 255 : value;
}
