import { type Layer as PsdRecord, writePsdUint8Array } from 'ag-psd';
import {
  type DocumentRecord,
  type Layer,
  type LayerId,
  type MaskRecord,
  madeOf,
  mergeOrigins,
  type PixelsId,
} from '../../../shared/document/index.ts';
import { isEmptyRect, type Rect } from '../../../shared/geometry/index.ts';
import { COMPOSITE_SOURCES, xmpPacket } from '../../../shared/pictures/index.ts';
import type { OraContent } from '../ora/write-ora.ts';
import { type ChannelSlots, findChannelSlots } from './frame/channel-slots.ts';
import { readFrame } from './frame/read-frame.ts';
import { guidesToWrite } from './guides.ts';
import { type PackedPlane, packPlanes } from './raster/pack-planes.ts';

export type PsdContent = Omit<OraContent, 'thumbnail'>;

type RawChannel = NonNullable<PsdRecord['rawData']>['channels'][number];
type Box = Required<Pick<PsdRecord, 'top' | 'left' | 'bottom' | 'right'>>;

const REST = new Uint8Array(0);
const FILE_MAX_BYTES = 2 ** 31 - 1;
/** Of a layer, which may be larger than the canvas. */
const SIDE_MAX = 30_000;
const RAW = 0;
const PACKED = 1;
const RGB = 3;
/** The list of layers is filled up to a multiple of it. */
const LIST_STEP = 4;

/**
 * A Photoshop file: its head is what is returned, and all that stands behind it is yielded before, part by part, because
 * the head says how long every part is. An empty part is a place to rest, so that the caller can do something else in between.
 * Pixels are asked for one layer after another, and nothing of them is kept here.
 * @throws RangeError for one beyond 2 GB, or with a layer beyond 30,000 pixels
 */
export function* writePsd(content: PsdContent): Generator<Uint8Array, Uint8Array> {
  const sources: Source[] = [];
  const outline = outlineOf(content.document, recordsOf(content.document.root, { content, sources }));
  const head = outline.head.slice();
  const view = new DataView(head.buffer);
  let bytes = head.length;
  const count = (length: number): number => {
    bytes += length;
    if (bytes > FILE_MAX_BYTES) throw new RangeError('a PSD ends at 2 GB');
    return length;
  };
  let list = outline.recordsBytes;
  let packed: readonly PackedPlane[] = [];
  let last: Source | null = null;
  for (const { lengthAt, bytes: found } of outline.slots) {
    const mark = markOf(found);
    const source = mark === null ? undefined : sources[mark.source];
    if (mark === null || source === undefined) {
      yield found;
      list += count(found.length);
      continue;
    }
    if (source !== last) {
      packed = yield* resting(packPlanes(content.pixelsOf(source.pixels), source.channels));
      last = source;
    }
    const plane = packed[mark.plane];
    if (plane === undefined) throw new Error('a channel without pixels');
    yield Uint8Array.of(0, PACKED);
    yield plane.lengths;
    yield plane.rows;
    const length = count(2 + plane.lengths.length + plane.rows.length);
    view.setUint32(lengthAt, length);
    list += length;
  }
  const padding = new Uint8Array((LIST_STEP - (list % LIST_STEP)) % LIST_STEP);
  yield padding;
  yield outline.tail;
  list += padding.length;
  view.setUint32(outline.listLengthAt, list);
  view.setUint32(outline.sectionLengthAt, 4 + list + outline.tail.length);
  yield* writeMerged(content, count);
  return head;
}

/** All lengths of rows stand before the first row, so this picture is kept, packed, until it is whole. */
function* writeMerged({ merged }: PsdContent, count: (length: number) => number): Generator<Uint8Array> {
  const planes = yield* resting(packPlanes(merged, 4, onWhite));
  for (const { lengths, rows } of planes) count(lengths.length + rows.length);
  yield Uint8Array.of(0, PACKED);
  for (const { lengths } of planes) yield lengths;
  for (const { rows } of planes) yield rows;
}

/** Pixels of a layer or a mask that a channel's mark stands for. */
interface Source {
  readonly pixels: PixelsId;
  readonly channels: 1 | 4;
}

interface Book {
  readonly content: PsdContent;
  readonly sources: Source[];
}

const MARK_BYTES = 8;

/** What a channel holds in the library's file: the number of its pixels, and of its plane in them. */
function markFor(source: number, plane: number): Uint8Array {
  const mark = new Uint8Array(MARK_BYTES);
  const view = new DataView(mark.buffer);
  view.setUint32(0, source);
  view.setUint32(4, plane);
  return mark;
}

/** Null for a channel without pixels: of an empty layer, or of a group's end, which the library adds. */
function markOf(bytes: Uint8Array): { readonly source: number; readonly plane: number } | null {
  if (bytes.length !== 2 + MARK_BYTES) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  return { source: view.getUint32(2), plane: view.getUint32(6) };
}

/**
 * Records, names and the tree are a library's work. It meets no pixels, because it would keep all of them in memory at
 * once: a channel has a mark, and the merged picture, which it would want whole, is one pixel and left away again.
 */
