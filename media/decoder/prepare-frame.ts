import sharp from 'sharp';
import { WINDOW_MAX_PIXELS } from '../../shared/frame/index.ts';
import { fillClear } from '../../shared/pictures/index.ts';
import { onlyPixels } from '../metadata/index.ts';
import { MEDIA_TYPES } from '../pictures/index.ts';
import type {
  FrameFiles,
  FrameOptions,
  PictureSource,
  PixelLimits,
  PreparedFrame,
  Refused,
} from './protocol.ts';
import { readHeader, refused } from './read-header.ts';

/** Tried in order until one fits. The size stays: the mask belongs to it. */
const TRIES = [
  { format: 'png', quality: 100 },
  { format: 'webp', quality: 95 },
  { format: 'webp', quality: 80 },
] as const;

/**
 * What a model is sent of a document: the window's pixels at the size that is asked for, opaque, and the mask at the same one as
 * 8-bit grey, 255 = may change. Both hold pixels alone.
 */
export async function prepareFrame(
  files: FrameFiles,
  options: FrameOptions,
  decoderLimits: PixelLimits,
): Promise<PreparedFrame | Refused> {
  // All of its pixels are held at once here, so a frame is held to its own limit.
  const limits = { ...decoderLimits, maxPixels: Math.min(decoderLimits.maxPixels, WINDOW_MAX_PIXELS) };
  const picture = await opaque(files.original, options, limits);
  if ('kind' in picture) return picture;
  const mask = options.mask ? await greyMask(files.mask, options, limits) : null;
  if (mask !== null && 'kind' in mask) return mask;
  const size = { width: options.width, height: options.height };
  for (const { format, quality } of TRIES.filter((each) => options.formats.includes(each.format))) {
    const raw = sharp(picture, { raw: { ...size, channels: 3 } });
    const encoded = await (format === 'png'
      ? raw.png({ compressionLevel: 6 })
      : raw.webp({ quality, effort: 4 })
    ).toBuffer();
    const bytes = onlyPixels(new Uint8Array(encoded), format);
    // Nothing of a person may leave by mistake: the child ends rather than hand it out.
    if (bytes === null) throw new Error(`our own ${format} says more than its pixels`);
    if (bytes.byteLength > options.maxBytes) continue;
    return { kind: 'prepared-frame', bytes, mediaType: MEDIA_TYPES[format], mask };
  }
  return refused('too-large', 'prepared');
}

/** Filled before it is scaled: what is opaque then passes through no alpha, which would darken it by a step of 255. */
async function opaque(
  source: PictureSource,
  { width, height }: FrameOptions,
  limits: PixelLimits,
): Promise<Uint8Array | Refused> {
  const header = await readHeader(source, limits);
  if (header.kind === 'refused') return header;
  const own = { width: header.width, height: header.height };
  const read = header.picture.toColourspace('srgb').ensureAlpha().raw().toBuffer();
  const rgba = await read.catch(() => null);
  if (rgba === null || rgba.byteLength !== own.width * own.height * 4)
    return refused('not-a-picture', 'pixels');
  fillClear({ ...own, rgba });
  return sharp(rgba, { raw: { ...own, channels: 4 } })
    .removeAlpha()
    .resize({ width, height, fit: 'fill', kernel: 'lanczos3' })
    .raw()
    .toBuffer();
}

async function greyMask(
  source: PictureSource,
  { width, height }: FrameOptions,
  limits: PixelLimits,
): Promise<Uint8Array<ArrayBuffer> | Refused> {
  const header = await readHeader(source, limits);
  if (header.kind === 'refused') return header;
  const encoded = await header.picture
    // A sharper kernel would ring: dark lines in what may change, and light ones in what must not.
    .resize({ width, height, fit: 'fill', kernel: 'linear', fastShrinkOnLoad: false })
    .removeAlpha()
    .toColourspace('b-w')
    .png({ compressionLevel: 6 })
    .toBuffer()
    .catch(() => null);
  const bytes = encoded === null ? null : onlyPixels(new Uint8Array(encoded), 'png');
  return bytes ?? refused('not-a-picture', 'pixels');
}
