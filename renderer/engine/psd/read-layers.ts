import type { Layer as PsdRecord } from 'ag-psd';
import {
  BLEND_MODES,
  type BlendMode,
  groupLayer,
  type Layer,
  type LayerId,
  type MaskRecord,
  NAME_MAX_CHARS,
  type Offset,
  type PixelsId,
  rasterLayer,
} from '../../../shared/document/index.ts';
import { EMPTY_RECT } from '../../../shared/geometry/index.ts';
import type { OraPixels } from '../ora/pixels.ts';
import { CONVERTED_KINDS, type ConvertedKind, lostOf } from './converted.ts';
import { PsdDamage, readFrom } from './frame/cursor.ts';
import type { PsdColours, PsdFrame } from './frame/read-frame.ts';
import type { PsdNode } from './frame/read-records.ts';
import type { PsdChannel } from './frame/scan-layers.ts';
import { couldHold, type PlaneShape, readPlane, readPlanes } from './raster/read-plane.ts';
import { toBytes } from './raster/to-bytes.ts';
import { COLOUR_CHANNELS, toRgba } from './raster/to-rgba.ts';

export type Colours = Exclude<PsdColours, 'multichannel'>;
type Frame = PsdFrame & { readonly colours: Colours };

export interface ReadLayers {
  readonly layers: Readonly<Record<LayerId, Layer>>;
  readonly root: readonly LayerId[];
  readonly pixels: ReadonlyMap<PixelsId, OraPixels>;
  /** The names of the layers that lost something, by what it is. */
  readonly lost: ReadonlyMap<ConvertedKind, readonly string[]>;
}

interface Book {
  readonly frame: Frame;
  readonly layers: Record<LayerId, Layer>;
  readonly pixels: Map<PixelsId, OraPixels>;
  readonly lost: Map<ConvertedKind, string[]>;
}

const ALPHA = -1;
const MASK = -2;
/** Records of a document are held to it, too. */
const PLACE_MAX = 1_000_000;
const EMPTY: OraPixels = { rect: EMPTY_RECT, channels: 4, bytes: new Uint8Array(0) };

/** The tree is not deeper than may be: that was asked before. @throws PsdDamage */
export function layersOf(frame: Frame, nodes: readonly PsdNode[]): ReadLayers {
  const book: Book = { frame, layers: {}, pixels: new Map(), lost: new Map() };
  const root = nodes.map((node) => readNode(node, book));
  const inOrder = CONVERTED_KINDS.flatMap((kind) => {
    const names = book.lost.get(kind);
    return names === undefined ? [] : [[kind, names] as const];
  });
  return { layers: book.layers, root, pixels: book.pixels, lost: new Map(inOrder) };
}

/** A file without layers is its merged picture. @throws PsdDamage */
export function flatLayer(frame: Frame): ReadLayers {
  const { width, height, composite, colours, palette } = frame;
  const cursor = readFrom(composite);
  const compression = cursor.u16();
  const count = COLOUR_CHANNELS[colours];
  if (frame.channels < count) throw new PsdDamage();
  // All channels have their lengths in front, also those that are not wanted.
  const planes = readPlanes(compression, cursor.take(cursor.left()), frame, frame.channels);
  const colour = planes.slice(0, count).map((plane) => toBytes(plane, frame, 'colour'));
  const bytes = toRgba({ colours, colour, alpha: undefined, palette }, width * height);
  const id = 'layer-1' as LayerId;
  const pixels = 'pixels-1' as PixelsId;
  return {
    layers: { [id]: rasterLayer(id, 'Background', pixels) },
    root: [id],
    pixels: new Map([[pixels, { rect: { x: 0, y: 0, width, height }, channels: 4, bytes }]]),
    lost: new Map(),
  };
}

