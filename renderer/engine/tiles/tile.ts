export const TILE_SIDE = 256;
export const TILE_PIXELS = TILE_SIDE * TILE_SIDE;

/** Colour (straight RGBA, a byte each) or coverage. */
export type Channels = 1 | 4;

/**
 * A square of pixels that never changes once it is made. `uniform` holds no bytes: red, green, blue and alpha from the
 * lowest byte up, or a coverage. Where the bytes of the others are is the store's business.
 */
export interface Tile {
  readonly channels: Channels;
  readonly uniform: number | null;
}

/** What a reader gets of a tile; the bytes belong to the store and are only looked at. */
export type TilePixels =
  | { readonly kind: 'uniform'; readonly value: number }
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array };

export function tileBytes(channels: Channels): number {
  return TILE_PIXELS * channels;
}

/** The one value that all pixels have, or null. Most tiles differ within their first pixels, so this is cheap. */
export function uniformValue(bytes: Uint8Array, channels: Channels): number | null {
  const first = bytes[0] ?? 0;
  if (channels === 1) {
    for (let at = 1; at < bytes.length; at++) if (bytes[at] !== first) return null;
    return first;
  }
  const [red = 0, green = 0, blue = 0, alpha = 0] = bytes;
  for (let at = 4; at < bytes.length; at += 4) {
    if (bytes[at] !== red || bytes[at + 1] !== green) return null;
    if (bytes[at + 2] !== blue || bytes[at + 3] !== alpha) return null;
  }
  return packColour(red, green, blue, alpha);
}

export function packColour(red: number, green: number, blue: number, alpha: number): number {
  return (red | (green << 8) | (blue << 16) | (alpha << 24)) >>> 0;
}

/** Writes the one value over all of `bytes`. */
export function fillUniform(bytes: Uint8Array, channels: Channels, value: number): void {
  if (channels === 1 || value === 0) {
    bytes.fill(value);
    return;
  }
  for (let channel = 0; channel < 4; channel++) bytes[channel] = (value >>> (8 * channel)) & 255;
  for (let done = 4; done < bytes.length; done *= 2) bytes.copyWithin(done, 0, done);
}
