import type { FileHandle } from 'node:fs/promises';
import { crc32 } from 'node:zlib';
import { ENTRY_MAX_BYTES, FRAME_HEADER_BYTES, frameCrc, writeFrameHeader } from './frames.ts';

export type Body = AsyncIterable<Uint8Array>;

export async function writeAt(file: FileHandle, bytes: Uint8Array, position: number): Promise<void> {
  for (let at = 0; at < bytes.byteLength; ) {
    at += (await file.write(bytes, at, bytes.byteLength - at, position + at)).bytesWritten;
  }
}

/**
 * One frame of bytes whose length is known only when they have all come. Its header is written last: until then the
 * place holds no frame, whatever of the bytes has reached the disk.
 * @returns where it ends, or null when the bytes are more than a frame may hold
 */
export async function writeFrame(
  file: FileHandle,
  at: number,
  sequence: number,
  body: Body,
): Promise<number | null> {
  let length = 0;
  let crc = 0;
  for await (const bytes of body) {
    if (length + bytes.byteLength > ENTRY_MAX_BYTES) return null;
    await writeAt(file, bytes, at + FRAME_HEADER_BYTES + length);
    crc = crc32(bytes, crc);
    length += bytes.byteLength;
  }
  await writeAt(file, writeFrameHeader({ length, crc: frameCrc(crc, length, sequence), sequence }), at);
  return at + FRAME_HEADER_BYTES + length;
}

/**
 * A body that holds several entries, each as its length (32 bit, little endian) and its bytes, written as frames of one
 * sequence.
 * @returns how many there were and where the last ends; null when the body ends within one, or one is too long
 */
export async function writeFrames(
  file: FileHandle,
  start: number,
  sequence: number,
  body: Body,
): Promise<{ readonly frames: number; readonly end: number } | null> {
  const prefix = new Uint8Array(4);
  let at = start;
  let frames = 0;
  let prefixed = 0;
  let length = 0;
  let done = 0;
  let crc = 0;
  const finish = async (): Promise<void> => {
    await writeAt(file, writeFrameHeader({ length, crc: frameCrc(crc, length, sequence), sequence }), at);
    at += FRAME_HEADER_BYTES + length;
    frames += 1;
    prefixed = 0;
    done = 0;
    crc = 0;
  };
  for await (const chunk of body) {
    for (let from = 0; from < chunk.byteLength; ) {
      if (prefixed < 4) {
        prefix[prefixed] = chunk[from] ?? 0;
        prefixed += 1;
        from += 1;
        if (prefixed < 4) continue;
        length = new DataView(prefix.buffer).getUint32(0, true);
        if (length > ENTRY_MAX_BYTES) return null;
        if (length === 0) await finish();
        continue;
      }
      const bytes = chunk.subarray(from, from + length - done);
      await writeAt(file, bytes, at + FRAME_HEADER_BYTES + done);
      crc = crc32(bytes, crc);
      done += bytes.byteLength;
      from += bytes.byteLength;
      if (done === length) await finish();
    }
  }
  return prefixed === 0 ? { frames, end: at } : null;
}
