import { type EditorState, openState } from '../../../renderer/engine/editor/state.ts';
import {
  createTileStore,
  emptyGrid,
  type Grid,
  type TileStore,
  withTiles,
  writeRect,
} from '../../../renderer/engine/tiles/index.ts';
import {
  type BlendMode,
  type LayerId,
  type PixelsId,
  type RasterLayer,
  rasterLayer,
} from '../../../shared/document/index.ts';
import { opacityOf, paintLayer } from './scene.ts';

/** The scene's pixels at one size, as tiles that any number of documents may show. */
export interface PaintedTiles {
  readonly side: number;
  readonly store: TileStore;
  readonly grids: readonly Grid[];
}

/** Rows read from a canvas at once: on the lines of tiles, so that none is written twice. */
const BAND = 1024;

/** The same canvases that the peers keep, read back into tiles. */
export function paintTiles(side: number, layers: number): PaintedTiles {
  const store = createTileStore();
  const canvas = document.createElement('canvas');
  canvas.width = side;
  canvas.height = side;
  const context = canvas.getContext('2d');
  if (context === null) throw new Error('There is no canvas to draw on.');
  const grids = Array.from({ length: layers }, (_, index) => {
    context.clearRect(0, 0, side, side);
    paintLayer(context, index, side);
    let grid = emptyGrid(4);
    for (let y = 0; y < side; y += BAND) {
      const rect = { x: 0, y, width: side, height: Math.min(BAND, side - y) };
      const { data } = context.getImageData(0, y, side, rect.height);
      const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
      grid = withTiles(grid, writeRect(store, grid, rect, bytes));
    }
    return grid;
  });
  // Nothing of it is needed any more, and the largest takes a quarter of a gigabyte.
  canvas.width = 1;
  return { side, store, grids };
}

/** A document of so many layers over the painted tiles, from the bottom up; more layers than there are begin again. */
export function documentOf({ side, store, grids }: PaintedTiles, modes: readonly BlendMode[]): EditorState {
  const layers = modes.map((blend, index): RasterLayer => {
    const opacity = opacityOf(index);
    const name = layerAt(index);
    return { ...rasterLayer(name, name, `p${index}` as PixelsId), blend, opacity };
  });
  const state = openState({
    width: side,
    height: side,
    layers: Object.fromEntries(layers.map((layer) => [layer.id, layer])),
    root: layers.map(({ id }) => id),
    selection: null,
  });
  const filled = layers.map(({ pixels }, index): [PixelsId, Grid] => {
    const grid = grids[index % grids.length] ?? emptyGrid(4);
    for (const tile of grid.tiles.values()) store.retain(tile);
    return [pixels, grid];
  });
  return { ...state, grids: new Map(filled) };
}

export function layerAt(index: number): LayerId {
  return `layer-${index}` as LayerId;
}
