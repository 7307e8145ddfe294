import type { Decoder } from '../../media/decoder/index.ts';
import type { PictureDetails } from '../../shared/contracts/desktop/index.ts';

/** A picture as it leaves this computer: pixels and nothing else. */
export interface SendingPicture {
  readonly bytes: Uint8Array;
  readonly mediaType: string;
  readonly width: number;
  readonly height: number;
}

export type SendingRefusal = 'NOT_FOUND' | 'FILE_MISSING' | 'NOT_A_PICTURE';

/** No provider looks at more than this on a side; what is larger only takes time to upload. */
const MAX_SIDE = 3840;

/** Tried in order until one fits: a photograph as PNG may be larger than a provider takes. */
const TRIES = [
  { format: 'png', maxSide: MAX_SIDE },
  { format: 'webp', maxSide: MAX_SIDE },
  { format: 'webp', maxSide: MAX_SIDE / 2 },
  { format: 'png', maxSide: MAX_SIDE / 2 },
  { format: 'png', maxSide: MAX_SIDE / 4 },
] as const;

/**
 * A library picture made ready for a provider: upright, 8-bit sRGB, without location, camera data, profile or text.
 * The file itself is only read.
 * @param maxBytes what the provider takes of one picture
 * @param mediaTypes what it takes at all
 */
export async function prepareForSending(
  parts: { readonly details: (id: string) => Promise<PictureDetails | null>; readonly decoder: Decoder },
  id: string,
  maxBytes: number,
  mediaTypes: readonly string[] = ['image/png', 'image/webp'],
): Promise<SendingPicture | { readonly refusal: SendingRefusal }> {
  const details = await parts.details(id);
  if (details === null) return { refusal: 'NOT_FOUND' };
  if (details.file.missing) return { refusal: 'FILE_MISSING' };
  for (const options of TRIES) {
    if (!mediaTypes.includes(`image/${options.format}`)) continue;
    const prepared = await parts.decoder.prepare(details.file.path, options);
    if (prepared.kind === 'refused') return { refusal: 'NOT_A_PICTURE' };
    if (prepared.bytes.byteLength <= maxBytes) return prepared;
  }
  return { refusal: 'NOT_A_PICTURE' };
}
