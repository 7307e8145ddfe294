import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { DocumentRecord, LayerId } from '../../../shared/document/index.ts';
import { BRUSH_MAX_SIZE, type Brush, type Sample } from '../strokes/brush.ts';
import { readRect } from '../tiles/index.ts';
import { createDriver, type EditorDriver } from './driver.ts';

const ID = 'a' as LayerId;
const SIDE = 300;
/** More than the page, so that what lies beyond its edges is looked at too. */
const AROUND = { x: -70, y: -70, width: SIDE + 140, height: SIDE + 140 };
const BRUSH: Brush = {
  size: 30,
  hardness: 0.3,
  opacity: 0.9,
  flow: 0.7,
  spacing: 0.2,
  smoothing: 0.1,
  pressureSize: { least: 0, bend: 1 },
  pressureOpacity: { least: 0, bend: 1 },
  paint: { kind: 'colour', red: 250, green: 20, blue: 90 },
};

/** Coordinates as a hand makes them, and as only a fault does. */
const coordinate = fc.oneof(
  { weight: 8, arbitrary: fc.integer({ min: -60, max: SIDE + 60 }) },
  { weight: 1, arbitrary: fc.constantFrom(Number.NaN, Infinity, -Infinity, 1e300, -3e9) },
);
const sample: fc.Arbitrary<Sample> = fc.record({
  x: coordinate,
  y: coordinate,
  pressure: fc.constantFrom(0, 0.4, 1, 7, -1, Number.NaN),
});
const gesture = fc.record({
  tool: fc.constantFrom('brush', 'eraser', 'mask', 'mask-eraser', 'fill', 'clear', 'cut'),
  size: fc.constantFrom(0, 1, 30, BRUSH_MAX_SIZE),
  samples: fc.array(sample, { minLength: 1, maxLength: 4 }),
  selected: fc.record({
    x: fc.integer({ min: -20, max: SIDE }),
    y: fc.integer({ min: -20, max: SIDE }),
    width: fc.double({ min: 0.3, max: 200, noNaN: true }),
    height: fc.double({ min: 0.3, max: 200, noNaN: true }),
  }),
  feather: fc.boolean(),
});
type Gesture = typeof gesture extends fc.Arbitrary<infer One> ? One : never;

function photographed(offset: { dx: number; dy: number }): EditorDriver {
  const document: DocumentRecord = { width: SIDE, height: SIDE, layers: {}, root: [], selection: null };
  const driver = createDriver({ document });
  const bytes = new Uint8Array(SIDE * SIDE * 4).map((_, at) => Math.imul(at, 2_654_435_761) >>> 24);
  driver.run({
    kind: 'paste-pixels',
    id: ID,
    name: 'a',
    place: { parent: null, index: 0 },
    rect: { x: 0, y: 0, width: SIDE, height: SIDE },
    bytes,
  });
  driver.run({ kind: 'add-mask', id: ID, from: 'show' });
  driver.run({ kind: 'offset-layers', ids: [ID], ...offset });
  return driver;
}

function perform(driver: EditorDriver, { tool, size, samples }: Gesture): void {
  if (tool === 'fill') driver.run({ kind: 'fill-selection', id: ID, colour: { red: 1, green: 2, blue: 3 } });
  else if (tool === 'clear') driver.run({ kind: 'clear-pixels', id: ID });
  else if (tool === 'cut') driver.run({ kind: 'cut-to-layer', from: ID, id: 'cut' as LayerId, name: 'cut' });
  else {
    const part = tool === 'mask' || tool === 'mask-eraser' ? 'mask' : 'pixels';
    const paint =
      tool === 'brush'
        ? BRUSH.paint
        : tool === 'mask'
          ? ({ kind: 'coverage', value: 30 } as const)
          : ({ kind: 'erase' } as const);
    const [first = { x: 0, y: 0, pressure: 1 }, ...rest] = samples;
    driver.pointerDown({ layer: ID, part }, { ...BRUSH, size, paint }, first);
    driver.pointerMove(rest);
    driver.pointerUp();
  }
}

function parts(driver: EditorDriver): readonly [pixels: Uint8Array, mask: Uint8Array] {
  const [pixels, mask] = (['pixels', 'mask'] as const).map((part) => driver.readPixels(ID, part, AROUND));
  if (pixels == null || mask == null) throw new Error('the layer is gone');
  return [pixels, mask];
}

/** How many pixels differ where the selection covers nothing. */
function changedOutside(selection: Uint8Array, before: Uint8Array, after: Uint8Array): number {
  const channels = before.length / selection.length;
  let changed = 0;
  for (let at = 0; at < before.length; at++)
    if (before[at] !== after[at] && selection[Math.floor(at / channels)] === 0) changed += 1;
  return changed;
}

