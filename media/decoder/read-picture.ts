import type { Sharp } from 'sharp';
import { MEDIA_TYPES } from '../pictures/index.ts';
import type {
  Encoded,
  EncodeOptions,
  Inspected,
  PictureSource,
  PixelLimits,
  Refused,
  Thumbnail,
} from './protocol.ts';
import { readHeader, refused } from './read-header.ts';

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
    const thumbnail = thumbnailSide === null ? null : new Uint8Array(bytes);
    return { kind: 'picture', format, mediaType: MEDIA_TYPES[format], width, height, thumbnail };
  } catch {
    return refused('not-a-picture', 'pixels');
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
    return { kind: 'thumbnail', bytes: new Uint8Array(data), width: info.width, height: info.height };
  } catch {
    return refused('not-a-picture', 'pixels');
  }
}

/** The middle of the picture at exactly this size, blown up if it has to be: for where a picture stands for a person. */
export async function square(
  source: PictureSource,
  side: number,
  limits: PixelLimits,
): Promise<Thumbnail | Refused> {
  const header = await readHeader(source, limits);
  if (header.kind === 'refused') return header;
  try {
    const { data, info } = await header.picture
      .autoOrient()
      .resize({ width: side, height: side, fit: 'cover', fastShrinkOnLoad: false })
      .webp({ quality: 85, effort: 4 })
      .toBuffer({ resolveWithObject: true });
    return { kind: 'thumbnail', bytes: new Uint8Array(data), width: info.width, height: info.height };
  } catch {
    return refused('not-a-picture', 'pixels');
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
    return { kind: 'encoded', bytes: new Uint8Array(data), width: info.width, height: info.height };
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
