import { open } from 'node:fs/promises';

export interface PngFacts {
  readonly width: number;
  readonly height: number;
  readonly bitDepth: number;
  /** 0 is grey, 6 is colour with alpha. */
  readonly colourType: number;
}

const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
const HEADER_BYTES = 26;

/**
 * What the first bytes of a PNG say of it, before anybody unpacks it; null for what is no PNG or can't be read.
 * @source PNG specification, third edition, sections 5.2 and 11.2.1
 */
export async function readPngFacts(path: string): Promise<PngFacts | null> {
  const file = await open(path, 'r').catch(() => null);
  if (file === null) return null;
  try {
    const { bytesRead, buffer } = await file.read(new Uint8Array(HEADER_BYTES), 0, HEADER_BYTES, 0);
    if (bytesRead < HEADER_BYTES || !SIGNATURE.every((byte, at) => buffer[at] === byte)) return null;
    const view = new DataView(buffer.buffer, buffer.byteOffset, buffer.byteLength);
    // The first chunk must be the header: its length and its name.
    if (view.getUint32(8) !== 13 || view.getUint32(12) !== 0x49484452) return null;
    return {
      width: view.getUint32(16),
      height: view.getUint32(20),
      bitDepth: view.getUint8(24),
      colourType: view.getUint8(25),
    };
  } catch {
    return null;
  } finally {
    await file.close();
  }
}
