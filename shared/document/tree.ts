import type { DocumentRecord, GroupLayer, Layer, LayerId, PixelsId } from './records.ts';

export interface Place {
  /** Null is the document itself. */
  readonly parent: LayerId | null;
  /** From the bottom, among the parent's children. */
  readonly index: number;
}

export function childrenOf(document: DocumentRecord, parent: LayerId | null): readonly LayerId[] {
  if (parent === null) return document.root;
  const group = document.layers[parent];
  return group?.kind === 'group' ? group.children : [];
}

/** Every layer with its depth, from the top down, a group before its layers: the order of the layers panel. */
export function listLayers(
  document: DocumentRecord,
): readonly { readonly layer: Layer; readonly depth: number; readonly parent: LayerId | null }[] {
  const listed: { layer: Layer; depth: number; parent: LayerId | null }[] = [];
  const walk = (ids: readonly LayerId[], depth: number, parent: LayerId | null): void => {
    for (const id of ids.toReversed()) {
      const layer = document.layers[id];
      if (layer === undefined) continue;
      listed.push({ layer, depth, parent });
      if (layer.kind === 'group') walk(layer.children, depth + 1, id);
    }
  };
  walk(document.root, 0, null);
  return listed;
}

export function placeOf(document: DocumentRecord, id: LayerId): Place | null {
  const index = document.root.indexOf(id);
  if (index !== -1) return { parent: null, index };
  for (const layer of Object.values(document.layers)) {
    if (layer.kind !== 'group') continue;
    const at = layer.children.indexOf(id);
    if (at !== -1) return { parent: layer.id, index: at };
  }
  return null;
}

/** The layer itself and everything in it, a group before its layers. */
export function withDescendants(document: DocumentRecord, id: LayerId): readonly LayerId[] {
  const layer = document.layers[id];
  if (layer === undefined) return [];
  if (layer.kind !== 'group') return [id];
  return [id, ...layer.children.flatMap((child) => withDescendants(document, child))];
}

export function isWithin(document: DocumentRecord, id: LayerId, group: LayerId): boolean {
  return withDescendants(document, group).includes(id);
}

/** All pixels that a document names: of layers, of masks, and of its selection. */
export function pixelsOf(document: DocumentRecord): ReadonlySet<PixelsId> {
  const found = new Set<PixelsId>();
  for (const layer of Object.values(document.layers)) {
    if (layer.kind === 'raster') found.add(layer.pixels);
    if (layer.mask !== null) found.add(layer.mask.pixels);
  }
  if (document.selection !== null) found.add(document.selection);
  return found;
}

export function isGroup(layer: Layer | undefined): layer is GroupLayer {
  return layer?.kind === 'group';
}
