import type { EditorState } from '../editor/state.ts';
import type { Session } from '../session/session.ts';
import { type Tile, type TileStore, tileRect } from '../tiles/index.ts';
import { encodeStep, type Step, type TileChange, type WholeList } from '../undo/index.ts';
import { writePositionEntry, writeStartEntry, writeStepEntries } from './journal-entries.ts';
import { BEFORE_ALL, FIRST_POSITION } from './replay.ts';
import { inSlices, type SliceParts } from './slices.ts';

/** So many tiles are written in one go: a few megabytes. */
const TILES_AT_ONCE = 16;
/** So much is handed to the browser at once, which keeps it out of the worker's memory. */
const PIECE_BYTES = 8 * 1024 * 1024;

/** What a base is made of. The step that brought the document is forgotten: it goes into what the list begins with. */
export function baseList({ history }: Session): WholeList {
  history.forget(FIRST_POSITION);
  return history.whole();
}

/**
 * What takes the place of a journal: the state before the oldest step that can be taken back, the steps, and where among
 * them we are. Each entry has its length before it. Made in slices, while steps are made and forgotten: it holds what it
 * needs. Null when `isWanted` says so in between.
 */
export async function makeBase(
  list: WholeList,
  store: TileStore,
  parts: SliceParts,
  isWanted: () => boolean,
): Promise<Blob | null> {
  const tiles = tilesOf(list);
  for (const tile of tiles) store.retain(tile);
  try {
    const pause = inSlices(parts);
    const body = createBody();
    for (const entry of entriesOf(list, store)) {
      body.add(entry);
      await pause();
      if (!isWanted()) return null;
    }
    return body.end();
  } finally {
    for (const tile of tiles) store.release(tile);
  }
}

function tilesOf({ start, steps }: WholeList): readonly Tile[] {
  const before = [...start.grids.values()].flatMap((grid) => [...grid.tiles.values()]);
  return [...before, ...steps.flatMap((step) => step.tiles.flatMap(({ after }) => after ?? []))];
}

function* entriesOf(list: WholeList, store: TileStore): Generator<Uint8Array<ArrayBuffer>> {
  const states = statesOf(list.start);
  yield writeStartEntry(list.startsAt, states.length);
  for (const step of [...states, ...list.steps]) yield* writeStepEntries(encodeStep(step, store));
  yield writePositionEntry(list.position);
}

/** The steps that make a state from nothing; they own no tiles. */
function statesOf({ document, grids }: EditorState): readonly Step[] {
  const changes = [...grids].flatMap(([pixels, grid]) =>
    [...grid.tiles].map(
      ([key, after]): TileChange => ({ pixels, key, before: null, after, dirty: tileRect(key) }),
    ),
  );
  const states: Step[] = [];
  for (let at = 0; at === 0 || at < changes.length; at += TILES_AT_ONCE) {
    const before = at === 0 ? BEFORE_ALL.document : document;
    const tiles = changes.slice(at, at + TILES_AT_ONCE);
    states.push({ label: 'open', before, after: document, tiles, bytes: 0 });
  }
  return states;
}

function createBody(): { add(entry: Uint8Array<ArrayBuffer>): void; end(): Blob } {
  const pieces: Blob[] = [];
  let waiting: BlobPart[] = [];
  let waitingBytes = 0;
  const flush = (): void => {
    pieces.push(new Blob(waiting));
    waiting = [];
    waitingBytes = 0;
  };
  return {
    add(entry) {
      const length = new Uint8Array(4);
      new DataView(length.buffer).setUint32(0, entry.length, true);
      waiting.push(length, entry);
      waitingBytes += entry.length;
      if (waitingBytes >= PIECE_BYTES) flush();
    },
    end() {
      flush();
      return new Blob(pieces);
    },
  };
}
