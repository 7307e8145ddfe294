export { type Combine, combine, invert, releaseGrid, selectAll } from './coverage.ts';
export { selectFrom } from './from-pixels.ts';
export { outline } from './outline.ts';
export { type Shape, selectShape } from './shapes.ts';
export { border, feather, grow, shrink } from './spread.ts';
