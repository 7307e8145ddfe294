import type { DocumentRecord, GroupLayer, Layer, LayerId, MaskRecord, PixelsId } from './records.ts';
import { childrenOf, isWithin, type Place, placeOf, withDescendants } from './tree.ts';

/** What may be changed of a layer without moving it in the tree. */
export type LayerPatch = Partial<
  Pick<Layer, 'name' | 'visible' | 'locked' | 'opacity' | 'fill' | 'blend' | 'clipped'>
> & {
  readonly mask?: MaskRecord | null;
  readonly passThrough?: boolean;
  readonly offset?: { readonly x: number; readonly y: number };
  readonly pixels?: PixelsId;
};

/**
 * Puts a layer into the tree. What it brings along (a group's layers) comes in the same call, so that no id is ever named
 * and missing.
 */
export function insertLayer(
  document: DocumentRecord,
  layer: Layer,
  place: Place,
  descendants: readonly Layer[] = [],
): DocumentRecord {
  const layers: Record<LayerId, Layer> = { ...document.layers, [layer.id]: layer };
  for (const one of descendants) layers[one.id] = one;
  return withChildren({ ...document, layers }, place.parent, (children) =>
    children.toSpliced(clampIndex(place.index, children), 0, layer.id),
  );
}

/** Takes a layer out with everything in it. Its pixels stay where they are kept: undo may want them. */
export function removeLayer(document: DocumentRecord, id: LayerId): DocumentRecord {
  const place = placeOf(document, id);
  if (place === null) return document;
  const gone = new Set(withDescendants(document, id));
  const layers = Object.fromEntries(
    Object.entries(document.layers).filter(([one]) => !gone.has(one as LayerId)),
  ) as DocumentRecord['layers'];
  const without = withChildren(document, place.parent, (children) =>
    children.filter((child) => child !== id),
  );
  return { ...without, layers: mergedLayers(without.layers, layers) };
}

/** Puts a layer elsewhere; the index counts after it was taken out. A group can't go into itself: nothing changes then. */
export function moveLayer(document: DocumentRecord, id: LayerId, place: Place): DocumentRecord {
  const layer = document.layers[id];
  if (layer === undefined || placeOf(document, id) === null) return document;
  if (
    place.parent !== null &&
    (isWithin(document, place.parent, id) || document.layers[place.parent]?.kind !== 'group')
  )
    return document;
  const out = withChildren(document, placeOf(document, id)?.parent ?? null, (children) =>
    children.filter((child) => child !== id),
  );
  return withChildren(out, place.parent, (children) =>
    children.toSpliced(clampIndex(place.index, children), 0, id),
  );
}

export function patchLayer(document: DocumentRecord, id: LayerId, patch: LayerPatch): DocumentRecord {
  const layer = document.layers[id];
  if (layer === undefined) return document;
  const { passThrough, offset, pixels, ...common } = patch;
  const patched: Layer =
    layer.kind === 'group'
      ? { ...layer, ...common, ...(passThrough === undefined ? {} : { passThrough }) }
      : {
          ...layer,
          ...common,
          ...(offset === undefined ? {} : { offset }),
          ...(pixels === undefined ? {} : { pixels }),
        };
  return { ...document, layers: { ...document.layers, [id]: patched } };
}

/** Puts layers of one parent into a new group at the place of the topmost of them. */
export function groupLayers(
  document: DocumentRecord,
  group: GroupLayer,
  ids: readonly LayerId[],
): DocumentRecord {
  const [first] = ids;
  const parent = first === undefined ? null : (placeOf(document, first)?.parent ?? null);
  const siblings = childrenOf(document, parent);
  const chosen = siblings.filter((id) => ids.includes(id));
  const top = chosen.at(-1);
  if (top === undefined) return document;
  const layers = { ...document.layers, [group.id]: { ...group, children: chosen } };
  return withChildren({ ...document, layers }, parent, (children) =>
    children.flatMap((id) => (id === top ? [group.id] : chosen.includes(id) ? [] : [id])),
  );
}

export function selectPixels(document: DocumentRecord, selection: PixelsId | null): DocumentRecord {
  return { ...document, selection };
}

function withChildren(
  document: DocumentRecord,
  parent: LayerId | null,
  change: (children: readonly LayerId[]) => readonly LayerId[],
): DocumentRecord {
  if (parent === null) return { ...document, root: change(document.root) };
  const group = document.layers[parent];
  if (group?.kind !== 'group') return document;
  return {
    ...document,
    layers: { ...document.layers, [parent]: { ...group, children: change(group.children) } },
  };
}

/** The parent's new list with everything else that stays. */
function mergedLayers(
  changed: DocumentRecord['layers'],
  kept: DocumentRecord['layers'],
): DocumentRecord['layers'] {
  return Object.fromEntries(
    Object.keys(kept).map((id) => [id, changed[id as LayerId]]),
  ) as DocumentRecord['layers'];
}

function clampIndex(index: number, children: readonly LayerId[]): number {
  return Math.max(0, Math.min(children.length, index));
}
