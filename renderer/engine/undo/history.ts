import type { PixelsId } from '../../../shared/document/index.ts';
import type { Rect } from '../../../shared/geometry/index.ts';
import type { EditorState } from '../editor/state.ts';
import { type Step, stateBefore } from './step.ts';
import { createList, type Gesture, type HistoryOptions } from './step-list.ts';

/** What came of a step, for those who show it. */
export interface Turn {
  readonly from: EditorState;
  readonly to: EditorState;
  readonly touched: readonly { readonly pixels: PixelsId; readonly rect: Rect }[];
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
  /** Forgets what is done up to this entry: it is not taken back any more, and the numbers stay. */
  forget(number: number): void;
  /** All that is done becomes what the list begins with, at this place; nothing may have been taken back. */
  beginAt(number: number): void;
  /** For one who writes it down: the references stay the list's. */
  whole(): WholeList;
  /** Lets everything go, the state's own pixels too. */
  close(): void;
}

/** The list as it is, with what was before it. */
export interface WholeList {
  readonly start: EditorState;
  /** The number of the entry before the oldest. */
  readonly startsAt: number;
  /** Those that were taken back too. */
  readonly steps: readonly Step[];
  readonly position: number;
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
  const forget = (number: number): void => {
    while (list.dropped < number && list.done > 0) list.forgetOldest();
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
    forget,
    beginAt(number) {
      forget(list.dropped + list.done);
      if (list.entries.length > 0) throw new Error('a list begins with what is done alone');
      list.dropped = number;
    },
    whole() {
      let start = list.state;
      for (let at = list.done - 1; at >= 0; at--) start = before(start, list.entries[at]);
      const steps = list.entries.map(({ step }) => step);
      return { start, startsAt: list.dropped, steps, position: list.dropped + list.done };
    },
    close() {
      list.drop(list.entries.splice(0));
      list.done = 0;
      for (const grid of list.state.grids.values())
        for (const tile of grid.tiles.values()) store.release(tile);
      list.state = { ...list.state, grids: new Map() };
    },
  };
}

function before(state: EditorState, entry: { readonly step: Step } | undefined): EditorState {
  return entry === undefined ? state : stateBefore(state, entry.step);
}

function turn(from: EditorState, to: EditorState, steps: readonly Step[]): Turn {
  const touched = steps.flatMap(({ tiles }) => tiles.map(({ pixels, dirty }) => ({ pixels, rect: dirty })));
  return { from, to, touched };
}
