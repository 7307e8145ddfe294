import { type Cursor, readFrom } from './cursor.ts';

/** A place in the list of channels, and what the library has put there. */
export interface ChannelSlot {
  /** In the file: the four bytes that say how long the channel is. */
  readonly lengthAt: number;
  /** Compression and bytes as the library wrote them. */
  readonly bytes: Uint8Array;
}

/** A file of the library, taken apart at its channels. All offsets count from its first byte. */
export interface ChannelSlots {
  /** Of the section of layers and masks, and of the list in it: four bytes each that say how long it is. */
  readonly sectionLengthAt: number;
  readonly listLengthAt: number;
  /** From the list's first byte to the first channel. */
  readonly recordsBytes: number;
  /** Everything up to the first channel. */
  readonly head: Uint8Array;
  /** In the order of the file. */
  readonly slots: readonly ChannelSlot[];
  /** What follows the list in its section. */
  readonly tail: Uint8Array;
}

/**
 * Finds the channels in a file that the library has just written, of the small kind.
 * @throws PsdDamage for what the library has never written
 */
export function findChannelSlots(file: Uint8Array): ChannelSlots {
  const cursor = readFrom(file);
  // The header; then a palette and the resources, each with its length.
  cursor.skip(26);
  cursor.skip(cursor.u32());
  cursor.skip(cursor.u32());
  const sectionLengthAt = cursor.at;
  const sectionEnd = cursor.u32() + cursor.at;
  const listLengthAt = cursor.at;
  const listEnd = cursor.u32() + cursor.at;
  const start = cursor.at;
  const count = Math.abs(cursor.i16());
  const lengths = Array.from({ length: count }, () => skipRecord(cursor)).flat();
  const recordsBytes = cursor.at - start;
  const head = file.subarray(0, cursor.at);
  const slots = lengths.map(({ lengthAt, length }) => ({ lengthAt, bytes: cursor.take(length) }));
  cursor.at = listEnd;
  return {
    sectionLengthAt,
    listLengthAt,
    recordsBytes,
    head,
    slots,
    tail: cursor.take(sectionEnd - listEnd),
  };
}

function skipRecord(cursor: Cursor): { readonly lengthAt: number; readonly length: number }[] {
  cursor.skip(16);
  const channels = cursor.u16();
  const found = Array.from({ length: channels }, () => {
    cursor.skip(2);
    return { lengthAt: cursor.at, length: cursor.u32() };
  });
  cursor.skip(12);
  cursor.skip(cursor.u32());
  return found;
}
