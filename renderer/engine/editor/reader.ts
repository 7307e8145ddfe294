import type { PixelsId } from '../../../shared/document/index.ts';
import type { MipCache, PixelSource } from '../mips/index.ts';
import { emptyGrid, type Grid, type TileKey, type TilePixels, type TileStore } from '../tiles/index.ts';
import type { EditorState } from './state.ts';

/** Tiles of a stroke that is being drawn, over the tiles of the grid that it will change. */
export interface StrokePreview {
  readonly pixels: PixelsId;
  readonly tiles: ReadonlyMap<TileKey, Uint8Array>;
}

/** What the compositor reads pixels through: at level 0 the grid itself, else its mips. */
export interface PixelReader {
  tile(pixels: PixelsId, level: number, key: TileKey): TilePixels | null;
}

/** Reads what `look` says at the moment of reading; bytes are only to be looked at, and only until the next change. */
export function createReader(
  store: TileStore,
  mips: MipCache,
  look: () => { readonly state: EditorState; readonly preview: StrokePreview | null },
): PixelReader {
  return {
    tile(pixels, level, key) {
      const { state, preview } = look();
      const over = preview?.pixels === pixels ? preview.tiles : null;
      // A selection that is only being painted has no grid yet.
      const grid = state.grids.get(pixels) ?? (over === null ? undefined : emptyGrid(1));
      if (grid === undefined) return null;
      return mips.tile(pixels, sourceOf(store, grid, over), level, key);
    },
  };
}

function sourceOf(store: TileStore, grid: Grid, over: StrokePreview['tiles'] | null): PixelSource {
  return {
    channels: grid.channels,
    outside: grid.outside,
    tile(key) {
      const bytes = over?.get(key);
      if (bytes !== undefined) return { kind: 'bytes', bytes };
      const tile = grid.tiles.get(key);
      return tile === undefined ? null : store.pixels(tile);
    },
  };
}
