import type { DocumentRecord, Offset } from '../../../shared/document/index.ts';
import type { Rect } from '../../../shared/geometry/index.ts';
import type { Window } from '../kernel/steps.ts';
import { offsetAtLevel } from './level-offset.ts';
import { TILE_SIDE, type TileKey, tileKey } from './pixel-reader.ts';

/** Which tile a rect of a level is in, and where in it. */
export interface InTile {
  readonly key: TileKey;
  readonly kept: Rect;
  /** The rect with its sides moved out to multiples of four, as the kernel wants them. */
  readonly window: Window;
}

/**
 * From a level's pixels to those of the page that the document began with: a page that grows or is cropped moves its corner,
 * and the grain of what is dissolved stays where it is.
 */
export function grainAt({ origin = NOWHERE }: Pick<DocumentRecord, 'origin'>, level: number): Offset {
  return offsetAtLevel(origin, level);
}

const NOWHERE = { x: 0, y: 0 };

/** The rect must lie within one tile. */
export function placeInTile(rect: Rect, grain: Offset): InTile {
  const tx = Math.floor(rect.x / TILE_SIDE);
  const ty = Math.floor(rect.y / TILE_SIDE);
  const x = rect.x - tx * TILE_SIDE;
  const y = rect.y - ty * TILE_SIDE;
  if (x + rect.width > TILE_SIDE || y + rect.height > TILE_SIDE)
    throw new Error('A rect to composite lies in one tile.');
  return {
    key: tileKey(tx, ty),
    kept: { x, y, width: rect.width, height: rect.height },
    window: windowOf({ x, y, width: rect.width, height: rect.height }, tx, ty, grain),
  };
}

/**
 * A rect of a tile's own pixels as the kernel's window.
 * @param grain as `grainAt` has it
 */
export function windowOf(rect: Rect, tx: number, ty: number, grain: Offset): Window {
  const left = rect.x & ~3;
  const right = (rect.x + rect.width + 3) & ~3;
  return {
    x: left,
    y: rect.y,
    width: right - left,
    height: rect.height,
    originX: tx * TILE_SIDE,
    originY: ty * TILE_SIDE,
    grain,
  };
}
