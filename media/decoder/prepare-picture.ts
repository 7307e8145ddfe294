import type { Sharp } from 'sharp';
import { onlyPixels } from '../metadata/index.ts';
import { MEDIA_TYPES } from '../pictures/index.ts';
import type { PictureSource, PixelLimits, Prepared, PrepareOptions, Refused } from './protocol.ts';
import { readHeader, refused } from './read-header.ts';

const QUALITY = 90;

/**
 * For a provider's eyes and for work: upright, from its own profile (none counts as sRGB) to sRGB in 8 bits, its
 * transparency kept, and the file holds pixels alone. A JPEG that isn't shrunk keeps the camera's every pixel.
 */
export async function prepare(
  source: PictureSource,
  options: PrepareOptions,
  limits: PixelLimits,
): Promise<Prepared | Refused> {
  const header = await readHeader(source, limits);
  if (header.kind === 'refused') return header;
  const { picture } = header;
  picture.autoOrient();
  if (options.maxSide !== null && Math.max(header.width, header.height) > options.maxSide) {
    picture.resize({
      width: options.maxSide,
      height: options.maxSide,
      fit: 'inside',
      kernel: 'lanczos3',
      fastShrinkOnLoad: false,
    });
  }
  // Without a wish for metadata, sharp converts to sRGB and leaves the profile and all else behind.
  const encoded = await inFormat(picture, options)
    .toBuffer({ resolveWithObject: true })
    .catch(() => null);
  if (encoded === null) return refused('not-a-picture', 'pixels');
  const { width, height } = encoded.info;
  const bytes = onlyPixels(new Uint8Array(encoded.data), options.format);
  // Nothing of a person may leave by mistake: the child ends rather than hand it out.
  if (bytes === null) throw new Error(`our own ${options.format} says more than its pixels`);
  if (options.maxBytes !== undefined && bytes.byteLength > options.maxBytes)
    return refused('too-large', 'prepared');
  return { kind: 'prepared', bytes, mediaType: MEDIA_TYPES[options.format], width, height };
}

function inFormat(picture: Sharp, { format, quality = QUALITY }: PrepareOptions): Sharp {
  switch (format) {
    case 'png':
      return picture.png({ compressionLevel: 6 });
    case 'jpeg':
      return picture.flatten({ background: '#ffffff' }).jpeg({ quality, chromaSubsampling: '4:4:4' });
    case 'webp':
      // Lossless, `exact` keeps the colours under what is clear.
      return picture.webp({ quality, lossless: quality === 100, exact: true, effort: 4 });
  }
}
