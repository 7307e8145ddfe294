import type { Offset } from '../../../shared/document/index.ts';

/**
 * Offsets are whole pixels of the document; at a level they are rounded to its whole pixels, here alone, so that every
 * way to composite a level draws a layer in the same place.
 */
export function offsetAtLevel(offset: Offset, level: number): Offset {
  const scale = 2 ** level;
  return { x: Math.round(offset.x / scale), y: Math.round(offset.y / scale) };
}
