export { BLEND_MODES, type BlendMode } from './blend-modes.ts';
export {
  groupLayers,
  insertLayer,
  type LayerPatch,
  moveLayer,
  patchLayer,
  removeLayer,
  selectPixels,
} from './change.ts';
export { placeGuides } from './guides.ts';
export { groupLayer, rasterLayer } from './new-layer.ts';
export { type MadeOf, madeOf, mergeOrigins, shownOrigins } from './origins.ts';
export { type DocumentRefusal, type ReadDocument, readDocument } from './read-document.ts';
export {
  DOCUMENT_MAX_SIDE,
  type DocumentRecord,
  type GroupLayer,
  GUIDES_MAX,
  type Guide,
  LAYERS_MAX,
  type Layer,
  type LayerId,
  type MaskRecord,
  NAME_MAX_CHARS,
  NESTING_MAX,
  type Offset,
  ORIGINS_MAX,
  type Origin,
  type PixelsId,
  type RasterLayer,
} from './records.ts';
export {
  childrenOf,
  isGroup,
  isWithin,
  listLayers,
  type Place,
  pixelsOf,
  placeOf,
  withDescendants,
} from './tree.ts';
