/** An affine change of places: x' = a x + c y + e, y' = b x + d y + f, as CSS and SVG write it. */
export interface Matrix {
  readonly a: number;
  readonly b: number;
  readonly c: number;
  readonly d: number;
  readonly e: number;
  readonly f: number;
}
