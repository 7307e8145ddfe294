export { createFileSpill, type ScratchFile } from './file-spill.ts';
export {
  contentBounds,
  copyTile,
  emptyGrid,
  type Grid,
  gridBounds,
  orNothing,
  type TileUpdate,
  withTiles,
} from './grid.ts';
export { isTileKey, keysOf, type TileKey, tileKey, tileRect, txOf, tyOf } from './keys.ts';
export { packTile, unpackTile } from './packing.ts';
export { copyRect, readRect, sameBytes, writeRect } from './rects.ts';
export { createMemorySpill, type SpillHandle, type SpillStore } from './spill.ts';
export { createTileStore, type TileStore } from './store.ts';
export {
  type Channels,
  fillUniform,
  packColour,
  TILE_PIXELS,
  TILE_SIDE,
  type Tile,
  type TilePixels,
  tileBytes,
} from './tile.ts';
