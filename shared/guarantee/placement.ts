/**
 * Where a pixel of the frame is in the picture that came back, around the frame's middle: turned, scaled, moved. Both have
 * the frame's size.
 */
export interface Placement {
  /** In pixels of the frame. */
  readonly x: number;
  readonly y: number;
  /** 1 is the same size. */
  readonly scale: number;
  readonly radians: number;
}

export const IN_PLACE: Placement = { x: 0, y: 0, scale: 1, radians: 0 };

/** The same placement for pictures that are twice as large in each direction, or half. */
export function placementAt(placement: Placement, factor: number): Placement {
  return { ...placement, x: placement.x * factor, y: placement.y * factor };
}

/** `x' = a x − b y + e`, `y' = b x + a y + f`, from places in the frame to places in what came back; pixel centres are whole. */
export interface Mapping {
  readonly a: number;
  readonly b: number;
  readonly e: number;
  readonly f: number;
}

export function mappingOf(
  { x, y, scale, radians }: Placement,
  { width, height }: { readonly width: number; readonly height: number },
): Mapping {
  const a = scale * Math.cos(radians);
  const b = scale * Math.sin(radians);
  const middleX = (width - 1) / 2;
  const middleY = (height - 1) / 2;
  return {
    a,
    b,
    e: middleX + x - a * middleX + b * middleY,
    f: middleY + y - b * middleX - a * middleY,
  };
}
