/**
 * What runs steps over memory. Two exist, and one suite of tests holds both to the reference: WebAssembly with four
 * pixels at once, and plain TypeScript for where that can't be had.
 */
export interface KernelBackend {
  readonly name: 'wasm' | 'plain';
  /** Another object after `reserve` had to grow it. */
  buffer(): ArrayBufferLike;
  /** Makes the memory at least this large. */
  reserve(bytes: number): void;
  /**
   * Runs `count` steps at the address `steps` for each of `rows` rows, `width` pixels wide (a multiple of four), with
   * rows of accumulators stacked up from the address `stack`. `x`, `y`: the level's pixel of the first one.
   */
  run(steps: number, count: number, stack: number, width: number, rows: number, x: number, y: number): void;
}
