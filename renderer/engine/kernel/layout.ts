/**
 * How steps and rows lie in a backend's memory; the same numbers stand in kernel/assembly/steps.ts. A row of an
 * accumulator is four planes of 256 floats: red, green, blue (each times alpha), alpha.
 */
export const STEP_BYTES = 64;
export const ROW_BYTES = 4096;
export const ROW_PLANE = 1024;

export const OPS = {
  bytes: 0,
  colour: 1,
  accumulator: 2,
  push: 3,
  'push-copy': 4,
  pop: 5,
  mix: 6,
  load: 7,
  store: 8,
  pack: 9,
} as const;

/** Where each field of a step is, in bytes; alpha and fill are floats, all others whole numbers. */
export const FIELD = {
  op: 0,
  mode: 4,
  atop: 8,
  source: 12,
  sourceRow: 16,
  sourcePlane: 20,
  coverage: 24,
  coverageRow: 28,
  alpha: 32,
  fill: 36,
  colour: 40,
} as const;
