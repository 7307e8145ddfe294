import { open } from 'node:fs/promises';
import sharp, { type Metadata, type Sharp, type SharpOptions } from 'sharp';
import { claimedFormat, PICTURE_FORMATS, type PictureFormat, SIGNATURE_BYTES } from '../pictures/index.ts';
import type { PictureSource, PixelLimits, Refused } from './protocol.ts';

/**
 * Only these loaders exist in the child: an SVG that reads files or a PDF never meets its parser, whatever it
 * pretends to be. HEIC shares AVIF's container, but no decoder for it is built in.
 */
export function allowOnlyPictures(): void {
  sharp.cache(false);
  sharp.concurrency(1);
  sharp.block({ operation: ['VipsForeignLoad'] });
  sharp.unblock({
    operation: [
      'VipsForeignLoadPng',
      'VipsForeignLoadJpeg',
      'VipsForeignLoadWebp',
      'VipsForeignLoadHeif',
      'VipsForeignLoadNsgif',
      'VipsForeignLoadTiff',
    ],
  });
}

interface Header {
  readonly kind: 'header';
  /** The first frame or page, in at most 8 bits a channel. */
  readonly picture: Sharp;
  readonly format: PictureFormat;
  /** As it is shown, after the orientation its camera noted. */
  readonly width: number;
  readonly height: number;
}

/** Unpacked at once, a picture is made small a third faster; larger ones pass through a few rows at a time. */
const UNPACKED_MAX_PIXELS = 16_000_000;

/** A bomb says how large it is: the header is judged before a single pixel is unpacked. */
export async function readHeader(source: PictureSource, limits: PixelLimits): Promise<Header | Refused> {
  const start = await readStart(source);
  if (start === null) return refused('not-a-picture', 'unreadable');
  if (start.sizeBytes > limits.maxBytes) return refused('too-large', 'bytes');
  if (claimedFormat(start.bytes) === null) return refused('not-a-picture', 'signature');
  const options: SharpOptions = {
    limitInputPixels: limits.maxPixels,
    // A wrong checksum or a strip that can't be read is damage; below this level it would pass as a whole picture.
    failOn: 'error',
    pages: 1,
  };
  const input =
    typeof source === 'string' ? source : Buffer.from(source.buffer, source.byteOffset, source.byteLength);
  try {
    const metadata = await sharp(input, options).metadata();
    const { width, height, autoOrient } = metadata;
    const format = formatOf(metadata);
    if (format === null || !(width > 0) || !(height > 0)) return refused('not-a-picture', 'header');
    if (width > limits.maxSide || height > limits.maxSide) return refused('too-large', 'side');
    if (width * height > limits.maxPixels) return refused('too-large', 'pixels');
    const sequentialRead = width * height > UNPACKED_MAX_PIXELS;
    const picture = sharp(input, { ...options, sequentialRead });
    inEightBits(picture, metadata);
    return { kind: 'header', picture, format, width: autoOrient.width, height: autoOrient.height };
  } catch (error) {
    const large = error instanceof Error && error.message.includes('pixel limit');
    return large ? refused('too-large', 'pixels') : refused('not-a-picture', 'header');
  }
}

/** AVIF and HEIC are one container to the library; what it is compressed with tells them apart. */
function formatOf({ format, compression }: Metadata): PictureFormat | null {
  if (format === 'heif') return compression === 'av1' ? 'avif' : null;
  return PICTURE_FORMATS.find((each) => each === format) ?? null;
}

/**
 * sharp works on 16-bit colours in Display P3, and then takes untagged ones for P3 and tagged ones for sRGB. In
 * eight bits from the beginning it converts both rightly.
 */
function inEightBits(picture: Sharp, { space }: Metadata): void {
  if (space === 'rgb16') picture.pipelineColourspace('srgb');
  if (space === 'grey16') picture.pipelineColourspace('b-w');
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

export function refused(code: Refused['code'], detail: string): Refused {
  return { kind: 'refused', code, detail };
}
