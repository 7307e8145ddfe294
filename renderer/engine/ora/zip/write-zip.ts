import { crc32 } from '../crc32.ts';

interface Written {
  readonly name: Uint8Array;
  readonly crc: number;
  readonly size: number;
  readonly offset: number;
}

/** The first of January 1980: a file's bytes depend on its content alone. */
const DATE = 0x21;
const VERSION = 20;
const SIZE_MAX = 0xffff_ffff;

export interface ZipEntry {
  readonly name: string;
  /** One after the other. */
  readonly parts: readonly Uint8Array[];
}

const REST = new Uint8Array(0);

/**
 * A zip of stored entries, part by part, so that never more than one entry is in memory. An empty part is a place to rest. Stored, because its pictures are
 * deflated already and `mimetype` has to be. Sizes stand before the bytes, which simple readers need.
 * @throws RangeError beyond 4 GB, where a plain zip ends
 * @source APPNOTE.TXT 4.3
 */
export function* writeZip(entries: Iterable<ZipEntry | null>): Generator<Uint8Array> {
  const written: Written[] = [];
  let offset = 0;
  for (const entry of entries) {
    if (entry === null) {
      yield REST;
      continue;
    }
    let crc = 0;
    let size = 0;
    for (const part of entry.parts) {
      crc = crc32(part, crc);
      size += part.length;
      yield REST;
    }
    const one = { name: new TextEncoder().encode(entry.name), crc, size, offset };
    written.push(one);
    offset += 30 + one.name.length + one.size;
    if (offset > SIZE_MAX) throw new RangeError('a plain zip ends at 4 GB');
    yield record(0x04034b50, 30, one, 4);
    yield* entry.parts;
  }
  const start = offset;
  for (const one of written) {
    const part = record(0x02014b50, 46, one, 6);
    const view = new DataView(part.buffer);
    view.setUint16(4, VERSION, true);
    view.setUint32(42, one.offset, true);
    offset += part.length;
    yield part;
  }
  const end = new Uint8Array(22);
  const view = new DataView(end.buffer);
  view.setUint32(0, 0x06054b50, true);
  view.setUint16(8, written.length, true);
  view.setUint16(10, written.length, true);
  view.setUint32(12, offset - start, true);
  view.setUint32(16, start, true);
  yield end;
}

/** A local header or a line of the directory: the same fields, from a place of their own on. */
function record(signature: number, length: number, { name, crc, size }: Written, at: number): Uint8Array {
  const bytes = new Uint8Array(length + name.length);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, signature, true);
  view.setUint16(at, VERSION, true);
  view.setUint16(at + 8, DATE, true);
  view.setUint32(at + 10, crc, true);
  view.setUint32(at + 14, size, true);
  view.setUint32(at + 18, size, true);
  view.setUint16(at + 22, name.length, true);
  bytes.set(name, length);
  return bytes;
}