it('outside of the selection every tool leaves every bit, wherever the hand goes', () => {
  const driver = photographed({ dx: 0, dy: 0 });
  const start = driver.history.position;
  fc.assert(
    fc.property(gesture, fc.boolean(), (one, moved) => {
      driver.jump(start);
      if (moved) driver.run({ kind: 'offset-layers', ids: [ID], dx: -37, dy: 21 });
      driver.run({ kind: 'select-shape', how: 'replace', shape: { kind: 'rectangle', ...one.selected } });
      if (one.feather) driver.run({ kind: 'feather-selection', radius: 5 });
      const { document, grids } = driver.history.state;
      const grid = document.selection === null ? undefined : grids.get(document.selection);
      // Nothing selected is everything.
      if (grid === undefined) return;
      const selection = readRect(driver.store, grid, AROUND);
      const before = parts(driver);
      perform(driver, one);
      const after = parts(driver);
      expect(before.map((bytes, at) => changedOutside(selection, bytes, after[at] ?? bytes))).toEqual([0, 0]);
    }),
    { numRuns: 60, seed: 9 },
  );
  driver.close();
  expect(driver.store.count).toBe(0);
});

it('a locked layer, and one in a locked group, keeps every bit whatever is done to it', () => {
  const driver = photographed({ dx: 5, dy: -3 });
  driver.run({ kind: 'group-layers', id: 'g' as LayerId, name: 'g', ids: [ID] });
  const start = driver.history.position;
  fc.assert(
    fc.property(gesture, fc.constantFrom(ID, 'g' as LayerId), (one, locked) => {
      driver.jump(start);
      driver.run({ kind: 'patch-layer', id: locked, patch: { locked: true } });
      const before = parts(driver);
      perform(driver, one);
      for (const kind of ['delete-mask', 'apply-mask'] as const) driver.run({ kind, id: ID });
      driver.run({ kind: 'transform-layers', ids: [ID], matrix: { a: 2, b: 0, c: 0, d: 2, e: 0, f: 0 } });
      driver.run({ kind: 'offset-layers', ids: [ID], dx: 4, dy: 4 });
      driver.run({ kind: 'remove-layers', ids: [ID] });
      expect(parts(driver)).toEqual(before);
    }),
    { numRuns: 12, seed: 3 },
  );
  driver.close();
});

it('what is cut to a layer of its own is what the layer lost, to every bit of alpha, and undo brings it back', () => {
  const driver = photographed({ dx: 7, dy: -4 });
  const cut = 'cut' as LayerId;
  const refusal = (kind: 'copy-to-layer' | 'cut-to-layer') =>
    driver.run({ kind, from: ID, id: cut, name: 'cut' });
  expect(refusal('cut-to-layer')).toBe('no-selection');
  driver.run({
    kind: 'select-shape',
    how: 'replace',
    shape: { kind: 'ellipse', x: 40, y: 50, width: 90, height: 70 },
  });
  driver.run({ kind: 'feather-selection', radius: 9 });
  const [before] = parts(driver);
  driver.run({ kind: 'cut-to-layer', from: ID, id: cut, name: 'cut' });
  const [after] = parts(driver);
  const lifted = driver.readPixels(cut, 'pixels', AROUND) ?? new Uint8Array();
  let moved = 0;
  for (let at = 0; at < before.length; at += 4) {
    expect((after[at + 3] ?? 0) + (lifted[at + 3] ?? 0)).toBe(before[at + 3]);
    if ((lifted[at + 3] ?? 0) === 0) continue;
    moved += 1;
    expect([...lifted.subarray(at, at + 3)]).toEqual([...before.subarray(at, at + 3)]);
  }
  expect(moved).toBeGreaterThan(3000);
  driver.undo();
  expect(parts(driver)[0]).toEqual(before);
  driver.run({ kind: 'copy-to-layer', from: ID, id: cut, name: 'copy' });
  expect(parts(driver)[0]).toEqual(before);
  expect(driver.readPixels(cut, 'pixels', AROUND)).toEqual(lifted);
  // Where nothing is left, nothing can be taken.
  driver.run({
    kind: 'select-shape',
    how: 'replace',
    shape: { kind: 'ellipse', x: 60, y: 70, width: 9, height: 9 },
  });
  driver.run({ kind: 'clear-pixels', id: ID });
  driver.run({
    kind: 'select-shape',
    how: 'replace',
    shape: { kind: 'ellipse', x: 62, y: 72, width: 4, height: 4 },
  });
  expect(refusal('copy-to-layer')).toBe('nothing-selected');
  driver.close();
  expect(driver.store.count).toBe(0);
});
