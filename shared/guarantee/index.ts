export type { ColourMatch } from './colour.ts';
export { type KeptPixels, keepPixels, type MaskedEdit, type Proof } from './keep-pixels.ts';
export type { Picture } from './picture.ts';
export type { Placement } from './placement.ts';
