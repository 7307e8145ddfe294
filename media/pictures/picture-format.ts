export const PICTURE_FORMATS = ['png', 'jpeg', 'webp', 'avif', 'gif', 'tiff'] as const;
export type PictureFormat = (typeof PICTURE_FORMATS)[number];

export const MEDIA_TYPES: Readonly<Record<PictureFormat, string>> = {
  png: 'image/png',
  jpeg: 'image/jpeg',
  webp: 'image/webp',
  avif: 'image/avif',
  gif: 'image/gif',
  tiff: 'image/tiff',
};

/** What a file of this format is called on a person's disk, without the dot. */
export const EXTENSIONS: Readonly<Record<PictureFormat, string>> = {
  png: 'png',
  jpeg: 'jpg',
  webp: 'webp',
  avif: 'avif',
  gif: 'gif',
  tiff: 'tif',
};

/** As many bytes as the longest signature needs: an AVIF may name 28 brands before it says its own. */
export const SIGNATURE_BYTES = 128;

const PNG = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
const JPEG = [0xff, 0xd8, 0xff];
const RIFF = latin('RIFF');
const WEBP = latin('WEBP');
const GIFS = [latin('GIF87a'), latin('GIF89a')];
const TIFFS = [latin('II*\0'), latin('MM\0*')];
const FTYP = latin('ftyp');
const AVIF_BRANDS = [latin('avif'), latin('avis')];

/**
 * What the first bytes claim, or null for anything else. A claim is no proof: only a decoder knows.
 * @source PNG 3 section 5.2; ITU-T T.81 annex B; RFC 9649 section 2.4; GIF89a section 17; TIFF 6.0 section 2;
 * ISO/IEC 14496-12 section 4.3 and AV1 Image File Format section 6
 */
export function claimedFormat(bytes: Uint8Array): PictureFormat | null {
  if (matches(bytes, PNG, 0)) return 'png';
  if (matches(bytes, JPEG, 0)) return 'jpeg';
  if (matches(bytes, RIFF, 0) && matches(bytes, WEBP, 8)) return 'webp';
  if (GIFS.some((signature) => matches(bytes, signature, 0))) return 'gif';
  if (TIFFS.some((signature) => matches(bytes, signature, 0))) return 'tiff';
  return claimsAvif(bytes) ? 'avif' : null;
}

/** The file type box: its size, `ftyp`, a major brand, a version, then the brands it is compatible with. */
function claimsAvif(bytes: Uint8Array): boolean {
  if (!matches(bytes, FTYP, 4)) return false;
  const [first = 0, second = 0, third = 0, fourth = 0] = bytes;
  const boxEnd = first === 0 && second === 0 ? third * 256 + fourth : 0;
  const end = Math.min(boxEnd, bytes.length, SIGNATURE_BYTES);
  for (let at = 8; at + 4 <= end; at += at === 8 ? 8 : 4) {
    if (AVIF_BRANDS.some((brand) => matches(bytes, brand, at))) return true;
  }
  return false;
}

function matches(bytes: Uint8Array, signature: readonly number[], at: number): boolean {
  return signature.every((byte, index) => bytes[at + index] === byte);
}

function latin(text: string): readonly number[] {
  return Array.from(text, (letter) => letter.charCodeAt(0));
}
