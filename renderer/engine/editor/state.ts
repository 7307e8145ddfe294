import type { DocumentRecord, PixelsId } from '../../../shared/document/index.ts';
import { type Channels, emptyGrid, type Grid } from '../tiles/index.ts';

/** A document with its pixels. Immutable: a step makes another, and what did not change is the same object in both. */
export interface EditorState {
  readonly document: DocumentRecord;
  /** Of every id that the document names, and of no other. */
  readonly grids: ReadonlyMap<PixelsId, Grid>;
}

export interface PixelsKind {
  readonly channels: Channels;
  readonly outside: number;
}

/** What kind of pixels each id names: a layer's colours, a mask's coverage, the selection. */
export function pixelsKinds(document: DocumentRecord): ReadonlyMap<PixelsId, PixelsKind> {
  const kinds = new Map<PixelsId, PixelsKind>();
  for (const layer of Object.values(document.layers)) {
    if (layer.kind === 'raster') kinds.set(layer.pixels, { channels: 4, outside: 0 });
    if (layer.mask !== null) kinds.set(layer.mask.pixels, { channels: 1, outside: layer.mask.outside });
  }
  if (document.selection !== null) kinds.set(document.selection, { channels: 1, outside: 0 });
  return kinds;
}

/** The grids that a document names, from those there are; new ones are empty. */
export function gridsOf(
  document: DocumentRecord,
  from: ReadonlyMap<PixelsId, Grid>,
): ReadonlyMap<PixelsId, Grid> {
  const kinds = pixelsKinds(document);
  const same =
    kinds.size === from.size && [...kinds].every(([id, kind]) => from.get(id)?.outside === kind.outside);
  if (same) return from;
  const grids = new Map<PixelsId, Grid>();
  for (const [id, { channels, outside }] of kinds) {
    const grid = from.get(id) ?? emptyGrid(channels, outside);
    grids.set(id, grid.outside === outside ? grid : { ...grid, outside });
  }
  return grids;
}

export function openState(document: DocumentRecord): EditorState {
  return { document, grids: gridsOf(document, new Map()) };
}

export function gridOf(state: EditorState, id: PixelsId): Grid {
  const grid = state.grids.get(id);
  if (grid === undefined) throw new Error('pixels that the document does not name');
  return grid;
}
