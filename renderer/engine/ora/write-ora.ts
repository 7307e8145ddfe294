import {
  type DocumentRecord,
  type Layer,
  pixelsOf as listPixels,
  type PixelsId,
} from '../../../shared/document/index.ts';
import { EMPTY_RECT, isEmptyRect, type Rect } from '../../../shared/geometry/index.ts';
import { type Raster, type Rows, writePng, writePngSteps } from './png/write-png.ts';
import { type KeptPixels, RECORDS_NAME, writeRecords } from './records.ts';
import { type Placed, writeStack } from './stack/write-stack.ts';
import { writeZip, type ZipEntry } from './zip/write-zip.ts';

export interface OraContent {
  readonly document: DocumentRecord;
  /** The rectangle that holds anything; asked first, for all, and so without the bytes. */
  readonly rectOf: (id: PixelsId) => Rect;
  /** Asked once for each, in turn. */
  readonly pixelsOf: (id: PixelsId) => Rows;
  /** Everything flattened, RGBA. */
  readonly merged: Rows;
  /** A PNG of at most 256 pixels a side; asked last, when all of `merged` was read. */
  readonly thumbnail: () => Uint8Array;
}

/** A layer without pixels still has to name a picture. */
const EMPTY_SRC = 'data/empty.png';
const EMPTY_PICTURE: Raster = { width: 1, height: 1, bytes: new Uint8Array(4) };

/**
 * An OpenRaster file, part by part: one layer's PNG is in memory at a time. An empty part is a place to rest, so that the
 * caller can do something else in between.
 * @source OpenRaster baseline, file layout
 */
export function writeOra(content: OraContent): Generator<Uint8Array> {
  return writeZip(entriesOf(content));
}

function* entriesOf(content: OraContent): Generator<ZipEntry | null> {
  const { document } = content;
  const kept = placesOf(content);
  const stack = writeStack(document, (layer) => placed(layer, kept));
  const encoder = new TextEncoder();
  // First and stored, so that the file's kind stands at a fixed place.
  yield { name: 'mimetype', parts: [encoder.encode('image/openraster')] };
  yield { name: 'stack.xml', parts: [encoder.encode(stack)] };
  yield { name: RECORDS_NAME, parts: [encoder.encode(writeRecords({ document, pixels: kept }, stack))] };
  for (const [id, { src, channels }] of kept)
    if (src !== null) yield* pngEntry(src, content.pixelsOf(id), channels);
  if (stack.includes(`src="${EMPTY_SRC}"`)) yield { name: EMPTY_SRC, parts: [writePng(EMPTY_PICTURE, 4)] };
  yield* pngEntry('mergedimage.png', content.merged, 4);
  yield { name: 'Thumbnails/thumbnail.png', parts: [content.thumbnail()] };
}

function* pngEntry(name: string, picture: Rows, channels: 1 | 4): Generator<ZipEntry | null> {
  const steps = writePngSteps(picture, channels);
  for (let step = steps.next(); ; step = steps.next()) {
    if (step.done === true) {
      yield { name, parts: step.value };
      return;
    }
    yield null;
  }
}

/** Layers' pictures are where every reader looks for them; masks are ours alone. */
function placesOf({ document, rectOf }: OraContent): ReadonlyMap<PixelsId, KeptPixels> {
  const colours = new Set<PixelsId>();
  for (const layer of Object.values(document.layers)) if (layer.kind === 'raster') colours.add(layer.pixels);
  const kept = new Map<PixelsId, KeptPixels>();
  let number = 0;
  for (const id of listPixels(document)) {
    number += 1;
    const isColour = colours.has(id);
    const found = rectOf(id);
    const isEmpty = isEmptyRect(found);
    const name = isColour ? `data/layer-${number}.png` : `gesso/mask-${number}.png`;
    kept.set(id, {
      src: isEmpty ? null : name,
      rect: isEmpty ? EMPTY_RECT : found,
      channels: isColour ? 4 : 1,
    });
  }
  return kept;
}

function placed(layer: Layer, kept: ReadonlyMap<PixelsId, KeptPixels>): Placed {
  const pixels = layer.kind === 'raster' ? kept.get(layer.pixels) : undefined;
  if (layer.kind !== 'raster' || pixels === undefined || pixels.src === null)
    return { src: EMPTY_SRC, x: 0, y: 0 };
  return { src: pixels.src, x: layer.offset.x + pixels.rect.x, y: layer.offset.y + pixels.rect.y };
}
