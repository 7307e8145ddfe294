import { PsdDamage, readFrom } from './cursor.ts';

/** As the header numbers them. */
export const MODES = {
  0: 'bitmap',
  1: 'grey',
  2: 'indexed',
  3: 'rgb',
  4: 'cmyk',
  7: 'multichannel',
  8: 'duotone',
  9: 'lab',
} as const;
export type PsdColours = (typeof MODES)[keyof typeof MODES];
export type Depth = 1 | 8 | 16 | 32;

/** The file's sections, found and held against its length; nothing in them is read yet. */
export interface PsdFrame {
  /** The kind for more than 30,000 pixels, whose lengths are longer. */
  readonly large: boolean;
  readonly channels: number;
  readonly width: number;
  readonly height: number;
  readonly depth: Depth;
  readonly colours: PsdColours;
  /** Of an indexed picture: all reds, all greens, all blues. */
  readonly palette: Uint8Array;
  readonly resources: Uint8Array;
  readonly layersAndMasks: Uint8Array;
  readonly composite: Uint8Array;
}

const DEPTHS: readonly number[] = [1, 8, 16, 32];
const CHANNELS_MAX = 56;

/**
 * Null when it is not a Photoshop file at all.
 * @throws PsdDamage
 * @source Adobe Photoshop File Formats Specification, file header and sections
 */
export function readFrame(bytes: Uint8Array): PsdFrame | null {
  if (!isPsd(bytes)) return null;
  const cursor = readFrom(bytes);
  cursor.skip(4);
  const version = cursor.u16();
  cursor.skip(6);
  const channels = cursor.u16();
  const height = cursor.u32();
  const width = cursor.u32();
  const depth = cursor.u16();
  const colours = (MODES as Readonly<Record<number, PsdColours>>)[cursor.u16()];
  if (version !== 1 && version !== 2) throw new PsdDamage();
  if (channels < 1 || channels > CHANNELS_MAX || width < 1 || height < 1) throw new PsdDamage();
  if (!isDepth(depth) || colours === undefined || (depth === 1) !== (colours === 'bitmap'))
    throw new PsdDamage();
  const large = version === 2;
  const palette = cursor.take(cursor.length(false));
  const resources = cursor.take(cursor.length(false));
  const layersAndMasks = cursor.take(cursor.length(large));
  const composite = cursor.take(cursor.left());
  return { large, channels, width, height, depth, colours, palette, resources, layersAndMasks, composite };
}

export function isPsd(bytes: Uint8Array): boolean {
  return bytes[0] === 0x38 && bytes[1] === 0x42 && bytes[2] === 0x50 && bytes[3] === 0x53;
}

function isDepth(value: number): value is Depth {
  return DEPTHS.includes(value);
}
