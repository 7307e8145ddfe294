import {
  type DocumentRecord,
  type LayerId,
  type Offset,
  type PixelsId,
  withDescendants,
} from '../../../shared/document/index.ts';

/** Everything that goes along when layers are transformed: pixels and masks, of groups all that is in them, each once. */
export function partsOf(
  document: DocumentRecord,
  ids: readonly LayerId[],
): readonly { readonly pixels: PixelsId; readonly offset: Offset }[] {
  const all = new Set(ids.flatMap((id) => withDescendants(document, id)));
  return [...all].flatMap((id) => {
    const layer = document.layers[id];
    if (layer === undefined) return [];
    const own = layer.kind === 'raster' ? [{ pixels: layer.pixels, offset: layer.offset }] : [];
    return layer.mask === null ? own : [...own, layer.mask];
  });
}
