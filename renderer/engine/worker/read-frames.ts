/** One entry of a document's journal as the desktop sends it. */
export interface JournalFrame {
  readonly sequence: number;
  readonly bytes: Uint8Array;
}

/** Length, CRC-32 and sequence, each 32 bit, little endian. */
const HEADER_BYTES = 12;

/** The answer ended before its end: what came may be a part of what is kept. */
export class BrokenOff extends Error {}

/**
 * The frames of an answer, in order, one in memory at a time: the journal of a long day is larger than a worker may hold.
 * @throws BrokenOff
 */
export async function* readFrames(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<JournalFrame, void> {
  const header = new Uint8Array(HEADER_BYTES);
  const view = new DataView(header.buffer);
  let body: Uint8Array | null = null;
  let done = 0;
  try {
    for await (const chunk of chunks) {
      for (let at = 0; at < chunk.length; ) {
        const to: Uint8Array = body ?? header;
        const part = chunk.subarray(at, at + to.length - done);
        to.set(part, done);
        done += part.length;
        at += part.length;
        if (body === null && done === HEADER_BYTES) {
          body = new Uint8Array(view.getUint32(0, true));
          done = 0;
        }
        if (body === null || done < body.length) continue;
        yield { sequence: view.getUint32(8, true), bytes: body };
        body = null;
        done = 0;
      }
    }
  } catch (error) {
    throw new BrokenOff('the journal could not be read to its end', { cause: error });
  }
  if (body !== null || done > 0) throw new BrokenOff('the journal ended within an entry');
}
