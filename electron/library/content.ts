import type { PictureSource } from '../../media/decoder/index.ts';
import { claimedFormat, type PictureFormat, SIGNATURE_BYTES } from '../../media/pictures/index.ts';
import { copyDurably, hashBytes, writeDurably } from '../platform/files/index.ts';

/** What is to be kept: bytes that came through the network, or a file of ours that need not pass through memory. */
export interface Content {
  readonly sizeBytes: number;
  /** What its first bytes claim; null is no picture, whatever else comes. */
  readonly claimed: PictureFormat | null;
  /** For the decoder, where no copy of it can be read. */
  readonly source: PictureSource;
  sha256(): Promise<string>;
  /** Writes it whole under a new name and waits for the disk. `readable` hears when it can be read whole. */
  write(path: string, readable: () => void): Promise<void>;
}

/** @param bytes handed over: nobody writes into them from here on */
export function contentOfBytes(bytes: Uint8Array): Content {
  return {
    sizeBytes: bytes.byteLength,
    claimed: claimedFormat(bytes.subarray(0, SIGNATURE_BYTES)),
    source: bytes,
    sha256: () => hashBytes(bytes),
    write: (path, readable) => writeDurably(path, bytes, readable),
  };
}

export interface LookedAtFile {
  readonly path: string;
  readonly sizeBytes: number;
  readonly format: PictureFormat;
  readonly sha256: string;
}

/** A file that was looked at and hashed, and that nobody but us can change. */
export function contentOfFile({ path, sizeBytes, format, sha256 }: LookedAtFile): Content {
  return {
    sizeBytes,
    claimed: format,
    source: path,
    sha256: async () => sha256,
    write: (to, readable) => copyDurably(path, to, readable),
  };
}