function readNode(node: PsdNode, book: Book): LayerId {
  const { record, scanned, children } = node;
  const number = Object.keys(book.layers).length + 1;
  const id = `layer-${number}` as LayerId;
  const name = (record.name ?? '').slice(0, NAME_MAX_CHARS);
  const common = {
    id,
    name,
    visible: record.hidden !== true,
    locked: record.protected?.composite === true,
    opacity: record.opacity ?? 1,
    fill: record.fillOpacity ?? 1,
    blend: modeOf(record),
    clipped: record.clipping === true,
    mask: maskOf(node, number, book),
  };
  const note = (kinds: Iterable<ConvertedKind>): void => {
    for (const kind of kinds) book.lost.set(kind, [...(book.lost.get(kind) ?? []), name]);
  };
  if (children !== null) {
    const passThrough = record.blendMode === 'pass through';
    const group = { ...groupLayer(id, name), ...common, passThrough };
    // Its number is taken before its layers take theirs.
    book.layers[id] = group;
    note(lostOf(node, false));
    book.layers[id] = { ...group, children: children.map((child) => readNode(child, book)) };
    return id;
  }
  const pixels = `pixels-${number}` as PixelsId;
  const found = colourOf(scanned.channels, shapeOf(scanned.box, book.frame), book.frame);
  book.pixels.set(pixels, found);
  book.layers[id] = { ...rasterLayer(id, name, pixels), ...common, offset: offsetOf(scanned.box, found) };
  note(lostOf(node, found.bytes.length === 0));
  return id;
}

function modeOf({ blendMode = 'normal' }: PsdRecord): BlendMode {
  const name = blendMode === 'pass through' ? 'normal' : blendMode.replaceAll(' ', '-');
  const mode = BLEND_MODES.find((one) => one === name);
  if (mode === undefined) throw new PsdDamage();
  return mode;
}

function maskOf({ record, scanned }: PsdNode, number: number, { frame, pixels }: Book): MaskRecord | null {
  // With both an outline and a painted mask, this is both at once, as they are seen.
  const channel = scanned.channels.find(({ id }) => id === MASK);
  if (record.mask === undefined || scanned.mask === null || channel === undefined) return null;
  const id = `mask-${number}` as PixelsId;
  const shape = shapeOf(scanned.mask, frame);
  const { width, height } = shape;
  const isEmpty = width === 0 || height === 0 || channel.data.length === 0;
  const rect = isEmpty ? EMPTY_RECT : { x: 0, y: 0, width, height };
  const bytes = isEmpty ? EMPTY.bytes : bytesOf(channel, shape, 'coverage');
  const found: OraPixels = { rect, channels: 1, bytes };
  pixels.set(id, found);
  return {
    pixels: id,
    offset: offsetOf(scanned.mask, found),
    enabled: record.mask.disabled !== true,
    outside: (record.mask.defaultColor ?? 0) >= 128 ? 255 : 0,
  };
}

function colourOf(channels: readonly PsdChannel[], shape: PlaneShape, frame: Frame): OraPixels {
  const { width, height } = shape;
  const wanted = channels.filter(
    ({ id, data }) => data.length > 0 && id >= ALPHA && id < COLOUR_CHANNELS[frame.colours],
  );
  if (width === 0 || height === 0 || wanted.length === 0) return EMPTY;
  // All are looked at before there is room made for one.
  if (!wanted.every(({ compression, data }) => couldHold(compression, data.length, shape)))
    throw new PsdDamage();
  const plane = (id: number): Uint8Array | undefined => {
    const channel = wanted.find((one) => one.id === id);
    return channel === undefined ? undefined : bytesOf(channel, shape, id === ALPHA ? 'coverage' : 'colour');
  };
  const colour = Array.from({ length: COLOUR_CHANNELS[frame.colours] }, (_, id) => plane(id));
  const bytes = toRgba(
    { colours: frame.colours, colour, alpha: plane(ALPHA), palette: frame.palette },
    width * height,
  );
  return { rect: { x: 0, y: 0, width, height }, channels: 4, bytes };
}

function bytesOf(
  { compression, data }: PsdChannel,
  shape: PlaneShape,
  what: 'colour' | 'coverage',
): Uint8Array {
  return toBytes(readPlane(compression, data, shape), shape, what);
}

interface Box {
  readonly top: number;
  readonly left: number;
  readonly bottom: number;
  readonly right: number;
}

function shapeOf({ top, left, bottom, right }: Box, { depth, large }: PsdFrame): PlaneShape {
  return { width: right - left, height: bottom - top, depth, large };
}

/** What is empty is nowhere. */
function offsetOf({ left, top }: Box, { bytes }: OraPixels): Offset {
  if (bytes.length === 0) return { x: 0, y: 0 };
  if (Math.abs(left) > PLACE_MAX || Math.abs(top) > PLACE_MAX) throw new PsdDamage();
  return { x: left, y: top };
}
