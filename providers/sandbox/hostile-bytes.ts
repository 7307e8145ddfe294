import { writePngChunks } from '../../media/metadata/index.ts';
import { encodePng } from './encode-png.ts';
import type { Hostile } from './misbehaviour.ts';

export function hostileBytes(what: Hostile): Uint8Array {
  switch (what) {
    case 'garbage':
      return garbageBytes();
    case 'bomb':
      return bombBytes();
    case 'one-pixel':
      return encodePng(Uint8Array.of(128, 128, 128), { width: 1, height: 1 });
    case 'error-page':
      return errorPage();
  }
}

/** Bytes that call themselves a picture and are none. */
function garbageBytes(): Uint8Array {
  return new TextEncoder().encode('<html><body>502 Bad Gateway</body></html>');
}

/** A few bytes that claim 3.6 gigapixels: whoever believes the header runs out of memory. */
function bombBytes(): Uint8Array {
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

/** What a proxy on the way says instead of the provider. */
function errorPage(): Uint8Array {
  const rows = [
    '<!doctype html>',
    '<title>504</title>',
    '<h1>Gateway Timeout</h1>',
    '<p>The upstream did not answer.</p>',
  ];
  return new TextEncoder().encode(rows.join('\n'));
}
