import {
  type DocumentRecord,
  insertLayer,
  type LayerId,
  mergeOrigins,
  type PixelsId,
  patchLayer,
  placeOf,
  type RasterLayer,
  rasterLayer,
  removeLayer,
  withDescendants,
} from '../../../shared/document/index.ts';
import { moveRect } from '../../../shared/geometry/index.ts';
import { composite } from '../compositor/composite.ts';
import { type CommandOutcome, changed, isLocked } from '../editor/commands/index.ts';
import { keysOf, orNothing, TILE_SIDE, type Tile, type TileKey, tileRect } from '../tiles/index.ts';
import type { Session } from './session.ts';

export type MergeRefusal =
  | 'no-such-layer'
  | 'layer-locked'
  /** What is not seen would be lost without a word. */
  | 'layer-hidden'
  | 'nothing-below'
  /** They stand in different groups. */
  | 'not-together';

type MergeOutcome = CommandOutcome | { readonly kind: 'refused'; readonly code: MergeRefusal };

/**
 * One layer of pixels from several of one parent, as they are seen together; a single one goes into the layer beneath it,
 * a single group becomes its pixels. It keeps the name, mode and clipping of the lowest, and stands where the topmost stood.
 * Pixels beyond the page are kept.
 */
export function mergeLayers(session: Session, ids: readonly LayerId[], newId: () => string): MergeOutcome {
  const document = session.document();
  const found = findMembers(document, ids);
  if (typeof found === 'string') return { kind: 'refused', code: found };
  const [lowest] = found.members;
  const bottom = lowest === undefined ? undefined : document.layers[lowest];
  if (bottom === undefined) return { kind: 'refused', code: 'no-such-layer' };
  const together = asSeenTogether(document, found.members);
  const pixels = newId() as PixelsId;
  const tiles = render(session, together);
  const inside = found.members.flatMap((id) => withDescendants(document, id));
  const merged: RasterLayer = {
    ...rasterLayer(newId() as LayerId, bottom.name, pixels),
    blend: bottom.kind === 'group' && bottom.passThrough ? 'normal' : bottom.blend,
    clipped: bottom.clipped,
    origins: mergeOrigins(inside.map((id) => document.layers[id]?.origins ?? [])),
  };
  const index = found.index - found.members.length + 1;
  const without = found.members.reduce(removeLayer, document);
  const after = insertLayer(without, merged, { parent: found.parent, index });
  const context = { store: session.store, state: session.history.state, newId };
  return changed(context, 'merge-layers', after, [{ pixels, tiles }]);
}

interface Members {
  /** From the bottom up. */
  readonly members: readonly LayerId[];
  readonly parent: LayerId | null;
  /** Of the topmost. */
  readonly index: number;
}

function findMembers(document: DocumentRecord, ids: readonly LayerId[]): Members | MergeRefusal {
  const places = [...new Set(ids)].map((id) => ({ id, place: placeOf(document, id) }));
  const [first] = places;
  if (first === undefined || places.some(({ place }) => place === null)) return 'no-such-layer';
  const parent = first.place?.parent ?? null;
  if (places.some(({ place }) => (place?.parent ?? null) !== parent)) return 'not-together';
  const siblings = siblingsOf(document, parent);
  const indices = places.map(({ place }) => place?.index ?? 0).toSorted((a, b) => a - b);
  const top = indices.at(-1) ?? 0;
  const isAlone = indices.length === 1 && document.layers[first.id]?.kind === 'raster';
  if (isAlone && top === 0) return 'nothing-below';
  const members = (isAlone ? [top - 1, top] : indices).flatMap((at) => siblings[at] ?? []);
  if (members.some((id) => withDescendants(document, id).some((one) => isLocked(document, one))))
    return 'layer-locked';
  if (members.some((id) => document.layers[id]?.visible !== true)) return 'layer-hidden';
  return { members, parent, index: top };
}

function siblingsOf(document: DocumentRecord, parent: LayerId | null): readonly LayerId[] {
  if (parent === null) return document.root;
  const group = document.layers[parent];
  return group?.kind === 'group' ? group.children : [];
}

/** The members alone on an empty page. The mode of the lowest is for what is beneath them all, so it is not used here. */
function asSeenTogether(document: DocumentRecord, members: readonly LayerId[]): DocumentRecord {
  const kept = new Set(members.flatMap((id) => withDescendants(document, id)));
  const layers = Object.fromEntries(
    Object.entries(document.layers).filter(([id]) => kept.has(id as LayerId)),
  );
  const alone: DocumentRecord = { ...document, layers, root: members };
  const [lowest] = members;
  const bottom = lowest === undefined ? undefined : document.layers[lowest];
  if (lowest === undefined || bottom === undefined) return alone;
  const isPassing = bottom.kind === 'group' && bottom.passThrough;
  const seen = patchLayer(alone, lowest, isPassing ? {} : { blend: 'normal' });
  if (!bottom.clipped) return seen;
  // Layers clipped to one that stays behind are not clipped to each other.
  return members.reduce((next, id) => patchLayer(next, id, { clipped: false }), seen);
}

function render(
  { store, kernel, reader, history }: Session,
  document: DocumentRecord,
): ReadonlyMap<TileKey, Tile | null> {
  // By the tiles there are: two layers far from each other have nothing in between.
  const keys = new Set<TileKey>();
  for (const layer of Object.values(document.layers)) {
    const grid = layer.kind === 'raster' ? history.state.grids.get(layer.pixels) : undefined;
    if (layer.kind !== 'raster' || grid === undefined) continue;
    for (const own of grid.tiles.keys())
      for (const key of keysOf(moveRect(tileRect(own), layer.offset.x, layer.offset.y))) keys.add(key);
  }
  const tiles = new Map<TileKey, Tile | null>();
  for (const key of keys) {
    const out = new Uint8Array(TILE_SIDE * TILE_SIDE * 4);
    composite(kernel, document, reader, 0, tileRect(key), out);
    const tile = orNothing(store.make(out, 4), 0);
    if (tile !== null) tiles.set(key, tile);
  }
  return tiles;
}
