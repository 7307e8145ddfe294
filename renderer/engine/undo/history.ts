import type { PixelsId } from '../../../shared/document/index.ts';
import type { Rect } from '../../../shared/geometry/index.ts';
import type { EditorState } from '../editor/state.ts';
import type { Tile, TileStore } from '../tiles/index.ts';
import { dropStep, mergeSteps, type Step, stateAfter, stateBefore } from './step.ts';

/** What came of a step, for those who show it. */
export interface Turn {
  readonly from: EditorState;
  readonly to: EditorState;
  readonly touched: readonly { readonly pixels: PixelsId; readonly rect: Rect }[];
}

/** Names one gesture, so that its steps become one entry: a slider that is being dragged. */
export interface Gesture {
  readonly label: string;
}

export interface History {
  readonly state: EditorState;
  /** From the oldest; `number` stays with its entry when older ones are dropped. */
  entries(): readonly { readonly number: number; readonly label: string; readonly mark: string | null }[];
  /** The number of the last entry that is done; one less than the oldest's when none is. */
  readonly position: number;
  readonly bytes: number;
  /** Takes the step over, and what was undone is gone. Steps of one gesture, one after the other, become one. */
  push(step: Step, gesture?: Gesture): Turn;
  undo(): Turn | null;
  redo(): Turn | null;
  /** To just after the entry with this number, or before all of them. */
  jump(number: number): Turn | null;
  /** Names where we are now. */
  mark(name: string): void;
  jumpToMark(name: string): Turn | null;
  step(number: number): Step | null;
  /** Lets everything go, the state's own pixels too. */
  close(): void;
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

/** Owns the state and the list. The state's references go with its tiles as steps are done and taken back. */
export function createHistory(options: HistoryOptions): History {
  const { store } = options;
  const list = createList(options);
  const move = (to: number): Turn | null => {
    const target = Math.max(0, Math.min(list.entries.length, to - list.dropped));
    if (target === list.done) return null;
    const from = list.state;
    const steps: Step[] = [];
    while (list.done < target) steps.push(...list.forward());
    while (list.done > target) steps.push(...list.back());
    return turn(from, list.state, steps);
  };
  return {
    get state() {
      return list.state;
    },
    get position() {
      return list.dropped + list.done;
    },
    get bytes() {
      return list.bytes;
    },
    entries: () =>
      list.entries.map(({ step, mark }, at) => ({ number: list.dropped + at + 1, label: step.label, mark })),
    push(step, gesture) {
      const from = list.state;
      list.drop(list.entries.splice(list.done));
      list.bytes += step.bytes;
      list.entries.push({ step, gesture: gesture ?? null, mark: null });
      list.forward();
      if (gesture !== undefined) list.mergeLast(gesture);
      list.bound();
      return turn(from, list.state, [step]);
    },
    undo: () => (list.done === 0 ? null : move(list.dropped + list.done - 1)),
    redo: () => move(list.dropped + list.done + 1),
    jump: move,
    mark(name) {
      for (const entry of list.entries) if (entry.mark === name) entry.mark = null;
      const entry = list.entries[list.done - 1];
      if (entry === undefined) list.startMark = name;
      else entry.mark = name;
    },
    jumpToMark(name) {
      const at = list.entries.findIndex(({ mark }) => mark === name);
      if (at !== -1) return move(list.dropped + at + 1);
      return list.startMark === name ? move(list.dropped) : null;
    },
    step: (number) => list.entries[number - list.dropped - 1]?.step ?? null,
    close() {
      list.drop(list.entries.splice(0));
      list.done = 0;
      for (const grid of list.state.grids.values())
        for (const tile of grid.tiles.values()) store.release(tile);
      list.state = { ...list.state, grids: new Map() };
    },
  };
}

interface List {
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
  mergeLast(gesture: Gesture): void;
  /** The step that was done, if there was one. */
  forward(): readonly Step[];
  back(): readonly Step[];
}

function createList({ store, state, bytesMax, takeBack = stateBefore }: HistoryOptions): List {
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
      while (list.bytes > bytesMax && list.done > 1) {
        const gone = list.entries.splice(0, 1);
        list.startMark = gone[0]?.mark ?? null;
        list.drop(gone);
        list.dropped++;
        list.done--;
      }
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

function turn(from: EditorState, to: EditorState, steps: readonly Step[]): Turn {
  const touched = steps.flatMap(({ tiles }) => tiles.map(({ pixels, dirty }) => ({ pixels, rect: dirty })));
  return { from, to, touched };
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