function outlineOf(document: DocumentRecord, children: PsdRecord[]): ChannelSlots {
  const clear = { width: 1, height: 1, data: new Uint8ClampedArray(4) };
  const versionInfo = { hasRealMergedData: true, writerName: 'Gesso', readerName: 'Gesso', fileVersion: 1 };
  // Of all layers: who opens it may show what is hidden now.
  const origins = mergeOrigins(Object.values(document.layers).map((layer) => layer.origins));
  const digitalSourceType = COMPOSITE_SOURCES[madeOf(origins)];
  const { guides = [] } = document;
  const imageResources = {
    versionInfo,
    xmpMetadata: xmpPacket({ digitalSourceType, creatorTool: 'Gesso' }),
    ...(guides.length > 0 && { gridAndGuidesInformation: { guides: guidesToWrite(guides) } }),
  };
  const bytes = writePsdUint8Array({ width: 1, height: 1, children, imageData: clear, imageResources });
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  view.setUint32(14, document.height);
  view.setUint32(18, document.width);
  const onePixel = readFrame(bytes)?.composite.length ?? 0;
  return findChannelSlots(bytes.subarray(0, bytes.length - onePixel));
}

function recordsOf(ids: readonly LayerId[], book: Book): PsdRecord[] {
  return ids.flatMap((id) => {
    const layer = book.content.document.layers[id];
    return layer === undefined ? [] : [recordOf(layer, book)];
  });
}

function recordOf(layer: Layer, book: Book): PsdRecord {
  const { box, channels } = layer.kind === 'raster' ? colourOf(layer.pixels, layer.offset, book) : NO_PIXELS;
  const mask = layer.mask === null ? null : maskOf(layer.mask, book);
  const record: PsdRecord = {
    ...box,
    name: layer.name,
    hidden: !layer.visible,
    opacity: layer.opacity,
    // The library cuts where it should round.
    fillOpacity: (Math.round(layer.fill * 255) + 0.5) / 255,
    blendMode: modeOf(layer),
    clipping: layer.clipped,
    rawData: {
      colorMode: RGB,
      bitsPerChannel: 8,
      large: false,
      channels: mask === null ? [...channels] : [...channels, mask.channel],
    },
  };
  if (mask !== null) record.mask = mask.record;
  if (layer.locked) {
    record.transparencyProtected = true;
    record.protected = { transparency: true, composite: true, position: true };
  }
  if (layer.kind === 'group') record.children = recordsOf(layer.children, book);
  return record;
}

function modeOf(layer: Layer): NonNullable<PsdRecord['blendMode']> {
  if (layer.kind === 'group' && layer.passThrough) return 'pass through';
  return layer.blend.replaceAll('-', ' ') as NonNullable<PsdRecord['blendMode']>;
}

const IDS = [-1, 0, 1, 2] as const;
const NOWHERE: Box = { top: 0, left: 0, bottom: 0, right: 0 };
const NO_PIXELS = {
  box: NOWHERE,
  channels: IDS.map((id): RawChannel => ({ id, compression: RAW, data: undefined })),
};

function colourOf(
  pixels: PixelsId,
  offset: { readonly x: number; readonly y: number },
  { content, sources }: Book,
): typeof NO_PIXELS {
  const rect = content.rectOf(pixels);
  if (isEmptyRect(rect)) return NO_PIXELS;
  const source = sources.push({ pixels, channels: 4 }) - 1;
  const channels = IDS.map((id): RawChannel => {
    const data = markFor(source, id === -1 ? 3 : id);
    return { id, compression: RAW, data };
  });
  return { box: boxOf(rect, offset), channels };
}

function maskOf(
  { pixels, offset, enabled, outside }: MaskRecord,
  { content, sources }: Book,
): { readonly record: NonNullable<PsdRecord['mask']>; readonly channel: RawChannel } {
  const rect = content.rectOf(pixels);
  const look = { disabled: !enabled, defaultColor: outside };
  const id = -2;
  if (isEmptyRect(rect))
    return { record: { ...NOWHERE, ...look }, channel: { id, compression: RAW, data: undefined } };
  const source = sources.push({ pixels, channels: 1 }) - 1;
  return {
    record: { ...boxOf(rect, offset), ...look },
    channel: { id, compression: RAW, data: markFor(source, 0) },
  };
}

function boxOf({ x, y, width, height }: Rect, offset: { readonly x: number; readonly y: number }): Box {
  if (width > SIDE_MAX || height > SIDE_MAX) throw new RangeError('a layer is larger than a PSD keeps');
  const left = x + offset.x;
  const top = y + offset.y;
  return { top, left, bottom: top + height, right: left + width };
}

function* resting<T>(steps: Generator<void, T>): Generator<Uint8Array, T> {
  for (let step = steps.next(); ; step = steps.next()) {
    if (step.done === true) return step.value;
    yield REST;
  }
}

/** The merged picture lies on white, as Photoshop keeps it beside its alpha. */
function onWhite(rows: Uint8Array): Uint8Array {
  const out = rows.slice();
  for (let at = 0; at < out.length; at += 4) {
    const alpha = out[at + 3] ?? 0;
    if (alpha === 255) continue;
    for (let channel = at; channel < at + 3; channel++)
      out[channel] = Math.round(((out[channel] ?? 0) * alpha + 255 * (255 - alpha)) / 255);
  }
  return out;
}
