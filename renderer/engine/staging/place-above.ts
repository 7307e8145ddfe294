import {
  childrenOf,
  type DocumentRecord,
  type GroupLayer,
  isWithin,
  type LayerId,
  type Place,
  placeOf,
} from '../../../shared/document/index.ts';

/**
 * The place right above a layer where a new one is seen as it is: above all that is clipped to it, and above a group that
 * hides, locks, thins or cuts what is in it. On top of everything where the layer is gone, or none is meant.
 */
export function placeAbove(document: DocumentRecord, layer: LayerId | null): Place {
  const place = layer === null ? null : placeOf(document, layer);
  if (layer === null || place === null) return { parent: null, index: document.root.length };
  const above = outermostClosed(document, layer) ?? layer;
  const { parent, index } = placeOf(document, above) ?? place;
  return { parent, index: endOfClipped(document, parent, index) };
}

/** A layer that is put between a base and what is clipped to it would become the base. */
function endOfClipped(document: DocumentRecord, parent: LayerId | null, index: number): number {
  const siblings = childrenOf(document, parent);
  let next = index + 1;
  for (; next < siblings.length; next++) {
    const id = siblings[next];
    if (id === undefined || document.layers[id]?.clipped !== true) break;
  }
  return next;
}

function outermostClosed(document: DocumentRecord, layer: LayerId): LayerId | null {
  const groups = Object.values(document.layers).filter(
    (one): one is GroupLayer => one.kind === 'group' && one.id !== layer && isWithin(document, layer, one.id),
  );
  const closed = groups.filter((group) => !isOpen(document, group));
  const outermost = closed.find(({ id }) =>
    closed.every((one) => one.id === id || !isWithin(document, id, one.id)),
  );
  return outermost?.id ?? null;
}

/** What is in it is seen as it would be outside. */
function isOpen(document: DocumentRecord, group: GroupLayer): boolean {
  const { visible, locked, opacity, fill, clipped, mask, blend, passThrough } = group;
  if (!visible || locked || opacity < 1 || fill < 1 || clipped || mask?.enabled === true) return false;
  const place = placeOf(document, group.id);
  const isBase = place !== null && endOfClipped(document, place.parent, place.index) > place.index + 1;
  return !isBase && (passThrough || blend === 'normal');
}
