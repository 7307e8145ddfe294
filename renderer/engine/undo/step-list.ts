import type { EditorState } from '../editor/state.ts';
import type { Tile, TileStore } from '../tiles/index.ts';
import { dropStep, mergeSteps, type Step, stateAfter, stateBefore } from './step.ts';

/** Names one gesture, so that its steps become one entry: a slider that is being dragged. */
export interface Gesture {
  readonly label: string;
}

export interface HistoryOptions {
  readonly store: TileStore;
  readonly state: EditorState;
  /** Of what undo alone holds. The last step always stays. */
  readonly bytesMax: number;
  /** How a step is taken back; a test plants its bug here. */
  readonly takeBack?: (state: EditorState, step: Step) => EditorState;
}

interface Entry {
  step: Step;
  readonly gesture: Gesture | null;
  mark: string | null;
}

/** The steps in a row, and which of them are done. Moves the state's references along with its steps. */
export interface List {
  state: EditorState;
  readonly entries: Entry[];
  /** Number of the entry before the oldest. */
  dropped: number;
  /** So many of the entries are done; the rest were taken back. */
  done: number;
  bytes: number;
  /** The state before the oldest entry may be marked too. */
  startMark: string | null;
  drop(gone: readonly Entry[]): void;
  bound(): void;
  /** Forgets the oldest entry, which is done. */
  forgetOldest(): void;
  mergeLast(gesture: Gesture): void;
  /** The step that was done, if there was one. */
  forward(): readonly Step[];
  back(): readonly Step[];
}

export function createList({ store, state, bytesMax, takeBack = stateBefore }: HistoryOptions): List {
  const list: List = {
    state,
    entries: [],
    dropped: 0,
    done: 0,
    bytes: 0,
    startMark: null,
    drop(gone) {
      for (const { step } of gone) {
        list.bytes -= step.bytes;
        dropStep(store, step);
      }
    },
    bound() {
      while (list.bytes > bytesMax && list.done > 1) list.forgetOldest();
    },
    forgetOldest() {
      const gone = list.entries.splice(0, 1);
      list.startMark = gone[0]?.mark ?? null;
      list.drop(gone);
      list.dropped++;
      list.done--;
    },
    mergeLast(gesture) {
      const [earlier, last] = list.entries.slice(-2);
      if (earlier?.gesture !== gesture || last === undefined) return;
      list.bytes -= earlier.step.bytes + last.step.bytes;
      earlier.step = mergeSteps(store, earlier.step, last.step);
      list.bytes += earlier.step.bytes;
      list.entries.pop();
      list.done--;
    },
    forward() {
      const entry = list.entries[list.done];
      if (entry === undefined) return [];
      list.done++;
      list.state = stateAfter(list.state, entry.step);
      hold(store, entry.step, 'after', 'before');
      return [entry.step];
    },
    back() {
      const entry = list.entries[list.done - 1];
      if (entry === undefined) return [];
      list.done--;
      list.state = takeBack(list.state, entry.step);
      hold(store, entry.step, 'before', 'after');
      return [entry.step];
    },
  };
  return list;
}

/** The state takes hold of one side of a step and lets the other go, which is cold from now on. */
function hold(store: TileStore, step: Step, taken: 'before' | 'after', left: 'before' | 'after'): void {
  for (const change of step.tiles) {
    const take: Tile | null = change[taken];
    const leave: Tile | null = change[left];
    if (take !== null) store.retain(take);
    if (leave === null) continue;
    store.release(leave);
    store.cool(leave);
  }
}
