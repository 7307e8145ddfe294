import { crc32 } from 'node:zlib';

/** One byte a letter, for signatures and names. */
export const latin = (text: string): Buffer => Buffer.from(text, 'latin1');
export const joined = (...parts: readonly Uint8Array[]): Buffer => Buffer.concat(parts);

export function be16(...values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 2);
  for (const [index, value] of values.entries()) bytes.writeUInt16BE(value, index * 2);
  return bytes;
}

export function be32(...values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 4);
  for (const [index, value] of values.entries()) bytes.writeUInt32BE(value >>> 0, index * 4);
  return bytes;
}

export function le16(...values: readonly number[]): Buffer {
  return be16(...values).swap16();
}

export function le32(...values: readonly number[]): Buffer {
  return be32(...values).swap32();
}

export const PNG_SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

/** One chunk of a PNG with its right checksum. */
export function chunk(type: string, data: Uint8Array): Buffer {
  const body = joined(latin(type), data);
  return joined(be32(data.length), body, be32(crc32(body)));
}

export interface Header {
  readonly width: number;
  readonly height: number;
  readonly bitDepth?: number;
  readonly colourType?: number;
}

export function ihdr({ width, height, bitDepth = 8, colourType = 2 }: Header): Buffer {
  return chunk('IHDR', joined(be32(width, height), Buffer.from([bitDepth, colourType, 0, 0, 0])));
}

/** One segment of a JPEG, with its length. */
export function segment(marker: number, data: Uint8Array): Buffer {
  return joined(Buffer.from([0xff, marker]), be16(data.length + 2), data);
}

/** A copy with other bytes from a place on. */
export function overwritten(bytes: Uint8Array, at: number, put: Uint8Array): Buffer {
  const copy = Buffer.from(bytes);
  copy.set(put, at);
  return copy;
}

/** @throws when it is not there, since a case that changes nothing would prove nothing */
export function placeOf(bytes: Uint8Array, sought: string): number {
  const at = Buffer.from(bytes).indexOf(sought, 0, 'latin1');
  if (at < 0) throw new Error(`no ${sought} in these bytes`);
  return at;
}
