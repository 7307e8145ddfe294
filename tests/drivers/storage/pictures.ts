import sharp from 'sharp';

export interface MadePicture {
  readonly width?: number;
  readonly height?: number;
  readonly format?: 'png' | 'jpeg' | 'webp' | 'avif' | 'gif' | 'tiff';
  /** Another seed, other bytes. */
  readonly seed?: number;
}

/** A small real picture: coloured noise, so that no two seeds give the same bytes. */
export async function makePicture(options: MadePicture = {}): Promise<Uint8Array<ArrayBuffer>> {
  const { width = 48, height = 32, format = 'png', seed = 1 } = options;
  const pixels = new Uint8Array(width * height * 3);
  let state = seed * 2_654_435_761 + 1;
  for (let at = 0; at < pixels.length; at++) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    pixels[at] = state >>> 24;
  }
  return Uint8Array.from(
    await sharp(pixels, { raw: { width, height, channels: 3 } })
      .toFormat(format)
      .toBuffer(),
  );
}
