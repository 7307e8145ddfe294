import { LAYERS_MAX } from '../../../../shared/document/index.ts';
import { type Cursor, PsdDamage, readFrom } from './cursor.ts';
import type { PsdFrame } from './read-frame.ts';

export interface PsdChannel {
  /** 0 and on are colours, -1 is alpha, -2 the mask. */
  readonly id: number;
  readonly compression: number;
  readonly data: Uint8Array;
}

interface Box {
  readonly top: number;
  readonly left: number;
  readonly bottom: number;
  readonly right: number;
}

/** One record of the list, as far as sizes and places go. A group has two: where it begins and where it ends. */
export interface ScannedLayer {
  readonly box: Box;
  readonly mask: Box | null;
  readonly channels: readonly PsdChannel[];
  /** The blend mode and all that follows it, untouched. */
  readonly rest: Uint8Array;
}

export type Scan = { readonly layers: readonly ScannedLayer[] } | { readonly code: 'too-many-layers' };

/** A group has an end of its own in the list. */
const RECORDS_MAX = 2 * LAYERS_MAX;
const CHANNELS_MAX = 64;
const SIDE_MAX = 30_000;

/**
 * Goes through the list of layers and holds every length in it against what is there. No pixel is read.
 * @throws PsdDamage
 * @source Adobe Photoshop File Formats Specification, layer records and channel image data
 */
export function scanLayers({ layersAndMasks, large, depth }: PsdFrame): Scan {
  const section = readFrom(layersAndMasks);
  if (section.left() < 4) return { layers: [] };
  const own = section.take(section.length(large));
  if (own.length >= 2) return scanList(readFrom(own), large);
  const other = depth > 8 ? listOfDepth(section, large) : null;
  return other === null ? { layers: [] } : scanList(readFrom(other), large);
}

function scanList(cursor: Cursor, large: boolean): Scan {
  // Below zero, it says that the merged picture has an alpha channel.
  const count = Math.abs(cursor.i16());
  if (count > RECORDS_MAX) return { code: 'too-many-layers' };
  const records = Array.from({ length: count }, () => scanRecord(cursor, large));
  return {
    layers: records.map(({ lengths, ...record }) => ({
      ...record,
      channels: lengths.map(({ id, length }) => {
        if (length === 1) throw new PsdDamage();
        const bytes = readFrom(cursor.take(length));
        const compression = length >= 2 ? bytes.u16() : 0;
        return { id, compression, data: bytes.take(bytes.left()) };
      }),
    })),
  };
}

interface Record extends Omit<ScannedLayer, 'channels'> {
  readonly lengths: readonly { readonly id: number; readonly length: number }[];
}

function scanRecord(cursor: Cursor, large: boolean): Record {
  const box = readBox(cursor);
  const channels = cursor.u16();
  if (channels > CHANNELS_MAX) throw new PsdDamage();
  const lengths = Array.from({ length: channels }, () => ({
    id: cursor.i16(),
    length: cursor.length(large),
  }));
  const start = cursor.at;
  // The signature, the mode, opacity, clipping and flags.
  cursor.skip(12);
  const extra = readFrom(cursor.take(cursor.length(false)));
  const end = cursor.at;
  cursor.at = start;
  const rest = cursor.take(end - start);
  const mask = extra.left() < 4 ? new Uint8Array(0) : extra.take(extra.length(false));
  return { box, mask: mask.length >= 18 ? readBox(readFrom(mask)) : null, lengths, rest };
}

function readBox(cursor: Cursor): Box {
  const box = { top: cursor.i32(), left: cursor.i32(), bottom: cursor.i32(), right: cursor.i32() };
  const width = box.right - box.left;
  const height = box.bottom - box.top;
  if (width < 0 || height < 0 || width > SIDE_MAX || height > SIDE_MAX) throw new PsdDamage();
  return box;
}

/** With more than eight bits the list stands among what follows the masks. */
function listOfDepth(section: Cursor, large: boolean): Uint8Array | null {
  if (section.left() < 4) return null;
  section.skip(section.length(false));
  while (section.left() >= 12) {
    // Some programs fill up with zeros.
    if (section.u8() === 0) continue;
    section.at -= 1;
    const signature = section.tag();
    const key = section.tag();
    const isLong = signature === '8B64' || (large && LONG_KEYS.includes(key));
    const size = section.length(isLong);
    const body = section.take(size);
    if (key === 'Lr16' || key === 'Lr32' || key === 'Layr') return body;
    section.skip(Math.min(section.left(), (4 - (size % 4)) % 4));
  }
  return null;
}

const LONG_KEYS: readonly string[] = [
  'LMsk',
  'Lr16',
  'Lr32',
  'Layr',
  'Mt16',
  'Mt32',
  'Mtrn',
  'Alph',
  'FMsk',
  'lnk2',
  'FEid',
  'FXid',
  'PxSD',
];
