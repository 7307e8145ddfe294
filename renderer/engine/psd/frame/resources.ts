import { PsdDamage, readFrom } from './cursor.ts';

/** @source Adobe Photoshop File Formats Specification, image resource IDs */
export const GUIDES = 1032;
export const XMP = 1060;

/**
 * One of the file's resources; null when it is not there. What is wrong with the others does no harm: nothing of them is
 * read, and a list that breaks off ends there.
 */
export function findResource(resources: Uint8Array, wanted: number): Uint8Array | null {
  const cursor = readFrom(resources);
  try {
    while (cursor.left() >= 12) {
      cursor.skip(4);
      const id = cursor.u16();
      const name = cursor.u8();
      cursor.skip(name + ((name + 1) % 2));
      const size = cursor.length(false);
      const body = cursor.take(size);
      if (id === wanted) return body;
      if (size % 2 === 1) cursor.skip(1);
    }
  } catch (error) {
    if (!(error instanceof PsdDamage)) throw error;
  }
  return null;
}
