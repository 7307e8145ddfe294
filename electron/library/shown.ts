import type { Decoder } from '../../media/decoder/index.ts';
import { PICTURE_MAX_SIDE } from '../../shared/pictures/index.ts';
import { createTurns } from '../platform/turns.ts';

/** A file to send as it is, or bytes made of it. */
export type Shown =
  | { readonly path: string; readonly mediaType: string }
  | { readonly bytes: Uint8Array; readonly mediaType: string };

export interface ShownParts {
  readonly fileOf: (sha256: string) => Promise<{ readonly path: string; readonly mediaType: string } | null>;
  readonly decoder: Decoder;
}

/** Every browser since 2024 shows these, in their own profile and upright. */
const SHOWN_AS_THEY_ARE: ReadonlySet<string> = new Set([
  'image/png',
  'image/jpeg',
  'image/webp',
  'image/avif',
  'image/gif',
]);

/** A large TIFF takes seconds to turn into a PNG, and the window asks again for what it just looked at. */
const KEPT_MAX_BYTES = 128_000_000;

/** A picture as the editor takes it: upright, sRGB, every pixel with its alpha, as a PNG. Null when it can't be had. */
export function createWork({
  fileOf,
  decoder,
}: ShownParts): (
  sha256: string,
) => Promise<{ readonly bytes: Uint8Array; readonly mediaType: string } | null> {
  return async (sha256) => {
    const file = await fileOf(sha256);
    if (file === null) return null;
    const made = await decoder.prepare(file.path, { format: 'png', maxSide: PICTURE_MAX_SIDE });
    return made.kind === 'refused' ? null : { bytes: made.bytes, mediaType: made.mediaType };
  };
}

/** A picture as any browser can show it. What browsers lack becomes a PNG: upright, sRGB, every pixel. */
export function createShown({ fileOf, decoder }: ShownParts): (sha256: string) => Promise<Shown | null> {
  const turns = createTurns();
  let last: { readonly sha256: string; readonly bytes: Uint8Array } | null = null;

  return async (sha256) => {
    const file = await fileOf(sha256);
    if (file === null || SHOWN_AS_THEY_ARE.has(file.mediaType)) return file;
    return turns(sha256, async () => {
      if (last?.sha256 === sha256) return { bytes: last.bytes, mediaType: 'image/png' };
      const made = await decoder.prepare(file.path, { format: 'png', maxSide: PICTURE_MAX_SIDE });
      if (made.kind === 'refused') return null;
      if (made.bytes.byteLength <= KEPT_MAX_BYTES) last = { sha256, bytes: made.bytes };
      return { bytes: made.bytes, mediaType: made.mediaType };
    });
  };
}
