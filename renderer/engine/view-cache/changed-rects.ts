import {
  childrenOf,
  type DocumentRecord,
  type Layer,
  type LayerId,
  type PixelsId,
} from '../../../shared/document/index.ts';
import {
  EMPTY_RECT,
  intersectRects,
  isEmptyRect,
  moveRect,
  type Rect,
  uniteRects,
} from '../../../shared/geometry/index.ts';

type BoundsOf = (pixels: PixelsId) => Rect;

/**
 * Where one document looks other than another, in document pixels: what changed layers cover before or after. Renaming,
 * locking and whatever is hidden in both change nothing; a layer that moved among others is where it is seen.
 */
export function changedRects(
  before: DocumentRecord,
  after: DocumentRecord,
  boundsOf: BoundsOf,
): readonly Rect[] {
  if (before === after) return [];
  const page: Rect = { x: 0, y: 0, width: after.width, height: after.height };
  if (before.width !== after.width || before.height !== after.height) return [page];
  const old = look(before);
  const now = look(after);
  const moved = movedLayers(before, after);
  const rects: Rect[] = [];
  for (const id of new Set([...old.shown, ...now.shown])) {
    const same =
      old.shown.has(id) === now.shown.has(id) &&
      old.bases.get(id) === now.bases.get(id) &&
      old.isolating.has(id) === now.isolating.has(id) &&
      !moved.has(id) &&
      looksSame(before.layers[id], after.layers[id]);
    if (same) continue;
    const both = uniteRects(coverOf(before, id, boundsOf), coverOf(after, id, boundsOf));
    const rect = intersectRects(both, page);
    if (!isEmptyRect(rect)) rects.push(rect);
  }
  return rects;
}

/** Which layers can be seen, what each clipped one is clipped to, and what others are clipped to: it isolates a group. */
function look(document: DocumentRecord): {
  readonly shown: ReadonlySet<LayerId>;
  readonly bases: ReadonlyMap<LayerId, LayerId>;
  readonly isolating: ReadonlySet<LayerId>;
} {
  const shown = new Set<LayerId>();
  const bases = new Map<LayerId, LayerId>();
  const isolating = new Set<LayerId>();
  const walk = (ids: readonly LayerId[]): void => {
    let base: Layer | null = null;
    for (const id of ids) {
      const layer = document.layers[id];
      if (layer === undefined) continue;
      if (layer.clipped && base !== null) {
        bases.set(id, base.id);
        if (layer.visible && base.kind === 'group' && base.passThrough) isolating.add(base.id);
      } else base = layer;
      if (!layer.visible || layer.opacity === 0) continue;
      shown.add(id);
      if (layer.kind === 'group') walk(layer.children);
    }
  };
  walk(document.root);
  return { shown, bases, isolating };
}

/** Children and names are looked at elsewhere or not at all. */
function looksSame(one: Layer | undefined, other: Layer | undefined): boolean {
  if (one === other) return true;
  if (one === undefined || other === undefined) return false;
  const plain = ({ name: _name, locked: _locked, ...rest }: Layer): object =>
    rest.kind === 'group' ? { ...rest, children: null } : rest;
  return JSON.stringify(plain(one)) === JSON.stringify(plain(other));
}

/** Layers that came into a list, left it, or stand in another order: as few as explain the change. */
function movedLayers(before: DocumentRecord, after: DocumentRecord): ReadonlySet<LayerId> {
  const moved = new Set<LayerId>();
  const groups = new Set<LayerId | null>([null]);
  for (const layers of [before.layers, after.layers])
    for (const layer of Object.values(layers)) if (layer.kind === 'group') groups.add(layer.id);
  for (const group of groups) {
    const old = childrenOf(before, group);
    const now = childrenOf(after, group);
    if (old === now) continue;
    const kept = stillInOrder(old, now);
    for (const id of [...old, ...now]) if (!kept.has(id)) moved.add(id);
  }
  return moved;
}

/** The longest part of `now` whose layers follow each other as in `old`: a longest increasing subsequence of places. */
function stillInOrder(old: readonly LayerId[], now: readonly LayerId[]): ReadonlySet<LayerId> {
  const places = new Map(old.map((id, at) => [id, at]));
  const common = now.filter((id) => places.has(id));
  const lengths = common.map(() => 1);
  const previous = common.map(() => -1);
  let end = common.length - 1;
  for (const [at, id] of common.entries()) {
    for (let one = 0; one < at; one++) {
      const earlier = common[one];
      const isBefore = earlier !== undefined && (places.get(earlier) ?? 0) < (places.get(id) ?? 0);
      if (isBefore && (lengths[one] ?? 0) >= (lengths[at] ?? 0)) {
        lengths[at] = (lengths[one] ?? 0) + 1;
        previous[at] = one;
      }
    }
    if ((lengths[at] ?? 0) > (lengths[end] ?? 0)) end = at;
  }
  const kept = new Set<LayerId>();
  for (let at = end; at >= 0; at = previous[at] ?? -1) {
    const id = common[at];
    if (id !== undefined) kept.add(id);
  }
  return kept;
}

/** Everything that a layer may show or, being clipped to it, let show. */
function coverOf(document: DocumentRecord, id: LayerId, boundsOf: BoundsOf): Rect {
  const layer = document.layers[id];
  if (layer === undefined) return EMPTY_RECT;
  const own =
    layer.kind === 'raster'
      ? moveRect(boundsOf(layer.pixels), layer.offset.x, layer.offset.y)
      : layer.children.map((child) => coverOf(document, child, boundsOf)).reduce(uniteRects, EMPTY_RECT);
  const { mask } = layer;
  if (mask?.enabled !== true || mask.outside !== 0) return own;
  return intersectRects(own, moveRect(boundsOf(mask.pixels), mask.offset.x, mask.offset.y));
}
