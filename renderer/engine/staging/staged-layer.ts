import {
  type DocumentRecord,
  insertLayer,
  type LayerId,
  type MaskRecord,
  type PixelsId,
  rasterLayer,
} from '../../../shared/document/index.ts';
import type { Rect } from '../../../shared/geometry/index.ts';
import type { StagedPicture } from '../protocol/index.ts';
import type { Decoration } from '../session/decorations.ts';
import {
  emptyGrid,
  type Grid,
  keysOf,
  TILE_PIXELS,
  TILE_SIDE,
  type Tile,
  type TileKey,
  type TileStore,
  tileRect,
  withTiles,
  writeRect,
} from '../tiles/index.ts';
import { placeAbove } from './place-above.ts';
import { grownFor, hereNow, standsIn } from './where.ts';

/** Pixels of a picture that is staged, with its corner at zero. One reference of each tile is the maker's. */
export interface StagedPixels {
  readonly id: PixelsId;
  readonly grid: Grid;
}

type Staged = Pick<StagedPicture, 'act' | 'frame' | 'window' | 'layerId'>;

/** Straight RGBA of a rect's size as a grid, its corner at zero. */
export function gridOfBytes(store: TileStore, { width, height }: Rect, bytes: Uint8Array): Grid {
  const empty = emptyGrid(4);
  return withTiles(empty, writeRect(store, empty, { x: 0, y: 0, width, height }, bytes));
}

/** The document with a layer for the picture, on a page that holds its frame: records alone, so it holds for any document. */
export function withStaged(
  store: TileStore,
  document: DocumentRecord,
  picture: Staged,
  { id: pixels }: Pick<StagedPixels, 'id'>,
  mask: PixelsId | null,
): DocumentRecord {
  const grown = grownAsRecords(store, document, picture);
  const { x, y } = hereNow(grown, standsIn(picture));
  // What is clipped to it, or where its mask ends, is decided by its place alone.
  const cut: MaskRecord | null =
    mask === null ? null : { pixels: mask, offset: { x, y }, enabled: true, outside: 255 };
  const layer = rasterLayer('staged' as LayerId, '', pixels);
  return insertLayer(grown, { ...layer, offset: { x, y }, mask: cut }, placeAbove(grown, picture.layerId));
}

/** The page as it would be, without touching a pixel: a selection is not looked at while something is shown. */
export function grownAsRecords(store: TileStore, document: DocumentRecord, picture: Staged): DocumentRecord {
  const state = { document: { ...document, selection: null }, grids: new Map() };
  const grown = grownFor({ store, state, newId: () => '' }, [picture]).document;
  return grown === state.document ? document : grown;
}

/** The picture as a layer of the document. */
export function resultDecoration(store: TileStore, picture: Staged, pixels: StagedPixels): Decoration {
  return {
    decorate: (document) => withStaged(store, document, picture, pixels, null),
    grids: held(store, [pixels]),
  };
}

/** Only right of a line, which is at `x` of the picture's own pixels. */
export function splitDecoration(
  store: TileStore,
  picture: Staged,
  pixels: StagedPixels,
  mask: PixelsId,
  x: number,
): Decoration {
  const cut: StagedPixels = { id: mask, grid: splitMask(store, standsIn(picture), x) };
  return {
    decorate: (document) => withStaged(store, document, picture, pixels, mask),
    // The mask is made for this decoration alone, and goes with it.
    grids: new Map([...held(store, [pixels]), [cut.id, cut.grid]]),
  };
}

/** Hides left of the line: squares of one value, but for the column that the line is in. */
function splitMask(store: TileStore, { width, height }: Rect, x: number): Grid {
  const line = Math.round(Math.min(width, Math.max(0, x)));
  const tiles = new Map<TileKey, Tile>();
  const hidden = store.uniform(0, 1);
  let column: Tile | null = null;
  for (const key of keysOf({ x: 0, y: 0, width: line, height })) {
    const place = tileRect(key);
    if (place.x + TILE_SIDE <= line) {
      tiles.set(key, hidden);
      continue;
    }
    if (column === null) column = columnTile(store, line - place.x);
    else store.retain(column);
    tiles.set(key, column);
  }
  return { channels: 1, outside: 255, tiles };
}

function columnTile(store: TileStore, line: number): Tile {
  const bytes = new Uint8Array(TILE_PIXELS).fill(255);
  for (let y = 0; y < TILE_SIDE; y++) bytes.fill(0, y * TILE_SIDE, y * TILE_SIDE + line);
  return store.make(bytes, 1);
}

/** With a reference of each tile for who takes them over. */
export function held(store: TileStore, pixels: readonly StagedPixels[]): ReadonlyMap<PixelsId, Grid> {
  for (const { grid } of pixels) for (const tile of grid.tiles.values()) store.retain(tile);
  return new Map(pixels.map(({ id, grid }) => [id, grid]));
}

export function releasePixels(store: TileStore, { grid }: StagedPixels): void {
  for (const tile of grid.tiles.values()) store.release(tile);
}
