import {
  type DocumentRecord,
  isWithin,
  type LayerId,
  listLayers,
  type Place,
  placeOf,
} from '../../../shared/document/index.ts';

export type DropZone = 'above' | 'into' | 'below';

/** A row's share at its upper and lower edge that means "beside"; a group's middle means "into". */
const EDGE_SHARE = 0.28;

/** @param share where the pointer is within the row, 0 at its upper edge, 1 at its lower one */
export function zoneAt(share: number, isGroup: boolean): DropZone {
  if (!isGroup) return share < 0.5 ? 'above' : 'below';
  if (share < EDGE_SHARE) return 'above';
  return share > 1 - EDGE_SHARE ? 'below' : 'into';
}

/**
 * Where layers come when they are let go beside or on a row. The panel lists from the top down and records from the bottom
 * up, so "above" is the next index. Null when a group would come into itself.
 */
export function placeForDrop(
  document: DocumentRecord,
  moving: readonly LayerId[],
  target: LayerId,
  zone: DropZone,
): Place | null {
  if (moving.some((id) => isWithin(document, target, id))) return null;
  if (zone === 'into') return { parent: target, index: Number.MAX_SAFE_INTEGER };
  const place = placeOf(document, target);
  if (place === null) return null;
  return { parent: place.parent, index: zone === 'above' ? place.index + 1 : place.index };
}

/**
 * Where one layer goes with Alt and an arrow: past its neighbour, into an open group it meets, out of its group at the end.
 * Null when there is nowhere further to go.
 */
export function placeForStep(document: DocumentRecord, id: LayerId, direction: 'up' | 'down'): Place | null {
  const place = placeOf(document, id);
  if (place === null) return null;
  const siblings = place.parent === null ? document.root : childrenIn(document, place.parent);
  const step = direction === 'up' ? 1 : -1;
  const neighbour = siblings[place.index + step];
  if (neighbour === undefined) {
    if (place.parent === null) return null;
    const outer = placeOf(document, place.parent);
    if (outer === null) return null;
    return { parent: outer.parent, index: direction === 'up' ? outer.index + 1 : outer.index };
  }
  if (document.layers[neighbour]?.kind === 'group') {
    return { parent: neighbour, index: direction === 'up' ? 0 : Number.MAX_SAFE_INTEGER };
  }
  // Records count after the layer was taken out, so one past its neighbour is the neighbour's own index.
  return { parent: place.parent, index: place.index + step };
}

/** The row above or below in the panel, for the arrow keys. */
export function neighbourInPanel(
  document: DocumentRecord,
  id: LayerId,
  direction: 'up' | 'down',
  closed: ReadonlySet<LayerId>,
): LayerId | null {
  const rows = visibleRows(document, closed).map(({ layer }) => layer.id);
  const at = rows.indexOf(id);
  return rows[at + (direction === 'up' ? -1 : 1)] ?? null;
}

/** What the panel shows: layers of closed groups are not rows. */
export function visibleRows(
  document: DocumentRecord,
  closed: ReadonlySet<LayerId>,
): ReturnType<typeof listLayers> {
  const hidden = new Set<LayerId>();
  return listLayers(document).filter(({ layer, parent }) => {
    const isHidden = parent !== null && (hidden.has(parent) || closed.has(parent));
    if (isHidden) hidden.add(layer.id);
    return !isHidden;
  });
}

function childrenIn(document: DocumentRecord, parent: LayerId): readonly LayerId[] {
  const group = document.layers[parent];
  return group?.kind === 'group' ? group.children : [];
}
