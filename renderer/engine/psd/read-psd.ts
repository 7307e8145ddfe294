import {
  DOCUMENT_MAX_SIDE,
  type DocumentRecord,
  LAYERS_MAX,
  NESTING_MAX,
  type Origin,
  type PixelsId,
  placeGuides,
} from '../../../shared/document/index.ts';
import type { OraPixels } from '../ora/pixels.ts';
import type { Converted } from './converted.ts';
import { PsdDamage } from './frame/cursor.ts';
import { type PsdFrame, readFrame } from './frame/read-frame.ts';
import { type PsdNode, readRecords } from './frame/read-records.ts';
import { scanLayers } from './frame/scan-layers.ts';
import { readGuides } from './guides.ts';
import { COLOUR_CHANNELS } from './raster/to-rgba.ts';
import { type Colours, flatLayer, layersOf, type ReadLayers } from './read-layers.ts';
import { readMade } from './read-made.ts';

/** Why a file can't be opened; the window has a sentence for each. Nothing of a half document is kept. */
export type PsdRefusal =
  | 'not-psd'
  | 'damaged'
  | 'too-large'
  | 'too-many-layers'
  | 'nested-too-deep'
  /** Its channels are inks of their own, and no rule says what they look like together. */
  | 'multichannel';

export type ReadPsd =
  | {
      readonly kind: 'document';
      readonly document: DocumentRecord;
      readonly pixels: ReadonlyMap<PixelsId, OraPixels>;
      readonly converted: readonly Converted[];
      /** What it says of how it was made; null is by hand. */
      readonly made: Origin['made'] | null;
    }
  | { readonly kind: 'refused'; readonly code: PsdRefusal };

export interface PsdLimits {
  /** Of all decoded pixels together. */
  readonly pixelsMaxBytes: number;
}

/**
 * Reads a Photoshop file of either kind, whoever wrote it. Every size is held against the limits, and against what the
 * file brings, before anything of that size is made.
 * @throws RangeError when what is within the limits is still more than memory
 */
export function readPsd(bytes: Uint8Array, limits: PsdLimits): ReadPsd {
  try {
    return readWhole(bytes, limits);
  } catch (error) {
    if (error instanceof PsdDamage) return refused('damaged');
    throw error;
  }
}

function readWhole(bytes: Uint8Array, { pixelsMaxBytes }: PsdLimits): ReadPsd {
  const frame = readFrame(bytes);
  if (frame === null) return refused('not-psd');
  const { width, height, colours } = frame;
  if (width > DOCUMENT_MAX_SIDE || height > DOCUMENT_MAX_SIDE) return refused('too-large');
  if (colours === 'multichannel') return refused('multichannel');
  const scan = scanLayers(frame);
  if ('code' in scan) return refused(scan.code);
  const nodes = readRecords(frame, scan.layers);
  const size = measure(nodes);
  if (size.layers > LAYERS_MAX) return refused('too-many-layers');
  if (size.depth > NESTING_MAX) return refused('nested-too-deep');
  const total = nodes.length === 0 ? width * height * 4 : size.bytes;
  if (total > pixelsMaxBytes) return refused('too-large');
  const readable = { ...frame, colours };
  const read = nodes.length === 0 ? flatLayer(readable) : layersOf(readable, nodes);
  const { guides } = readGuides(frame.resources);
  const document = { width, height, layers: read.layers, root: read.root, selection: null };
  return {
    kind: 'document',
    document: placeGuides(document, guides),
    pixels: read.pixels,
    made: readMade(frame.resources),
    converted: [...ofFile(frame, colours, nodes.length === 0), ...ofLayers(read)],
  };
}

/** Of all layers together, before one is decoded. Nothing here trusts that the tree is shallow. */
function measure(nodes: readonly PsdNode[]): { layers: number; depth: number; bytes: number } {
  let layers = 0;
  let depth = -1;
  let bytes = 0;
  for (let level = nodes; level.length > 0; level = level.flatMap(({ children }) => children ?? [])) {
    depth += 1;
    layers += level.length;
    for (const { children, scanned } of level) {
      const { box, mask } = scanned;
      if (children === null) bytes += (box.right - box.left) * (box.bottom - box.top) * 4;
      if (mask !== null) bytes += (mask.right - mask.left) * (mask.bottom - mask.top);
    }
  }
  return { layers, depth, bytes };
}

function ofFile(frame: PsdFrame, colours: Colours, isFlat: boolean): readonly Converted[] {
  const kinds: Converted['kind'][] = [];
  if (frame.depth > 8) kinds.push('depth');
  if (colours !== 'rgb') kinds.push('colours');
  if (readGuides(frame.resources).isCut) kinds.push('guides');
  // With layers, the first channel after the colours is what the picture is clear by.
  if (frame.channels > COLOUR_CHANNELS[colours] + (isFlat ? 0 : 1)) kinds.push('channels');
  return kinds.map((kind) => ({ kind, layers: [] }));
}

function ofLayers({ lost }: ReadLayers): readonly Converted[] {
  return [...lost].map(([kind, layers]) => ({ kind, layers }));
}

function refused(code: PsdRefusal): ReadPsd {
  return { kind: 'refused', code };
}
