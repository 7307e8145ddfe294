import { expect, it } from 'vitest';
import type { DocumentRecord, LayerId, PixelsId } from '../../../shared/document/index.ts';
import { readRect } from '../tiles/index.ts';
import { createDriver, type EditorDriver } from './driver.ts';
import { gridOf } from './state.ts';

const ID = 'a' as LayerId;
const SIDE = 300;
const EMPTY: DocumentRecord = { width: SIDE, height: SIDE, layers: {}, root: [], selection: null };
const BRUSH = {
  size: 40,
  hardness: 0.2,
  opacity: 1,
  flow: 1,
  spacing: 0.1,
  smoothing: 0,
  pressureSize: null,
  pressureOpacity: null,
} as const;

function painted(): EditorDriver {
  const driver = createDriver({ document: EMPTY });
  const bytes = new Uint8Array(SIDE * SIDE * 4).map((_, at) => Math.imul(at, 2_654_435_761) >>> 24);
  const rect = { x: 0, y: 0, width: SIDE, height: SIDE };
  driver.run({ kind: 'paste-pixels', id: ID, name: 'a', place: { parent: null, index: 0 }, rect, bytes });
  return driver;
}

function selectedIn(driver: EditorDriver, rect: { x: number; y: number; width: number; height: number }) {
  const { selection } = driver.history.state.document;
  return selection === null ? null : readRect(driver.store, gridOf(driver.history.state, selection), rect);
}

it('a crop moves what is there and loses no pixel, and a larger page has room around it', () => {
  const driver = painted();
  const before = driver.readPixels(ID, 'pixels', { x: 0, y: 0, width: SIDE, height: SIDE });
  driver.run({ kind: 'crop-page', rect: { x: 40, y: 20, width: 100, height: 90 } });
  driver.run({ kind: 'crop-page', rect: { x: -10, y: -10, width: 500, height: 400 } });
  const { document } = driver.history.state;
  expect([document.width, document.height, document.origin]).toEqual([500, 400, { x: 30, y: 10 }]);
  expect(driver.readPixels(ID, 'pixels', { x: -30, y: -10, width: SIDE, height: SIDE })).toEqual(before);
});

it('the selection goes along with the page, and what is off it is not selected any more', () => {
  const driver = painted();
  driver.run({
    kind: 'select-shape',
    how: 'replace',
    shape: { kind: 'rectangle', x: 10, y: 10, width: 60, height: 60 },
  });
  driver.run({ kind: 'crop-page', rect: { x: 50, y: 50, width: 200, height: 200 } });
  const seen = selectedIn(driver, { x: 0, y: 0, width: 40, height: 40 });
  expect([seen?.[0], seen?.[19], seen?.[20], seen?.[40 * 20]]).toEqual([255, 255, 0, 0]);
  driver.run({ kind: 'crop-page', rect: { x: 100, y: 100, width: 50, height: 50 } });
  expect(driver.history.state.document.selection).toBeNull();
});

it('a page of no size, or too large, is refused', () => {
  const driver = painted();
  for (const width of [0, -1, 16_385, Number.NaN, 1.5])
    expect(driver.run({ kind: 'crop-page', rect: { x: 0, y: 0, width, height: 10 } })).toBe('out-of-bounds');
  expect(driver.run({ kind: 'crop-page', rect: { x: 0, y: 0, width: SIDE, height: SIDE } })).toBeNull();
});

it('the mask brush paints what is selected, takes it away again, and changes no pixel of a layer', () => {
  const driver = painted();
  const whole = { x: 0, y: 0, width: SIDE, height: SIDE };
  const before = driver.readPixels(ID, 'pixels', whole);
  const target = { part: 'selection', fresh: 's1' as PixelsId } as const;
  const show = { ...BRUSH, paint: { kind: 'coverage', value: 255 } } as const;
  const hide = { ...BRUSH, size: 90, paint: { kind: 'coverage', value: 0 } } as const;
  expect(driver.pointerDown(target, hide, { x: 50, y: 50, pressure: 1 })).toBe('no-selection');
  expect(driver.pointerDown(target, show, { x: 50, y: 50, pressure: 1 })).toBeNull();
  driver.pointerUp();
  expect(selectedIn(driver, { x: 50, y: 50, width: 1, height: 1 })).toEqual(Uint8Array.of(255));
  expect(selectedIn(driver, { x: 120, y: 50, width: 1, height: 1 })).toEqual(Uint8Array.of(0));
  // A second stroke goes beyond what was selected before: the selection does not keep itself in.
  driver.pointerDown(target, show, { x: 120, y: 50, pressure: 1 });
  driver.pointerUp();
  expect(selectedIn(driver, { x: 120, y: 50, width: 1, height: 1 })).toEqual(Uint8Array.of(255));
  driver.pointerDown(target, { ...hide, size: 400 }, { x: 80, y: 50, pressure: 1 });
  driver.pointerUp();
  expect(driver.readPixels(ID, 'pixels', whole)).toEqual(before);
  driver.undo();
  driver.undo();
  driver.undo();
  expect(driver.history.state.document.selection).toBeNull();
});
