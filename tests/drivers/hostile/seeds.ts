import sharp, { type Sharp } from 'sharp';
import type { PictureFormat } from '../../../media/pictures/index.ts';

export interface Seed {
  readonly name: string;
  readonly format: PictureFormat;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** A few shapes on a gradient with transparency: enough for every predictor and palette to have work. */
function drawn(width: number, height: number): Sharp {
  const pixels = Uint8Array.from({ length: width * height * 4 }, (_, at) => {
    const x = (at >> 2) % width;
    const y = Math.floor((at >> 2) / width);
    const inside = (x - width / 2) ** 2 + (y - height / 2) ** 2 < 30;
    return [x * 9, y * 11, inside ? 220 : (x * y) % 256, inside ? 128 : 255][at % 4] ?? 0;
  });
  return sharp(pixels, { raw: { width, height, channels: 4 } });
}

/** Small real pictures of all six formats, in the variants that have code of their own in the decoders. */
export async function makeSeeds(): Promise<readonly Seed[]> {
  const base = await drawn(24, 18).png().toBuffer();
  const other = await drawn(24, 18).negate({ alpha: false }).png().toBuffer();
  const plain = () => sharp(base);
  const moving = () => sharp([base, other, base], { join: { animated: true } });
  const exif = { IFD0: { Orientation: '6', ImageDescription: 'quinces' } };
  const made: readonly (readonly [string, PictureFormat, Sharp])[] = [
    ['png rgba', 'png', plain().png()],
    ['png palette', 'png', plain().png({ palette: true })],
    ['png interlaced 16', 'png', plain().toColourspace('rgb16').png({ progressive: true })],
    ['png grey with profile', 'png', plain().greyscale().withIccProfile('p3').withExif(exif).png()],
    ['jpeg baseline', 'jpeg', plain().withIccProfile('p3').withExif(exif).jpeg()],
    ['jpeg progressive', 'jpeg', plain().jpeg({ progressive: true })],
    ['jpeg cmyk', 'jpeg', plain().toColourspace('cmyk').jpeg()],
    ['webp lossy', 'webp', plain().withExif(exif).webp()],
    ['webp lossless', 'webp', plain().webp({ lossless: true })],
    ['webp moving', 'webp', moving().webp()],
    ['avif 8', 'avif', plain().avif({ effort: 0 })],
    ['avif 10', 'avif', plain().removeAlpha().withIccProfile('p3').avif({ bitdepth: 10, effort: 0 })],
    ['gif', 'gif', plain().gif()],
    ['gif moving', 'gif', moving().gif()],
    ['tiff plain', 'tiff', plain().tiff({ compression: 'none' })],
    ['tiff lzw', 'tiff', plain().tiff({ compression: 'lzw', predictor: 'horizontal' })],
    ['tiff deflate pages', 'tiff', moving().tiff({ compression: 'deflate' })],
    [
      'tiff jpeg tiles',
      'tiff',
      plain().removeAlpha().tiff({ compression: 'jpeg', tile: true, tileWidth: 16, tileHeight: 16 }),
    ],
    [
      'tiff fax',
      'tiff',
      plain().removeAlpha().threshold().toColourspace('b-w').tiff({ compression: 'ccittfax4', bitdepth: 1 }),
    ],
  ];
  return Promise.all(
    made.map(async ([name, format, picture]) => ({
      name,
      format,
      bytes: Uint8Array.from(await picture.toBuffer()),
    })),
  );
}
