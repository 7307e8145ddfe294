import type { DocumentRecord, LayerId } from '../../../shared/document/index.ts';
import type { Rect } from '../../../shared/geometry/index.ts';
import { createMipCache } from '../mips/index.ts';
import type { Brush, Sample, Stroke, StrokeOptions, StrokeRefusal, StrokeTarget } from '../strokes/index.ts';
import { beginStroke } from '../strokes/index.ts';
import { createTileStore, readRect, type SpillStore, type TileStore } from '../tiles/index.ts';
import {
  createHistory,
  decodeStep,
  encodeStep,
  type Gesture,
  type History,
  type Step,
  type StepRefusal,
  type Turn,
} from '../undo/index.ts';
import { type Command, type CommandRefusal, runCommand } from './commands/index.ts';
import { createReader, type PixelReader } from './reader.ts';
import { gridOf, openState } from './state.ts';

export interface DriverOptions {
  readonly document: DocumentRecord;
  readonly undoBytesMax?: number;
  readonly spill?: SpillStore;
  /** A test's planted bug goes here. */
  readonly takeBack?: Parameters<typeof createHistory>[0]['takeBack'];
  /** Told of each step that was done for the first time, as a journal keeps it. */
  readonly onStep?: (encoded: Uint8Array) => void;
}

/** The real engine without a window: gestures and commands in document space, and pixels read back. */
export interface EditorDriver {
  readonly store: TileStore;
  readonly history: History;
  /** At every level, with the stroke that is being drawn. */
  readonly reader: PixelReader;
  run(command: Command, gesture?: Gesture): Turn | CommandRefusal | null;
  pointerDown(
    target: StrokeTarget,
    brush: Brush,
    first: Sample,
    options?: StrokeOptions,
  ): StrokeRefusal | null;
  pointerMove(samples: readonly Sample[]): void;
  pointerUp(): Turn | null;
  /** Escape. */
  cancel(): void;
  undo(): Turn | null;
  redo(): Turn | null;
  jump(number: number): Turn | null;
  encode(step: Step): Uint8Array;
  replay(encoded: Uint8Array): Turn | StepRefusal;
  /** Of a layer or its mask, in document space. */
  readPixels(layer: LayerId, part: 'pixels' | 'mask', rect: Rect): Uint8Array | null;
  close(): void;
}

const UNDO_BYTES = 1024 ** 3;

export function createDriver({
  document,
  undoBytesMax,
  spill,
  takeBack,
  onStep,
}: DriverOptions): EditorDriver {
  const store = createTileStore(spill ?? null);
  const mips = createMipCache();
  const history = createHistory({
    store,
    state: openState(document),
    bytesMax: undoBytesMax ?? UNDO_BYTES,
    ...(takeBack === undefined ? {} : { takeBack }),
  });
  let stroke: Stroke | null = null;
  let names = 0;

  const shown = <Some extends Turn | null>(turn: Some): Some => {
    for (const { pixels, rect } of turn?.touched ?? []) mips.touch(pixels, rect);
    for (const pixels of turn?.from.grids.keys() ?? []) if (!turn?.to.grids.has(pixels)) mips.forget(pixels);
    return turn;
  };
  const push = (step: Step, gesture?: Gesture): Turn => {
    onStep?.(encodeStep(step, store));
    return shown(history.push(step, gesture));
  };
  const cancel = (): void => {
    if (stroke !== null) mips.touch(stroke.pixels, stroke.cancel());
    stroke = null;
  };
  const settled = <Some>(act: () => Some): Some => {
    cancel();
    return act();
  };
  return {
    store,
    history,
    reader: createReader(store, mips, () => ({ state: history.state, preview: stroke?.preview() ?? null })),
    run: (command, gesture) =>
      settled(() => {
        const context = { store, state: history.state, newId: () => `n${++names}` };
        const outcome = runCommand(context, command);
        if (outcome.kind === 'step') return push(outcome.step, gesture);
        return outcome.kind === 'refused' ? outcome.code : null;
      }),
    pointerDown: (target, brush, first, options) =>
      settled(() => {
        const begun = beginStroke(store, history.state, target, brush, options);
        if (begun.kind === 'refused') return begun.code;
        stroke = begun.stroke;
        mips.touch(stroke.pixels, stroke.add([first]));
        return null;
      }),
    pointerMove(samples) {
      if (stroke !== null) mips.touch(stroke.pixels, stroke.add(samples));
    },
    pointerUp() {
      const step = stroke?.commit() ?? null;
      stroke = null;
      return step === null ? null : push(step);
    },
    cancel,
    undo: () => settled(() => shown(history.undo())),
    redo: () => settled(() => shown(history.redo())),
    jump: (number) => settled(() => shown(history.jump(number))),
    encode: (step) => encodeStep(step, store),
    replay(encoded) {
      const decoded = decodeStep(encoded, history.state, store);
      return decoded.kind === 'step' ? shown(history.push(decoded.step)) : decoded.code;
    },
    readPixels(id, part, rect) {
      const layer = history.state.document.layers[id];
      const from = part === 'mask' ? layer?.mask : layer?.kind === 'raster' ? layer : null;
      if (from == null) return null;
      const place = { ...rect, x: rect.x - from.offset.x, y: rect.y - from.offset.y };
      return readRect(store, gridOf(history.state, from.pixels), place);
    },
    close() {
      cancel();
      history.close();
    },
  };
}
