import type {
  DocumentRecord,
  GroupLayer,
  Layer,
  LayerId,
  MaskRecord,
  Offset,
  PixelsId,
} from '../../../shared/document/index.ts';
import type { Rect } from '../../../shared/geometry/index.ts';
import { offsetAtLevel } from '../compositor/level-offset.ts';
import { type PixelReader, TILE_SIDE, tileKey } from '../compositor/pixel-reader.ts';
import { blendPixel, CLEAR, mixPixels, type Pixel, scalePixel } from './blend-pixel.ts';

/** The document, its pixels, the level, and the level's pixel that is asked for. */
interface Place {
  readonly document: DocumentRecord;
  readonly reader: PixelReader;
  readonly level: number;
  readonly x: number;
  readonly y: number;
  /** The same pixel on the page that the document began with, for the grain of what is dissolved. */
  readonly grain: Offset;
}

/**
 * What a document looks like, pixel by pixel in double precision, straight from the records: slow, plain, and the law
 * that every faster way is tested against. Straight RGBA from 0 to 255, not rounded.
 */
export function compositeReference(
  document: DocumentRecord,
  reader: PixelReader,
  level: number,
  rect: Rect,
): Float64Array {
  const corner = offsetAtLevel(document.origin ?? { x: 0, y: 0 }, level);
  const out = new Float64Array(rect.width * rect.height * 4);
  for (let row = 0; row < rect.height; row++)
    for (let column = 0; column < rect.width; column++) {
      const [x, y] = [rect.x + column, rect.y + row];
      const grain = { x: x + corner.x, y: y + corner.y };
      const place = { document, reader, level, x, y, grain };
      const { colour, alpha } = paintList(document.root, CLEAR, place);
      if (alpha === 0) continue;
      const straight = colour.map((value) => (value / alpha) * 255);
      out.set([...straight, alpha * 255], (row * rect.width + column) * 4);
    }
  return out;
}

function paintList(ids: readonly LayerId[], backdrop: Pixel, place: Place): Pixel {
  let painted = backdrop;
  for (const [base, ...clipped] of runsOf(ids, place.document)) {
    if (base === undefined || !base.visible) continue;
    const shown = clipped.filter((layer) => layer.visible);
    painted = shown.length === 0 ? paintAlone(base, painted, place) : paintRun(base, shown, painted, place);
  }
  return painted;
}

/** Each layer that is not clipped with the clipped ones above it; one with nothing beneath it is clipped to nothing. */
function runsOf(ids: readonly LayerId[], document: DocumentRecord): readonly Layer[][] {
  const runs: Layer[][] = [];
  for (const id of ids) {
    const layer = document.layers[id];
    if (layer === undefined) continue;
    const run = runs.at(-1);
    if (layer.clipped && run !== undefined) run.push(layer);
    else runs.push([layer]);
  }
  return runs;
}

function paintAlone(layer: Layer, backdrop: Pixel, place: Place): Pixel {
  if (layer.kind === 'group' && layer.passThrough) {
    const inside = paintList(layer.children, backdrop, place);
    return mixPixels(backdrop, inside, layer.opacity * layer.fill * coverageOf(layer.mask, place));
  }
  return blendPixel(backdrop, sourceOf(layer, place), blendingOf(layer, false), place.grain.x, place.grain.y);
}

/** The base and what is clipped to it blend as a group, which then blends as the base says. */
function paintRun(base: Layer, clipped: readonly Layer[], backdrop: Pixel, place: Place): Pixel {
  let inside = sourceOf(base, place);
  for (const layer of clipped)
    inside = blendPixel(
      inside,
      sourceOf(layer, place),
      blendingOf(layer, true),
      place.grain.x,
      place.grain.y,
    );
  return blendPixel(backdrop, inside, blendingOf(base, false), place.grain.x, place.grain.y);
}

/** A group that passes through has no mode of its own; where it must stand alone it is a normal one. */
function blendingOf(layer: Layer, atop: boolean): Parameters<typeof blendPixel>[2] {
  const blend = layer.kind === 'group' && layer.passThrough ? 'normal' : layer.blend;
  return { blend, opacity: layer.opacity, fill: layer.fill, atop };
}

/** The layer by itself within its mask, before opacity and fill. */
function sourceOf(layer: Layer, place: Place): Pixel {
  const own = layer.kind === 'group' ? groupSource(layer, place) : rasterSource(layer, place);
  return scalePixel(own, coverageOf(layer.mask, place));
}

function groupSource(layer: GroupLayer, place: Place): Pixel {
  return paintList(layer.children, CLEAR, place);
}

function rasterSource(layer: { readonly pixels: PixelsId; readonly offset: Offset }, place: Place): Pixel {
  const packed = pixelAt(layer.pixels, layer.offset, 4, place) ?? 0;
  const alpha = (packed >>> 24) / 255;
  const channel = (shift: number): number => (((packed >>> shift) & 255) / 255) * alpha;
  return { colour: [channel(0), channel(8), channel(16)], alpha };
}

function coverageOf(mask: MaskRecord | null, place: Place): number {
  if (mask === null || !mask.enabled) return 1;
  return (pixelAt(mask.pixels, mask.offset, 1, place) ?? mask.outside) / 255;
}

/** Packed RGBA or a coverage; null where there is no tile. */
function pixelAt(pixels: PixelsId, offset: Offset, channels: 1 | 4, place: Place): number | null {
  const moved = offsetAtLevel(offset, place.level);
  const x = place.x - moved.x;
  const y = place.y - moved.y;
  const key = tileKey(Math.floor(x / TILE_SIDE), Math.floor(y / TILE_SIDE));
  const tile = place.reader.tile(pixels, place.level, key);
  if (tile === null) return null;
  if (tile.kind === 'uniform') return tile.value >>> 0;
  const at = ((y & (TILE_SIDE - 1)) * TILE_SIDE + (x & (TILE_SIDE - 1))) * channels;
  const byte = (index: number): number => tile.bytes[at + index] ?? 0;
  if (channels === 1) return byte(0);
  return (byte(0) | (byte(1) << 8) | (byte(2) << 16) | (byte(3) << 24)) >>> 0;
}
