/** The file says something that no whole file says. Caught where reading begins, and told by its code. */
export class PsdDamage extends Error {}

export interface Cursor {
  at: number;
  readonly left: () => number;
  readonly u8: () => number;
  readonly u16: () => number;
  readonly i16: () => number;
  readonly u32: () => number;
  readonly i32: () => number;
  /** Four bytes as characters. */
  readonly tag: () => string;
  /** A length: of eight bytes in the large kind of file. */
  readonly length: (large: boolean) => number;
  readonly skip: (count: number) => void;
  /** The same bytes, not a copy. */
  readonly take: (count: number) => Uint8Array;
}

/** Big endian, and never past the end of what it was given. */
export function readFrom(bytes: Uint8Array): Cursor {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const step = (count: number): number => {
    const { at } = cursor;
    if (count < 0 || count > bytes.length - at) throw new PsdDamage();
    cursor.at = at + count;
    return at;
  };
  const u32 = (): number => view.getUint32(step(4));
  const cursor: Cursor = {
    at: 0,
    left: () => bytes.length - cursor.at,
    u8: () => view.getUint8(step(1)),
    u16: () => view.getUint16(step(2)),
    i16: () => view.getInt16(step(2)),
    u32,
    i32: () => view.getInt32(step(4)),
    tag: () => String.fromCharCode(...bytes.subarray(step(4), cursor.at)),
    length: (large) => (large ? u32() * 2 ** 32 : 0) + u32(),
    skip: (count) => {
      step(count);
    },
    take: (count) => bytes.subarray(step(count), cursor.at),
  };
  return cursor;
}
