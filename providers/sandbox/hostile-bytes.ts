import { writePngChunks } from '../../media/metadata/index.ts';

/** Bytes that call themselves a picture and are none. */
export function garbageBytes(): Uint8Array {
  return new TextEncoder().encode('<html><body>502 Bad Gateway</body></html>');
}

/** A few bytes that claim 3.6 gigapixels: whoever believes the header runs out of memory. */
export function bombBytes(): Uint8Array {
  const header = new Uint8Array(13);
  const view = new DataView(header.buffer);
  view.setUint32(0, 60_000);
  view.setUint32(4, 60_000);
  header.set([8, 2, 0, 0, 0], 8);
  return writePngChunks([
    { type: 'IHDR', data: header },
    // An empty zlib stream.
    { type: 'IDAT', data: Uint8Array.of(0x78, 0x9c, 0x03, 0, 0, 0, 0, 1) },
    { type: 'IEND', data: new Uint8Array(0) },
  ]);
}
