import { composite } from '../../../renderer/engine/compositor/composite.ts';
import type { Step } from '../../../renderer/engine/kernel/steps.ts';
import { TILE_SIDE } from '../../../renderer/engine/tiles/index.ts';
import type { BlendMode } from '../../../shared/document/index.ts';
import { type PaintedTiles, paintTiles } from './gesso-documents.ts';
import { type GessoView, openView } from './gesso-view.ts';
import { frameIntervals, postBytes, type StrokeTimes, timeEvents } from './measure.ts';
import { LAYERS, placedAt, strokeSamples, type ViewName } from './scene.ts';

export interface DocumentWanted {
  readonly name: string;
  readonly side: number;
  readonly modes: readonly BlendMode[];
  readonly active: number;
}

interface StrokeWanted {
  readonly view: ViewName;
  /** In the document's pixels. */
  readonly length: number;
  readonly pictureTo?: string;
  /** Copies a tile into the kernel at every event, which the count must see. */
  readonly planted?: boolean;
}

export interface CountedStroke extends StrokeTimes {
  /** By the kernel's own count. */
  readonly touchedBytes: number;
  /** Of the boxes that the moves changed, at the level that is looked at. */
  readonly dirtyBytes: number;
}

export interface GessoPage {
  open(wanted: DocumentWanted): Promise<void>;
  /** What is done is taken back afterwards. */
  stroke(name: string, wanted: StrokeWanted): Promise<CountedStroke>;
  /** What is seen, without any stroke. */
  picture(name: string, view: ViewName, to: string): Promise<void>;
  frames(name: string, view: ViewName, length: number): Promise<readonly number[]>;
  /** Times of frames while the view is moved over what it has shown before. */
  pan(name: string): readonly number[];
  /** Composites all of the document and hands it over in rows of tiles. */
  flatten(name: string, to: string): Promise<void>;
}

declare global {
  interface Window {
    gesso: GessoPage;
  }
}

/** A move of the hand, and as many of them as stay within what a pan of the view goes over. */
const PAN = { by: 16, times: 60 };

const tiles = new Map<number, PaintedTiles>();
const views = new Map<string, GessoView>();
const code = fetch('/kernel.wasm')
  .then((response) => response.arrayBuffer())
  .then((bytes) => WebAssembly.compile(bytes));

function viewOf(name: string): GessoView {
  const view = views.get(name);
  if (view === undefined) throw new Error(`${name} is not open.`);
  // One canvas in the page at a time: what is not looked at must not cost a frame anything.
  for (const other of views.values()) other.canvas.hidden = other !== view;
  return view;
}

function sideOf(view: GessoView): number {
  return view.session.document().width;
}

function show(view: GessoView, name: ViewName): void {
  view.place(placedAt(sideOf(view), name));
  view.draw();
  view.flush();
}

/** All pixels of a tile, there and back. */
function plantCopy({ session }: GessoView): void {
  const window = { x: 0, y: 0, width: TILE_SIDE, height: TILE_SIDE, originX: 0, originY: 0 };
  const bytes = new Uint8Array(TILE_SIDE * TILE_SIDE * 4);
  const step: Step = {
    op: 'bytes',
    pieces: [{ tile: { kind: 'bytes', bytes }, x: 0, y: 0 }],
    mode: 'normal',
    alpha: 1,
    fill: 1,
    atop: false,
    coverage: null,
  };
  session.kernel.run([step], window, { bytes, kept: window });
}

window.gesso = {
  async open({ name, side, modes, active }) {
    const painted = tiles.get(side) ?? paintTiles(side, LAYERS);
    tiles.set(side, painted);
    views.set(name, await openView(await code, { tiles: painted, modes, active }));
  },

  async stroke(name, { view: viewName, length, pictureTo, planted = false }) {
    const view = viewOf(name);
    show(view, viewName);
    const samples = strokeSamples(sideOf(view), length);
    const { touched } = view.session.kernel;
    touched.reset();
    let dirtyBytes = 0;
    const start = performance.now();
    const stroke = view.begin();
    const begin = performance.now() - start;
    const draw = (event: number): void => {
      const sample = samples[event];
      if (sample === undefined) return;
      dirtyBytes += view.dirtyBytes(view.move(stroke, sample));
      if (planted) plantCopy(view);
    };
    const events = timeEvents(samples.length, Number.POSITIVE_INFINITY, draw, view.flush);
    const touchedBytes = touched.total;
    // What the events drew, before anything is drawn again.
    if (pictureTo !== undefined) await postPicture(view, pictureTo);
    const step = stroke.commit();
    view.session.preview(null, null);
    if (step === null) throw new Error('The stroke changed nothing.');
    view.session.push(step);
    view.draw();
    view.session.undo();
    view.draw();
    view.flush();
    return { begin, events, touchedBytes, dirtyBytes };
  },

  async picture(name, viewName, to) {
    const view = viewOf(name);
    show(view, viewName);
    await postPicture(view, to);
  },

  async frames(name, viewName, length) {
    const view = viewOf(name);
    show(view, viewName);
    const samples = strokeSamples(sideOf(view), length);
    const stroke = view.begin();
    const intervals = await frameIntervals((event) => {
      const sample = samples[event];
      if (sample !== undefined) view.move(stroke, sample);
    });
    view.session.preview(null, stroke.cancel());
    view.draw();
    return intervals;
  },

  pan(name) {
    const view = viewOf(name);
    const { zoom, x, y } = placedAt(sideOf(view), 'actual');
    const moved = (event: number): void => {
      const by = PAN.by * (event % PAN.times);
      view.place({ zoom, x: x - by, y: y - by / 2 });
      view.draw();
    };
    for (let event = 0; event < PAN.times; event++) moved(event);
    return timeEvents(PAN.times * 3, Number.POSITIVE_INFINITY, moved, view.flush);
  },

  async flatten(name, to) {
    const { session } = viewOf(name);
    const { width, height } = session.document();
    const tile = new Uint8Array(TILE_SIDE * TILE_SIDE * 4);
    const sending: Promise<void>[] = [];
    for (let y = 0; y < height; y += TILE_SIDE) {
      const rows = new Uint8Array(width * TILE_SIDE * 4);
      for (let x = 0; x < width; x += TILE_SIDE) {
        const rect = { x, y, width: TILE_SIDE, height: TILE_SIDE };
        composite(session.kernel, session.document(), session.reader, 0, rect, tile);
        layRows(tile, rows, x, width);
      }
      // In order, while the next rows are composited; no more wait than two.
      const before = sending.at(-1) ?? Promise.resolve();
      sending.push(before.then(() => postBytes(to, rows)));
      await sending.at(-3);
    }
    await sending.at(-1);
  },
};

/** Whole pixels in a loop: rows of a tile are too short for a view of each. */
function layRows(tile: Uint8Array, rows: Uint8Array, x: number, width: number): void {
  const from = new Uint32Array(tile.buffer);
  const to = new Uint32Array(rows.buffer);
  for (let row = 0, at = 0; row < TILE_SIDE; row++)
    for (let target = row * width + x, end = target + TILE_SIDE; target < end; target++, at++)
      to[target] = from[at] ?? 0;
}

async function postPicture({ canvas }: GessoView, to: string): Promise<void> {
  const context = canvas.getContext('2d');
  if (context === null) return;
  await postBytes(to, context.getImageData(0, 0, canvas.width, canvas.height).data);
}
