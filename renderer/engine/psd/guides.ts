import { GUIDES_MAX, type Guide } from '../../../shared/document/index.ts';
import { readFrom } from './frame/cursor.ts';
import { findResource, GUIDES } from './frame/resources.ts';

/** Places are kept in these parts of a pixel. */
const PARTS = 32;
const HEAD_BYTES = 16;
const GUIDE_BYTES = 5;
const PLACE_MAX = 1_000_000;

export interface ReadGuides {
  readonly guides: readonly Guide[];
  /** There were more than a document keeps, or some were farther away than anything may be. */
  readonly isCut: boolean;
}

/** Nonsense is no guide, and does no harm. @source Adobe Photoshop File Formats Specification, grid and guides resource */
export function readGuides(resources: Uint8Array): ReadGuides {
  const body = findResource(resources, GUIDES) ?? new Uint8Array(0);
  if (body.length < HEAD_BYTES) return { guides: [], isCut: false };
  const cursor = readFrom(body);
  cursor.skip(12);
  const claimed = cursor.u32();
  const count = Math.min(claimed, Math.floor(cursor.left() / GUIDE_BYTES), GUIDES_MAX);
  const guides: Guide[] = [];
  for (let number = 0; number < count; number++) {
    const position = cursor.i32() / PARTS;
    const orientation = cursor.u8() === 1 ? 'horizontal' : 'vertical';
    if (Math.abs(position) <= PLACE_MAX) guides.push({ orientation, position });
  }
  return { guides, isCut: guides.length < claimed };
}

/** As the library writes them: it takes any place, and cuts where it should round. */
export function guidesToWrite(
  guides: readonly Guide[],
): { location: number; direction: Guide['orientation'] }[] {
  return guides.map(({ orientation, position }) => ({
    location: Math.round(position * PARTS) / PARTS,
    direction: orientation,
  }));
}
