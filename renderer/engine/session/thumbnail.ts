import {
  type DocumentRecord,
  type MaskRecord,
  type RasterLayer,
  rasterLayer,
} from '../../../shared/document/index.ts';
import type { Rect } from '../../../shared/geometry/index.ts';
import { composite } from '../compositor/composite.ts';
import { offsetAtLevel } from '../compositor/level-offset.ts';
import type { PixelReader } from '../compositor/pixel-reader.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { keysOf, TILE_SIDE, tileRect } from '../tiles/index.ts';

export interface SmallPicture {
  readonly width: number;
  readonly height: number;
  /** Straight RGBA. */
  readonly bytes: Uint8Array;
}

/** No side is longer; twice what the panel shows, for dense screens. */
const SIDE_MAX = 64;

/** The level at which the whole page is a thumbnail. */
function levelFor({ width, height }: DocumentRecord): number {
  return Math.max(0, Math.ceil(Math.log2(Math.max(width, height) / SIDE_MAX)));
}

function pageAt({ width, height }: DocumentRecord, level: number): Rect {
  const scale = 2 ** level;
  return { x: 0, y: 0, width: Math.ceil(width / scale), height: Math.ceil(height / scale) };
}

/** A layer alone on its page, whatever its opacity, mode and mask. */
export function layerThumbnail(
  kernel: Kernel,
  reader: PixelReader,
  document: DocumentRecord,
  layer: RasterLayer,
): SmallPicture {
  const level = levelFor(document);
  const page = pageAt(document, level);
  const alone = { ...rasterLayer(layer.id, layer.name, layer.pixels), offset: layer.offset };
  const tile = new Uint8Array(TILE_SIDE * TILE_SIDE * 4);
  const one = { ...document, layers: { [layer.id]: alone }, root: [layer.id] };
  composite(kernel, one, reader, level, page, tile);
  const bytes = new Uint8Array(page.width * page.height * 4);
  for (let y = 0; y < page.height; y++)
    bytes.set(tile.subarray(y * TILE_SIDE * 4, (y * TILE_SIDE + page.width) * 4), y * page.width * 4);
  return { width: page.width, height: page.height, bytes };
}

/** A mask as greys: white shows, black hides. */
export function maskThumbnail(reader: PixelReader, document: DocumentRecord, mask: MaskRecord): SmallPicture {
  const level = levelFor(document);
  const page = pageAt(document, level);
  const offset = offsetAtLevel(mask.offset, level);
  const bytes = new Uint8Array(page.width * page.height * 4);
  const own: Rect = { ...page, x: -offset.x, y: -offset.y };
  for (const key of keysOf(own)) {
    const tile = reader.tile(mask.pixels, level, key);
    const place = tileRect(key);
    for (let y = Math.max(0, place.y - own.y); y < Math.min(page.height, place.y + TILE_SIDE - own.y); y++)
      for (let x = Math.max(0, place.x - own.x); x < Math.min(page.width, place.x + TILE_SIDE - own.x); x++) {
        const at = (y + own.y - place.y) * TILE_SIDE + x + own.x - place.x;
        const grey =
          tile === null ? mask.outside : tile.kind === 'uniform' ? tile.value : (tile.bytes[at] ?? 0);
        bytes.set([grey, grey, grey, 255], (y * page.width + x) * 4);
      }
  }
  return { width: page.width, height: page.height, bytes };
}
