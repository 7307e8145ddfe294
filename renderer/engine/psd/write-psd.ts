import { type Layer as PsdRecord, writePsdUint8Array } from 'ag-psd';
import type { DocumentRecord, Layer, LayerId, MaskRecord, PixelsId } from '../../../shared/document/index.ts';
import { isEmptyRect, type Rect } from '../../../shared/geometry/index.ts';
import { joinBytes } from '../../../shared/kernel/index.ts';
import type { OraContent } from '../ora/write-ora.ts';
import { readFrame } from './frame/read-frame.ts';
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

/**
 * A Photoshop file, part by part. An empty part is a place to rest, so that the caller can do something else in between.
 * Pixels are asked for one layer after another, and are packed before the next one is asked for.
 * @throws RangeError for one beyond 2 GB, or with a layer beyond 30,000 pixels
 */
export function* writePsd(content: PsdContent): Generator<Uint8Array> {
  const { document, merged } = content;
  const book: Book = { content, bytes: 0 };
  const children = yield* writeList(document.root, book);
  yield headOf(document, children);
  const planes = yield* resting(packPlanes(merged, 4, onWhite));
  for (const plane of planes) count(book, plane);
  yield Uint8Array.of(0, PACKED);
  for (const { lengths } of planes) yield lengths;
  for (const { rows } of planes) yield rows;
}

/** Records, names and the tree are a library's work; the merged picture it would want whole, so it gets one pixel. */
function headOf({ width, height }: DocumentRecord, children: PsdRecord[]): Uint8Array {
  const clear = { width: 1, height: 1, data: new Uint8ClampedArray(4) };
  const versionInfo = { hasRealMergedData: true, writerName: 'Gesso', readerName: 'Gesso', fileVersion: 1 };
  const psd = { width: 1, height: 1, children, imageData: clear, imageResources: { versionInfo } };
  const bytes = writePsdUint8Array(psd);
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  view.setUint32(14, height);
  view.setUint32(18, width);
  const onePixel = readFrame(bytes)?.composite.length ?? 0;
  return bytes.subarray(0, bytes.length - onePixel);
}

interface Book {
  readonly content: PsdContent;
  bytes: number;
}

function* writeList(ids: readonly LayerId[], book: Book): Generator<Uint8Array, PsdRecord[]> {
  const written: PsdRecord[] = [];
  for (const id of ids) {
    const layer = book.content.document.layers[id];
    if (layer !== undefined) written.push(yield* writeLayer(layer, book));
  }
  return written;
}

function* writeLayer(layer: Layer, book: Book): Generator<Uint8Array, PsdRecord> {
  const mask = layer.mask === null ? null : yield* writeMask(layer.mask, book);
  const isRaster = layer.kind === 'raster';
  const { box, channels } = isRaster ? yield* writeColour(layer.pixels, layer.offset, book) : NO_PIXELS;
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
  if (layer.kind === 'group') record.children = yield* writeList(layer.children, book);
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

function* writeColour(
  pixels: PixelsId,
  offset: { readonly x: number; readonly y: number },
  book: Book,
): Generator<Uint8Array, typeof NO_PIXELS> {
  const rect = book.content.rectOf(pixels);
  if (isEmptyRect(rect)) return NO_PIXELS;
  const box = boxOf(rect, offset);
  const planes = yield* resting(packPlanes(book.content.pixelsOf(pixels), 4));
  const channels = IDS.map((id): RawChannel => {
    const plane = planes[id === -1 ? 3 : id];
    return { id, compression: PACKED, data: plane === undefined ? undefined : joined(plane, book) };
  });
  return { box, channels };
}

function* writeMask(
  { pixels, offset, enabled, outside }: MaskRecord,
  book: Book,
): Generator<Uint8Array, { record: NonNullable<PsdRecord['mask']>; channel: RawChannel }> {
  const rect = book.content.rectOf(pixels);
  const look = { disabled: !enabled, defaultColor: outside };
  const id = -2;
  if (isEmptyRect(rect))
    return { record: { ...NOWHERE, ...look }, channel: { id, compression: RAW, data: undefined } };
  const box = boxOf(rect, offset);
  const [plane] = yield* resting(packPlanes(book.content.pixelsOf(pixels), 1));
  const data = plane === undefined ? undefined : joined(plane, book);
  return { record: { ...box, ...look }, channel: { id, compression: PACKED, data } };
}

function boxOf({ x, y, width, height }: Rect, offset: { readonly x: number; readonly y: number }): Box {
  if (width > SIDE_MAX || height > SIDE_MAX) throw new RangeError('a layer is larger than a PSD keeps');
  const left = x + offset.x;
  const top = y + offset.y;
  return { top, left, bottom: top + height, right: left + width };
}

function joined(plane: PackedPlane, book: Book): Uint8Array {
  count(book, plane);
  return joinBytes([plane.lengths, plane.rows]);
}

function count(book: Book, { lengths, rows }: PackedPlane): void {
  book.bytes += lengths.length + rows.length;
  if (book.bytes > FILE_MAX_BYTES) throw new RangeError('a PSD ends at 2 GB');
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
