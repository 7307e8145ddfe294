import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DocumentRecord, LayerId, PixelsId } from '../../../shared/document/index.ts';
import type { Brush, Sample, StrokeTarget } from '../strokes/index.ts';
import { readRect, sameBytes } from '../tiles/index.ts';
import { crc32 } from '../undo/crc.ts';
import { decodeStep, dropStep, type Step } from '../undo/index.ts';
import { stateBefore } from '../undo/step.ts';
import type { Command } from './commands/index.ts';
import { createDriver, type DriverOptions, type EditorDriver } from './driver.ts';
import type { EditorState } from './state.ts';

const EMPTY: DocumentRecord = { width: 300, height: 280, layers: {}, root: [], selection: null };
const PLACE = { x: -60, y: -60, width: 420, height: 400 };
const BRUSH: Brush = {
  size: 50,
  hardness: 0.4,
  opacity: 0.8,
  flow: 0.5,
  spacing: 0.2,
  smoothing: 0.2,
  pressureSize: null,
  pressureOpacity: { least: 0.2, bend: 1 },
  paint: { kind: 'colour', red: 10, green: 150, blue: 220 },
};

const act = fc.record({
  what: fc.nat(20),
  which: fc.nat(30),
  x: fc.integer({ min: -20, max: 300 }),
  y: fc.integer({ min: -20, max: 280 }),
  pick: fc.nat(5),
});
type Act = typeof act extends fc.Arbitrary<infer One> ? One : never;

function paint(driver: EditorDriver, id: LayerId, { x, y, pick, what }: Act): void {
  const part = pick === 0 ? (x % 2 === 0 ? 'selection' : 'mask') : 'pixels';
  const paints =
    pick === 0
      ? ({ kind: 'coverage', value: 40 } as const)
      : pick === 1
        ? ({ kind: 'erase' } as const)
        : BRUSH.paint;
  const to: Sample[] = [1, 2, 3].map((n) => ({
    x: x + 40 * n,
    y: y + 10 * n * (pick - 2),
    pressure: 0.3 * n,
  }));
  const fresh = `s${driver.history.position}-${x}-${y}` as PixelsId;
  const target: StrokeTarget = part === 'selection' ? { part, fresh } : { layer: id, part };
  driver.pointerDown(target, { ...BRUSH, paint: paints }, { x, y, pressure: 0.6 });
  driver.pointerMove(to);
  if (what === 1) driver.cancel();
  else driver.pointerUp();
}

function guideCommand(x: number, y: number): Command {
  if (y < 20) return { kind: 'clear-guides' };
  return { kind: 'add-guide', guide: { orientation: x > y ? 'vertical' : 'horizontal', position: x / 2 } };
}

/** One random act by plain numbers, so that a failing run shrinks well. */
function perform(driver: EditorDriver, one: Act, at: number): void {
  const { what, which, x, y, pick } = one;
  const { document } = driver.history.state;
  const ids = Object.keys(document.layers) as LayerId[];
  const id = ids[which % Math.max(1, ids.length)] ?? ('none' as LayerId);
  const place = { parent: document.layers[id]?.kind === 'group' ? id : null, index: pick };
  const fresh = `a${at}` as LayerId;
  const how = (['replace', 'add', 'subtract', 'intersect'] as const)[pick % 4] ?? 'replace';
  const commands: Record<number, Command> = {
    4: { kind: 'add-layer', id: fresh, name: 'layer', place },
    5: {
      kind: 'paste-pixels',
      id: fresh,
      name: 'pasted',
      place,
      rect: { x, y, width: 30, height: 20 },
      bytes: new Uint8Array(2400).map((_, i) => (i * 13) & 255),
    },
    6:
      pick > 3
        ? { kind: 'ungroup-layers', ids: [id] }
        : { kind: 'add-group', id: fresh, name: 'group', place },
    7: { kind: 'remove-layers', ids: [id] },
    8: { kind: 'duplicate-layer', id, name: 'copy' },
    9: { kind: 'move-layer', id, place },
    10:
      pick === 4
        ? { kind: 'patch-layers', changes: ids.map((one) => ({ id: one, patch: { visible: one === id } })) }
        : { kind: 'patch-layer', id, patch: { opacity: pick / 5, locked: pick === 5 && which === 3 } },
    11: { kind: 'offset-layers', ids: [id], dx: x - 100, dy: y - 100 },
    12: { kind: 'add-mask', id, from: (['show', 'hide', 'selection'] as const)[pick % 3] ?? 'show' },
    13: { kind: pick > 2 ? 'apply-mask' : 'delete-mask', id },
    14: { kind: 'fill-selection', id, colour: { red: x & 255, green: 9, blue: 99 } },
    15: { kind: 'clear-pixels', id },
    16: {
      kind: 'select-shape',
      how,
      shape: { kind: pick > 2 ? 'ellipse' : 'rectangle', x, y, width: 90, height: 60 },
    },
    17:
      pick > 3
        ? guideCommand(x, y)
        : { kind: (['select-none', 'select-all', 'invert-selection'] as const)[pick % 3] ?? 'select-none' },
    18: { kind: 'feather-selection', radius: 4 },
    19: {
      kind: 'transform-layers',
      ids: [id],
      matrix: { a: 0.8, b: 0.3, c: pick > 2 ? -0.3 : 0, d: 0.8, e: 20, f: 4 },
    },
    20: { kind: 'crop-page', rect: { x: x - 50, y: y - 50, width: 60 + 40 * pick, height: 90 + 30 * pick } },
  };
  const command = commands[what];
  if (command !== undefined) driver.run(command);
  else if (what === 3) (pick > 3 ? driver.redo : driver.undo)();
  else paint(driver, id, one);
}

