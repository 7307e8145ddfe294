import type { PlaneShape } from './read-plane.ts';

/**
 * Samples of any depth as bytes: 16 bits are rounded; floats of colour are linear light and get sRGB's curve, those of
 * coverage do not.
 * @source IEC 61966-2-1, sRGB's transfer function
 */
export function toBytes(plane: Uint8Array, shape: PlaneShape, what: 'colour' | 'coverage'): Uint8Array {
  const { width, height, depth } = shape;
  if (depth === 8) return plane;
  const count = width * height;
  const out = new Uint8Array(count);
  const view = new DataView(plane.buffer, plane.byteOffset, plane.byteLength);
  if (depth === 1) {
    const row = Math.ceil(width / 8);
    // A bit that is set is ink.
    for (let at = 0; at < count; at++) {
      const x = at % width;
      const byte = plane[Math.floor(at / width) * row + (x >> 3)] ?? 0;
      out[at] = (byte >> (7 - (x & 7))) & 1 ? 0 : 255;
    }
    return out;
  }
  if (depth === 16) {
    for (let at = 0; at < count; at++) out[at] = Math.round(view.getUint16(at * 2) / 257);
    return out;
  }
  for (let at = 0; at < count; at++) {
    const value = view.getFloat32(at * 4);
    // What is no number is black, and what is brighter than white is white.
    const share = value > 0 ? Math.min(1, value) : 0;
    out[at] = Math.round(255 * (what === 'colour' ? fromLinear(share) : share));
  }
  return out;
}

export function fromLinear(light: number): number {
  return light <= 0.003_130_8 ? 12.92 * light : 1.055 * light ** (1 / 2.4) - 0.055;
}
