const ONE_BYTE = Math.fround(1 / 255);

/**
 * A byte of coverage as a share of one, to the bit as the WebAssembly kernel reckons it: a window in which a mask has one
 * value everywhere must look like the same window read pixel by pixel.
 */
export function coverageShare(alpha: number, byte: number): number {
  return Math.fround(Math.fround(alpha) * Math.fround(byte * ONE_BYTE));
}
