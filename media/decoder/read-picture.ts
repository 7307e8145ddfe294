import { open } from 'node:fs/promises';
import sharp, { type Sharp, type SharpOptions } from 'sharp';
import {
  claimedFormat,
  MEDIA_TYPES,
  PICTURE_FORMATS,
  type PictureFormat,
  SIGNATURE_BYTES,
} from '../pictures/index.ts';
import type {
  Encoded,
  EncodeOptions,
  Inspected,
  PictureSource,
  PixelLimits,
  Refused,
  Thumbnail,
} from './protocol.ts';

/**
 * Only these loaders exist in the child: an SVG that reads files, a PDF or an animation never meets its parser,
 * whatever it pretends to be.
 */
export function allowOnlyPictures(): void {
  sharp.cache(false);
  sharp.concurrency(1);
  sharp.block({ operation: ['VipsForeignLoad'] });
  sharp.unblock({ operation: ['VipsForeignLoadPng', 'VipsForeignLoadJpeg', 'VipsForeignLoadWebp'] });
}

/** Decodes every pixel, so that a picture that was cut short is found out now and not when it is looked at. */
export async function inspect(
  source: PictureSource,
  thumbnailSide: number | null,
  limits: PixelLimits,
): Promise<Inspected | Refused> {
  const header = await readHeader(source, limits);
  if (header.kind === 'refused') return header;
  const { picture, format, width, height } = header;
  try {
    const small =
      thumbnailSide === null
        ? picture.resize(8, 8, { fit: 'fill', fastShrinkOnLoad: false }).raw()
        : smaller(picture, thumbnailSide);
    const bytes = await small.toBuffer();
    const thumbnail = thumbnailSide === null ? null : Uint8Array.from(bytes);
    return { kind: 'picture', format, mediaType: MEDIA_TYPES[format], width, height, thumbnail };
  } catch {
    return { kind: 'refused', code: 'not-a-picture', detail: 'pixels' };
  }
}

/** Every pixel of the file is decoded on the way to it: the first steps of a resize may not skip any. */
function smaller(picture: Sharp, maxSide: number): Sharp {
  return picture
    .autoOrient()
    .resize({
      width: maxSide,
      height: maxSide,
      fit: 'inside',
      withoutEnlargement: true,
      fastShrinkOnLoad: false,
    })
    .webp({ quality: 80, effort: 2 });
}

export async function thumbnail(
  source: PictureSource,
  maxSide: number,
  limits: PixelLimits,
): Promise<Thumbnail | Refused> {
  const header = await readHeader(source, limits);
  if (header.kind === 'refused') return header;
  try {
    const { data, info } = await smaller(header.picture, maxSide).toBuffer({ resolveWithObject: true });
    return { kind: 'thumbnail', bytes: Uint8Array.from(data), width: info.width, height: info.height };
  } catch {
    return { kind: 'refused', code: 'not-a-picture', detail: 'pixels' };
  }
}

/** Upright, in the wanted profile and format. JPEG has no transparency: what is clear becomes white. */
export async function encode(
  source: PictureSource,
  options: EncodeOptions,
  limits: PixelLimits,
): Promise<Encoded | Refused> {
  const header = await readHeader(source, limits);
  if (header.kind === 'refused') return header;
  const { picture, width } = header;
  picture.autoOrient();
  if (options.scale < 1)
    picture.resize({ width: Math.max(1, Math.round(width * options.scale)), kernel: 'lanczos3' });
  if (options.format === 'jpeg') picture.flatten({ background: '#ffffff' });
  if (options.profile === 'keep') picture.keepIccProfile();
  else picture.withIccProfile(options.profile);
  if (options.xmp !== null) picture.withXmp(options.xmp);
  try {
    const { data, info } = await inFormat(picture, options).toBuffer({ resolveWithObject: true });
    return { kind: 'encoded', bytes: Uint8Array.from(data), width: info.width, height: info.height };
  } catch {
    return refused('not-a-picture', 'pixels');
  }
}

function inFormat(picture: Sharp, { format, quality }: EncodeOptions): Sharp {
  switch (format) {
    case 'png':
      return picture.png({ compressionLevel: 9 });
    case 'jpeg':
      return picture.jpeg({ quality, mozjpeg: true, chromaSubsampling: quality >= 90 ? '4:4:4' : '4:2:0' });
    case 'webp':
      return picture.webp({ quality, effort: 4, smartSubsample: true });
    case 'avif':
      return picture.avif({ quality, effort: 3 });
    case 'tiff':
      return picture.tiff({ compression: 'deflate', predictor: 'horizontal' });
  }
}

interface Header {
  readonly kind: 'header';
  readonly picture: Sharp;
  readonly format: PictureFormat;
  readonly width: number;
  readonly height: number;
}

/** A bomb says how large it is: the header is judged before a single pixel is unpacked. */
async function readHeader(source: PictureSource, limits: PixelLimits): Promise<Header | Refused> {
  const start = await readStart(source);
  if (start === null) return refused('not-a-picture', 'unreadable');
  if (start.sizeBytes > limits.maxBytes) return refused('too-large', 'bytes');
  if (claimedFormat(start.bytes) === null) return refused('not-a-picture', 'signature');
  const options: SharpOptions = {
    limitInputPixels: limits.maxPixels,
    failOn: 'truncated',
    sequentialRead: true,
  };
  const picture = sharp(
    typeof source === 'string' ? source : Buffer.from(source.buffer, source.byteOffset, source.byteLength),
    options,
  );
  try {
    const { format, width, height, autoOrient } = await picture.metadata();
    const known = PICTURE_FORMATS.find((each) => each === format);
    if (known === undefined || !(width > 0) || !(height > 0)) return refused('not-a-picture', 'header');
    if (width > limits.maxSide || height > limits.maxSide) return refused('too-large', 'side');
    if (width * height > limits.maxPixels) return refused('too-large', 'pixels');
    return { kind: 'header', picture, format: known, width: autoOrient.width, height: autoOrient.height };
  } catch (error) {
    const large = error instanceof Error && error.message.includes('pixel limit');
    return large ? refused('too-large', 'pixels') : refused('not-a-picture', 'header');
  }
}

async function readStart(source: PictureSource): Promise<{ bytes: Uint8Array; sizeBytes: number } | null> {
  if (typeof source !== 'string') {
    return { bytes: source.subarray(0, SIGNATURE_BYTES), sizeBytes: source.byteLength };
  }
  const file = await open(source, 'r').catch(() => null);
  try {
    if (file === null) return null;
    const { bytesRead, buffer } = await file.read(new Uint8Array(SIGNATURE_BYTES), 0, SIGNATURE_BYTES, 0);
    const info = await file.stat();
    return info.isFile() ? { bytes: buffer.subarray(0, bytesRead), sizeBytes: info.size } : null;
  } catch {
    return null;
  } finally {
    await file?.close();
  }
}

function refused(code: Refused['code'], detail: string): Refused {
  return { kind: 'refused', code, detail };
}
