export { flipIn, inSpaceOf, invertMatrix, mapRect, multiply, turnIn } from './matrix.ts';
export { partsOf } from './parts.ts';
export { roughTile } from './rough-tile.ts';
export { type TransformRefusal, transformGrid } from './transform-grid.ts';
