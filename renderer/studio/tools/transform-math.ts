import type { Matrix, Point, Rect } from '../../../shared/geometry/index.ts';

/** How a layer's box is changed: about its middle, then moved. */
export interface Change {
  readonly scaleX: number;
  readonly scaleY: number;
  /** Clockwise, in radians. */
  readonly angle: number;
  readonly dx: number;
  readonly dy: number;
}

export const NO_CHANGE: Change = { scaleX: 1, scaleY: 1, angle: 0, dx: 0, dy: 0 };

/** A handle's place on the box: -1, 0 or 1 from its middle, in both directions. */
export interface Handle {
  readonly x: -1 | 0 | 1;
  readonly y: -1 | 0 | 1;
}

export const HANDLES: readonly Handle[] = [
  { x: -1, y: -1 },
  { x: 0, y: -1 },
  { x: 1, y: -1 },
  { x: 1, y: 0 },
  { x: 1, y: 1 },
  { x: 0, y: 1 },
  { x: -1, y: 1 },
  { x: -1, y: 0 },
];

const MIDDLE: Handle = { x: 0, y: 0 };

/** Thinner than this is nothing to be seen. */
const LEAST_PX = 1;

/** A turn snaps to these steps while Shift is held. */
const SNAP = Math.PI / 12;

function middleOf({ x, y, width, height }: Rect): Point {
  return { x: x + width / 2, y: y + height / 2 };
}

export function matrixOf(box: Rect, { scaleX, scaleY, angle, dx, dy }: Change): Matrix {
  const { x, y } = middleOf(box);
  const cos = Math.cos(angle);
  const sin = Math.sin(angle);
  const [a, b, c, d] = [cos * scaleX, sin * scaleX, -sin * scaleY, cos * scaleY];
  return { a, b, c, d, e: x + dx - a * x - c * y, f: y + dy - b * x - d * y };
}

export function apply({ a, b, c, d, e, f }: Matrix, { x, y }: Point): Point {
  return { x: a * x + c * y + e, y: b * x + d * y + f };
}

/** Where a handle stands now. */
export function handlePlace(box: Rect, change: Change, handle: Handle): Point {
  const { x, y } = middleOf(box);
  return apply(matrixOf(box, change), {
    x: x + (handle.x * box.width) / 2,
    y: y + (handle.y * box.height) / 2,
  });
}

export function corners(box: Rect, change: Change): readonly Point[] {
  return HANDLES.filter(({ x, y }) => x !== 0 && y !== 0).map((handle) => handlePlace(box, change, handle));
}

export interface Pull {
  /** A corner keeps the shape; a side always moves alone. */
  readonly keep: boolean;
  /** Both sides go, and the middle stays. */
  readonly centred?: boolean;
}

/**
 * A handle pulled to a point: the opposite side stays where it is. Never thinner than a pixel, and never turned inside out.
 */
export function pullHandle(
  box: Rect,
  start: Change,
  handle: Handle,
  to: Point,
  { keep, centred = false }: Pull,
): Change {
  const opposite: Handle = { x: -handle.x as Handle['x'], y: -handle.y as Handle['y'] };
  const still = centred ? MIDDLE : opposite;
  const fixed = handlePlace(box, start, still);
  const cos = Math.cos(start.angle);
  const sin = Math.sin(start.angle);
  const far = centred ? 2 : 1;
  // The pull in the box's own directions.
  const along = far * ((to.x - fixed.x) * cos + (to.y - fixed.y) * sin);
  const across = far * (-(to.x - fixed.x) * sin + (to.y - fixed.y) * cos);
  let scaleX =
    handle.x === 0
      ? start.scaleX
      : scaleFor(along * handle.x * Math.sign(start.scaleX), box.width, start.scaleX);
  let scaleY =
    handle.y === 0
      ? start.scaleY
      : scaleFor(across * handle.y * Math.sign(start.scaleY), box.height, start.scaleY);
  if (keep && handle.x !== 0 && handle.y !== 0) {
    const grown = Math.max(scaleX / start.scaleX, scaleY / start.scaleY);
    scaleX = start.scaleX * grown;
    scaleY = start.scaleY * grown;
  }
  const pulled = { ...start, scaleX, scaleY };
  const moved = handlePlace(box, pulled, still);
  return { ...pulled, dx: pulled.dx + fixed.x - moved.x, dy: pulled.dy + fixed.y - moved.y };
}

function scaleFor(length: number, side: number, was: number): number {
  return (Math.sign(was) * Math.max(LEAST_PX, length)) / side;
}

/** Turned so that what was at `from` is in the direction of `to`; in steps of 15 degrees where asked. */
export function turn(box: Rect, start: Change, from: Point, to: Point, snap: boolean): Change {
  const middle = apply(matrixOf(box, start), middleOf(box));
  const before = Math.atan2(from.y - middle.y, from.x - middle.x);
  const now = Math.atan2(to.y - middle.y, to.x - middle.x);
  const angle = start.angle + now - before;
  return { ...start, angle: snap ? Math.round(angle / SNAP) * SNAP : angle };
}

export function isChange({ scaleX, scaleY, angle, dx, dy }: Change): boolean {
  return scaleX !== 1 || scaleY !== 1 || angle !== 0 || dx !== 0 || dy !== 0;
}

/** Clockwise, in whole degrees from -179 to 180. */
export function degreesOf({ angle }: Change): number {
  const turned = Math.round((angle * 180) / Math.PI) % 360;
  return turned > 180 ? turned - 360 : turned <= -180 ? turned + 360 : turned + 0;
}

/** The box of a size in pixels; what is mirrored stays so. */
export function sized(box: Rect, change: Change, side: 'width' | 'height', pixels: number): Change {
  const scale = Math.max(LEAST_PX, pixels) / box[side];
  return side === 'width'
    ? { ...change, scaleX: scale * Math.sign(change.scaleX) }
    : { ...change, scaleY: scale * Math.sign(change.scaleY) };
}
