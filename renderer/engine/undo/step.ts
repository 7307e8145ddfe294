import type { DocumentRecord, PixelsId } from '../../../shared/document/index.ts';
import type { Rect } from '../../../shared/geometry/index.ts';
import { type EditorState, gridOf, gridsOf } from '../editor/state.ts';
import {
  type Grid,
  type Tile,
  type TileKey,
  type TileStore,
  type TileUpdate,
  tileBytes,
  tileRect,
  withTiles,
} from '../tiles/index.ts';

export interface TileChange {
  readonly pixels: PixelsId;
  readonly key: TileKey;
  readonly before: Tile | null;
  readonly after: Tile | null;
  /** Where in the grid pixels may differ: what must be drawn again. */
  readonly dirty: Rect;
}

/**
 * One entry of the undo list: two pointers to records and the tiles that differ. A step owns a reference to each of its
 * tiles, before and after, until `dropStep`.
 */
export interface Step {
  /** A code; the words are the window's. */
  readonly label: string;
  readonly before: DocumentRecord;
  readonly after: DocumentRecord;
  readonly tiles: readonly TileChange[];
  /** What undo alone holds for it: the tiles before, unpacked, and a little for the records. */
  readonly bytes: number;
}

/** Records share what did not change; this is what a changed one takes, about. */
const RECORD_BYTES = 2048;

export interface PixelsUpdate {
  readonly pixels: PixelsId;
  /** References of these tiles become the step's. */
  readonly tiles: TileUpdate;
  /** By tile, where less than all of it changed. */
  readonly dirty?: ReadonlyMap<TileKey, Rect>;
}

/**
 * The step from a state to another document with other tiles. Pixels that the document after does not name any more lose
 * all their tiles, so that only undo holds them.
 */
export function makeStep(
  store: TileStore,
  state: EditorState,
  label: string,
  after: DocumentRecord,
  updates: readonly PixelsUpdate[] = [],
): Step {
  const kept = gridsOf(after, state.grids);
  const tiles: TileChange[] = [];
  for (const [pixels, grid] of state.grids)
    if (!kept.has(pixels))
      for (const [key, before] of grid.tiles)
        tiles.push({ pixels, key, before, after: null, dirty: tileRect(key) });
  for (const { pixels, tiles: update, dirty } of updates) {
    if (!kept.has(pixels)) throw new Error('tiles for pixels that the document does not name');
    const grid = state.grids.get(pixels);
    for (const [key, tile] of update) {
      const before = grid?.tiles.get(key) ?? null;
      if (before !== null || tile !== null)
        tiles.push({ pixels, key, before, after: tile, dirty: dirty?.get(key) ?? tileRect(key) });
    }
  }
  for (const { before } of tiles) if (before !== null) store.retain(before);
  return { label, before: state.document, after, tiles, bytes: RECORD_BYTES + sizeOf(tiles) };
}

export function dropStep(store: TileStore, step: Step): void {
  for (const { before, after } of step.tiles) {
    if (before !== null) store.release(before);
    if (after !== null) store.release(after);
  }
}

/** Two steps of one gesture as one: what lies between them is nobody's any more. Takes over the references of both. */
export function mergeSteps(store: TileStore, first: Step, second: Step): Step {
  const merged = new Map<string, TileChange>();
  for (const change of first.tiles) merged.set(`${change.pixels}:${change.key}`, change);
  for (const change of second.tiles) {
    const name = `${change.pixels}:${change.key}`;
    const earlier = merged.get(name);
    if (earlier === undefined) merged.set(name, change);
    else {
      if (earlier.after !== null) store.release(earlier.after);
      if (change.before !== null) store.release(change.before);
      merged.set(name, { ...change, before: earlier.before, dirty: tileRect(change.key) });
    }
  }
  const tiles = [...merged.values()];
  return { ...first, after: second.after, tiles, bytes: RECORD_BYTES + sizeOf(tiles) };
}

export function stateAfter(state: EditorState, step: Step): EditorState {
  return turned(state, step.after, step.tiles, 'after');
}

export function stateBefore(state: EditorState, step: Step): EditorState {
  return turned(state, step.before, step.tiles, 'before');
}

function turned(
  state: EditorState,
  document: DocumentRecord,
  changes: readonly TileChange[],
  side: 'before' | 'after',
): EditorState {
  const updates = new Map<PixelsId, Map<TileKey, Tile | null>>();
  for (const change of changes) {
    const update = updates.get(change.pixels) ?? new Map<TileKey, Tile | null>();
    updates.set(change.pixels, update.set(change.key, change[side]));
  }
  const kept = gridsOf(document, state.grids);
  if (updates.size === 0) return { document, grids: kept };
  const grids = new Map<PixelsId, Grid>(kept);
  for (const [id, update] of updates)
    if (grids.has(id)) grids.set(id, withTiles(gridOf({ document, grids }, id), update));
  return { document, grids };
}

function sizeOf(tiles: readonly TileChange[]): number {
  let bytes = 0;
  for (const { before } of tiles)
    if (before !== null && before.uniform === null) bytes += tileBytes(before.channels);
  return bytes;
}