/** Records and every pixel, to be compared bit by bit. */
function pictureOf({ store, history }: EditorDriver): {
  document: DocumentRecord;
  pixels: Map<string, Uint8Array>;
} {
  const pixels = new Map([...history.state.grids].map(([id, grid]) => [id, readRect(store, grid, PLACE)]));
  return { document: history.state.document, pixels };
}

function expectSame(one: ReturnType<typeof pictureOf>, other: ReturnType<typeof pictureOf>): void {
  expect(one.document).toEqual(other.document);
  expect([...one.pixels.keys()].sort()).toEqual([...other.pixels.keys()].sort());
  for (const [id, bytes] of one.pixels)
    expect(sameBytes(bytes, other.pixels.get(id) ?? new Uint8Array()), id).toBe(true);
}

const START: readonly Command[] = [
  { kind: 'add-layer', id: 'first' as LayerId, name: 'first', place: { parent: null, index: 0 } },
];

function law(options: Partial<DriverOptions>, numRuns: number, seed: number): void {
  fc.assert(
    fc.property(fc.array(act, { minLength: 4, maxLength: 14 }), (acts) => {
      const driver = createDriver({ document: EMPTY, ...options });
      const start = pictureOf(driver);
      for (const command of START) driver.run(command);
      for (const [at, one] of acts.entries()) perform(driver, one, at);
      const end = pictureOf(driver);
      const { position } = driver.history;
      driver.jump(0);
      expectSame(pictureOf(driver), start);
      driver.jump(position);
      expectSame(pictureOf(driver), end);
      replayed(driver, end);
      driver.close();
      expect([driver.store.count, driver.store.bytes.resident]).toEqual([0, 0]);
    }),
    { numRuns, seed, endOnFailure: true },
  );
}

/** What a journal of these steps makes of an empty document, after a restart. */
function replayed(driver: EditorDriver, end: ReturnType<typeof pictureOf>): void {
  const { position } = driver.history;
  const journal: Uint8Array[] = [];
  driver.jump(0);
  const again = createDriver({ document: EMPTY });
  const pictures = [pictureOf(driver)];
  for (let number = 1; number <= position; number++) {
    driver.redo();
    pictures.push(pictureOf(driver));
    const step = driver.history.step(number);
    if (step !== null) journal.push(driver.encode(step));
  }
  for (const encoded of journal) expect(again.replay(encoded)).toHaveProperty('to');
  expectSame(pictureOf(again), end);
  expect(again.history.entries()).toEqual(driver.history.entries().slice(0, position));
  for (let number = position; number > 0; number--) {
    again.undo();
    expectSame(pictureOf(again), pictures[number - 1] ?? end);
  }
  again.close();
  expect(again.store.count).toBe(0);
}

