import { PsdDamage, readFrom } from './cursor.ts';

/** Additional information of a layer. */
export interface InfoBlock {
  readonly key: string;
  readonly body: Uint8Array;
}

export interface RecordRest {
  /** The mode and flags, masks, ranges and the old name. */
  readonly start: Uint8Array;
  readonly blocks: readonly InfoBlock[];
}

/** The signature, the mode, opacity, clipping and flags, and how long the rest is. */
export const FIXED_BYTES = 16;

/**
 * A record from its blend mode on, taken apart. Information that can't be followed to its end is no more than less of it.
 * @throws PsdDamage when what stands before it is not whole
 * @source Adobe Photoshop File Formats Specification, layer records and additional layer information
 */
export function takeApart(rest: Uint8Array): RecordRest {
  const cursor = readFrom(rest);
  cursor.skip(FIXED_BYTES);
  // A record may end before its masks, before its ranges and before its name.
  if (cursor.left() >= 4) cursor.skip(cursor.length(false));
  if (cursor.left() >= 4) cursor.skip(cursor.length(false));
  if (cursor.left() >= 1) cursor.skip(cursor.u8());
  const start = rest.subarray(0, cursor.at);
  const blocks: InfoBlock[] = [];
  try {
    while (cursor.left() >= 12) {
      const signature = cursor.tag();
      // Names and information should be filled up to even places, and are not always.
      if (signature !== '8BIM' && signature !== '8B64') {
        cursor.at -= 3;
        continue;
      }
      const key = cursor.tag();
      blocks.push({ key, body: cursor.take(cursor.length(signature === '8B64')) });
    }
  } catch (error) {
    if (!(error instanceof PsdDamage)) throw error;
  }
  return { start, blocks };
}
