export type { ColourMatch } from './colour.ts';
export { fitSize } from './fit-size.ts';
export { type KeptPixels, keepPixels, type MaskedEdit, type Proof } from './keep-pixels.ts';
export type { Picture } from './picture.ts';
export type { Placement } from './placement.ts';
export { distanceFrom } from './ring.ts';
