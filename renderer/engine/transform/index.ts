export { flipIn, multiply, turnIn } from './matrix.ts';
export { transformGrid } from './transform-grid.ts';