describe('the editor under random acts', () => {
  it('undo all is the start, redo all the end, a replayed journal the same, and no tile is left over', () => {
    law({}, 10, 4);
  });

  it('finds an undo that forgets one tile', () => {
    const forgetful = (state: EditorState, step: Step): EditorState =>
      stateBefore(state, { ...step, tiles: step.tiles.slice(1) });
    expect(() => law({ takeBack: forgetful }, 60, 6)).toThrow(/Property failed/);
  });

  it('stays within its bytes, and says which steps it still has', () => {
    const driver = createDriver({ document: EMPTY, undoBytesMax: 600_000 });
    for (const command of START) driver.run(command);
    const id = 'first' as LayerId;
    for (let n = 0; n < 12; n++) paint(driver, id, { what: 0, which: 0, x: 10 * n, y: 40, pick: 2 });
    expect(driver.history.bytes).toBeLessThanOrEqual(600_000);
    const [oldest] = driver.history.entries();
    expect(oldest?.number).toBeGreaterThan(1);
    driver.jump(0);
    expect(driver.history.position).toBe((oldest?.number ?? 0) - 1);
    driver.close();
    expect(driver.store.count).toBe(0);
  });

  it('makes one step of one gesture, and goes back to a mark', () => {
    const driver = createDriver({ document: EMPTY });
    for (const command of START) driver.run(command);
    driver.history.mark('opened');
    const gesture = { label: 'opacity' };
    for (const opacity of [0.9, 0.5, 0.2])
      driver.run({ kind: 'patch-layer', id: 'first' as LayerId, patch: { opacity } }, gesture);
    expect(driver.history.entries().map(({ label }) => label)).toEqual(['add-layer', 'layer-opacity']);
    driver.history.jumpToMark('opened');
    expect(driver.history.state.document.layers['first' as LayerId]?.opacity).toBe(1);
    driver.close();
  });

  it('reads the same at level 1 through a stroke, its cancel, and its undo as from scratch', () => {
    const driver = createDriver({ document: EMPTY });
    for (const command of START) driver.run(command);
    const id = 'first' as LayerId;
    const pixels = [...driver.history.state.grids.keys()][0];
    if (pixels === undefined) throw new Error('no pixels');
    const level1 = () => driver.reader.tile(pixels, 1, 0x80008000);
    expect(level1()).toBeNull();
    driver.pointerDown({ layer: id, part: 'pixels' }, BRUSH, { x: 90, y: 90, pressure: 1 });
    expect(level1()?.kind).toBe('bytes');
    driver.cancel();
    expect(level1()).toBeNull();
    paint(driver, id, { what: 0, which: 0, x: 60, y: 60, pick: 2 });
    expect(level1()?.kind).toBe('bytes');
    driver.undo();
    expect(level1()).toBeNull();
    driver.close();
  });
});

describe('a journal from outside', () => {
  const journal: Uint8Array[] = [];
  const driver = createDriver({ document: EMPTY, onStep: (encoded) => journal.push(encoded) });
  driver.run({
    kind: 'paste-pixels',
    id: 'p' as LayerId,
    name: 'p',
    place: { parent: null, index: 0 },
    rect: { x: 0, y: 0, width: 60, height: 60 },
    bytes: new Uint8Array(14_400).map((_, i) => (i * 31) & 255),
  });
  const [good = new Uint8Array()] = journal;

  it('is refused wherever it is cut or a bit is flipped, and nothing is left of it', () => {
    const fresh = createDriver({ document: EMPTY });
    const read = (bytes: Uint8Array) => decodeStep(bytes, fresh.history.state, fresh.store);
    for (let length = 0; length < good.length; length += 7)
      expect(read(good.subarray(0, length))).toEqual({ kind: 'refused', code: 'truncated' });
    fc.assert(
      fc.property(fc.nat(good.length - 1), fc.integer({ min: 1, max: 255 }), (at, flip) => {
        const bytes = good.slice();
        bytes[at] = (bytes[at] ?? 0) ^ flip;
        expect(read(bytes).kind).toBe('refused');
      }),
    );
    expect(fresh.store.count).toBe(0);
    expect(fresh.replay(good)).toHaveProperty('to');
  });

  it('with a right sum and wrong numbers is a step or refused, never an error, and leaks nothing', () => {
    const fresh = createDriver({ document: EMPTY });
    fc.assert(
      fc.property(fc.nat(good.length - 17), fc.integer({ min: 1, max: 255 }), (at, flip) => {
        const bytes = good.slice();
        bytes[16 + at] = (bytes[16 + at] ?? 0) ^ flip;
        new DataView(bytes.buffer).setUint32(12, crc32(bytes.subarray(16)), true);
        const decoded = decodeStep(bytes, fresh.history.state, fresh.store);
        if (decoded.kind === 'step') dropStep(fresh.store, decoded.step);
        expect(fresh.store.count).toBe(0);
      }),
      { numRuns: 150 },
    );
    const lying = good.slice();
    const view = new DataView(lying.buffer);
    view.setUint32(20 + view.getUint32(16, true), 0xffffffff, true);
    view.setUint32(12, crc32(lying.subarray(16)), true);
    expect(decodeStep(lying, fresh.history.state, fresh.store)).toEqual({
      kind: 'refused',
      code: 'bad-tiles',
    });
  });
});
