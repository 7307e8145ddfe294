import type { DocumentRecord, LayerId, PixelsId } from '../../../shared/document/index.ts';
import { type Matrix, type Rect, rectAtLevel, uniteRects } from '../../../shared/geometry/index.ts';
import type { PixelReader } from '../compositor/pixel-reader.ts';
import type { EditorState } from '../editor/state.ts';
import { contentBounds, type TileKey, type TilePixels, type TileStore } from '../tiles/index.ts';
import { inSpaceOf, invertMatrix, mapRect, partsOf, roughTile } from '../transform/index.ts';

/** The matrix leads from and to the document's space. */
export interface TransformWish {
  readonly layers: readonly LayerId[];
  readonly matrix: Matrix;
}

/** Pixels as a transform will leave them, made as they are looked at and never kept. */
interface TransformPreview {
  tile(level: number, key: TileKey): TilePixels | null;
  /** Where they are now. */
  readonly to: Rect;
  /** Where they are, and where they were. */
  readonly touched: Rect;
}

/** Each level asks four times as much of the ones beneath, whether there are pixels or not. */
const LEVEL_MAX = 8;

interface Previewed {
  readonly store: TileStore;
  readonly reader: PixelReader;
  readonly state: () => EditorState;
}

/** A reader of the pixels as a transform will leave them, while there is one to show. */
export function withTransforms(
  { store, reader, state }: Previewed,
  touch: (pixels: PixelsId, rect: Rect) => void,
): { readonly reader: PixelReader; readonly transform: (wish: TransformWish | null) => void } {
  let previews: ReadonlyMap<PixelsId, TransformPreview> = new Map();
  return {
    reader: {
      tile: (pixels, level, key) => {
        const preview = previews.get(pixels);
        return preview === undefined ? reader.tile(pixels, level, key) : preview.tile(level, key);
      },
      bounds: (pixels) => previews.get(pixels)?.to ?? reader.bounds(pixels),
    },
    transform(wish) {
      const before = previews;
      previews = wish === null ? new Map() : previewTransform({ store, state: state(), reader }, wish);
      for (const [pixels, { touched }] of [...before, ...previews]) touch(pixels, touched);
    },
  };
}

/** Of all pixels that go along; none when the matrix leads nowhere. */
function previewTransform(
  { store, state, reader }: { store: TileStore; state: EditorState; reader: PixelReader },
  { layers, matrix }: TransformWish,
): ReadonlyMap<PixelsId, TransformPreview> {
  const previews = new Map<PixelsId, TransformPreview>();
  for (const { pixels, offset } of partsOf(state.document, layers)) {
    const grid = state.grids.get(pixels);
    const own = inSpaceOf(matrix, offset);
    const back = invertMatrix(own);
    if (grid === undefined || back === null) continue;
    const from = contentBounds(store, grid);
    const to = mapRect(own, from);
    const made = new Map<string, TilePixels | null>();
    const make = (level: number, key: TileKey): TilePixels | null => {
      const read = Math.min(LEVEL_MAX, level + levelsOf(back));
      const source = {
        channels: grid.channels,
        outside: grid.outside,
        from: rectAtLevel(from, read),
        tile: (one: TileKey) => reader.tile(pixels, read, one),
      };
      return roughTile(source, key, betweenLevels(back, level, read), rectAtLevel(to, level));
    };
    const tile = (level: number, key: TileKey): TilePixels | null => {
      const name = `${level} ${key}`;
      const had = made.get(name);
      if (had !== undefined) return had;
      const tile = make(level, key);
      made.set(name, tile);
      return tile;
    };
    previews.set(pixels, { tile, to, touched: uniteRects(from, to) });
  }
  return previews;
}

/** How many levels further up to read where the picture shrinks. */
function levelsOf({ a, b, c, d }: Matrix): number {
  return Math.max(0, Math.floor(Math.log2(Math.min(Math.hypot(a, b), Math.hypot(c, d)))));
}

/** The same matrix from a level's pixels to those of the level that is read. */
function betweenLevels({ a, b, c, d, e, f }: Matrix, level: number, read: number): Matrix {
  const by = 2 ** (level - read);
  const scale = 2 ** -read;
  return { a: a * by, b: b * by, c: c * by, d: d * by, e: e * scale, f: f * scale };
}

/** Around every pixel that goes along and is not clear, in the document. */
export function contentOf(
  store: TileStore,
  { document, grids }: EditorState,
  layers: readonly LayerId[],
): Rect {
  let all: Rect = { x: 0, y: 0, width: 0, height: 0 };
  for (const { pixels, offset } of rasterPartsOf(document, layers)) {
    const grid = grids.get(pixels);
    if (grid === undefined) continue;
    const { x, y, width, height } = contentBounds(store, grid);
    all = uniteRects(all, { x: x + offset.x, y: y + offset.y, width, height });
  }
  return all;
}

/** Masks have no end of their own: they only say what of the pixels is seen. */
function rasterPartsOf(document: DocumentRecord, layers: readonly LayerId[]): ReturnType<typeof partsOf> {
  const masks = new Set(Object.values(document.layers).map(({ mask }) => mask?.pixels));
  return partsOf(document, layers).filter(({ pixels }) => !masks.has(pixels));
}
