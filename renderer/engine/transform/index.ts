export { flipIn, multiply, turnIn } from './matrix.ts';
export { type TransformRefusal, transformGrid } from './transform-grid.ts';
