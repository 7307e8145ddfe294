/**
 * Whether a pixel of a dissolved layer shows, by its place alone: the grain stands still while a layer is painted on,
 * and every way to composite agrees on it. Level pixels, so that the grain is as fine at every zoom.
 *
 * The threshold lies between the values that bytes and their products can take, so that float and double agree.
 */
export function dissolves(x: number, y: number, alpha: number): boolean {
  return alpha > dissolveThreshold(x, y);
}

/** From 2^-17 to 1 - 2^-17. @source the finaliser of MurmurHash3 over two large odd multipliers */
export function dissolveThreshold(x: number, y: number): number {
  let hash = Math.imul(x, 0x9e3779b1) ^ Math.imul(y, 0x85ebca77);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash >>> 16) + 0.5) / 65536;
}
