export const PICTURE_FORMATS = ['png', 'jpeg', 'webp'] as const;
export type PictureFormat = (typeof PICTURE_FORMATS)[number];

export const MEDIA_TYPES: Readonly<Record<PictureFormat, string>> = {
  png: 'image/png',
  jpeg: 'image/jpeg',
  webp: 'image/webp',
};

/** What a file of this format is called on a person's disk, without the dot. */
export const EXTENSIONS: Readonly<Record<PictureFormat, string>> = { png: 'png', jpeg: 'jpg', webp: 'webp' };

/** As many bytes as the longest signature needs. */
export const SIGNATURE_BYTES = 12;

const PNG = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
const JPEG = [0xff, 0xd8, 0xff];
const RIFF = [0x52, 0x49, 0x46, 0x46];
const WEBP = [0x57, 0x45, 0x42, 0x50];

/**
 * What the first bytes claim, or null for anything else. A claim is no proof: only a decoder knows.
 * @source PNG 3 section 5.2; ITU-T T.81 annex B; RFC 9649 section 2.4
 */
export function claimedFormat(bytes: Uint8Array): PictureFormat | null {
  if (matches(bytes, PNG, 0)) return 'png';
  if (matches(bytes, JPEG, 0)) return 'jpeg';
  return matches(bytes, RIFF, 0) && matches(bytes, WEBP, 8) ? 'webp' : null;
}

function matches(bytes: Uint8Array, signature: readonly number[], at: number): boolean {
  return signature.every((byte, index) => bytes[at + index] === byte);
}
