import {
  type DocumentRecord,
  type GroupLayer,
  groupLayers,
  insertLayer,
  type LayerId,
  moveLayer,
  type PixelsId,
  type Place,
  patchLayer,
  placeOf,
  type RasterLayer,
  removeLayer,
} from '../../../shared/document/index.ts';
import type { EditorCommand } from '../protocol/index.ts';

export interface NewIds {
  layer(): LayerId;
  pixels(): PixelsId;
}

const COMMON = {
  visible: true,
  locked: false,
  opacity: 1,
  fill: 1,
  blend: 'normal',
  clipped: false,
  mask: null,
} as const;

export function newRaster(ids: NewIds, name: string): RasterLayer {
  return { ...COMMON, kind: 'raster', id: ids.layer(), name, pixels: ids.pixels(), offset: { x: 0, y: 0 } };
}

function newGroup(ids: NewIds, name: string): GroupLayer {
  return { ...COMMON, kind: 'group', id: ids.layer(), name, children: [], passThrough: true };
}

/**
 * What a command makes of the records. Null where it changes nothing: a layer that is gone, a group into itself. The last
 * layer stays, because a document without any could not be painted on.
 */
export function changedRecords(
  document: DocumentRecord,
  command: EditorCommand,
  ids: NewIds,
): DocumentRecord | null {
  switch (command.kind) {
    case 'add-layer':
      return insertLayer(document, newRaster(ids, command.name), command.place);
    case 'add-group':
      return groupLayers(document, newGroup(ids, command.name), command.layers);
    case 'remove-layers': {
      const next = command.layers.reduce(removeLayer, document);
      return Object.keys(next.layers).length === 0 ? null : next;
    }
    case 'move-layers':
      return moved(document, command.layers, command.place);
    case 'patch-layer':
      return patchLayer(document, command.layer, command.patch);
    default:
      return null;
  }
}

/** One after the other, so that they keep their order; indices count without those that were taken out before. */
function moved(document: DocumentRecord, layers: readonly LayerId[], place: Place): DocumentRecord {
  const chosen = layers.filter((id) => placeOf(document, id) !== null);
  const inOrder = chosen.toSorted((one, other) => indexIn(document, one) - indexIn(document, other));
  let next = document;
  let { index } = place;
  for (const id of inOrder) {
    const from = placeOf(next, id);
    const shift = from !== null && from.parent === place.parent && from.index < index ? 1 : 0;
    next = moveLayer(next, id, { parent: place.parent, index: index - shift });
    index = index - shift + 1;
  }
  return next;
}

function indexIn(document: DocumentRecord, id: LayerId): number {
  return placeOf(document, id)?.index ?? 0;
}
