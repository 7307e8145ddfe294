import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type DocumentRecord,
  type LayerId,
  type PixelsId,
  rasterLayer,
} from '../../../shared/document/index.ts';
import { type EditorState, gridOf, openState } from '../editor/state.ts';
import { photograph } from '../tiles/fixtures.ts';
import {
  createTileStore,
  type Grid,
  readRect,
  type TileStore,
  tileKey,
  withTiles,
  writeRect,
} from '../tiles/index.ts';
import { createHistory } from '../undo/index.ts';
import { addDab, innerRadius, outerRadius, profile } from './dab.ts';
import { type Brush, beginStroke, type Sample, type StrokeOptions } from './index.ts';

const LAYER = 'a' as LayerId;
const PIXELS = 'p' as PixelsId;
const MASK = 'm' as PixelsId;
const SELECTION = 's' as PixelsId;
const PAGE = { x: 0, y: 0, width: 400, height: 300 };
const BRUSH: Brush = {
  size: 40,
  hardness: 0.5,
  opacity: 0.6,
  flow: 0.4,
  spacing: 0.15,
  smoothing: 0.3,
  pressureSize: { least: 0.3, bend: 1 },
  pressureOpacity: null,
  paint: { kind: 'colour', red: 200, green: 30, blue: 90 },
};

function documentOf(change: object = {}): DocumentRecord {
  const mask = { pixels: MASK, offset: { x: 3, y: 4 }, enabled: true, outside: 255 } as const;
  const offset = { x: 17, y: -9 };
  const layer = { ...rasterLayer(LAYER, 'a', PIXELS), offset, mask, ...change };
  return { width: 400, height: 300, layers: { [LAYER]: layer }, root: [LAYER], selection: null };
}

function withGrid(state: EditorState, id: PixelsId, write: (grid: Grid) => Grid): EditorState {
  return { ...state, grids: new Map([...state.grids, [id, write(gridOf(state, id))]]) };
}

function photographed(store: TileStore): EditorState {
  const state = openState(documentOf());
  return withGrid(state, PIXELS, (grid) =>
    withTiles(grid, new Map([[tileKey(0, 0), store.make(photograph(1), 4)]])),
  );
}

function begin(
  store: TileStore,
  state: EditorState,
  brush: Brush,
  part: 'pixels' | 'mask' = 'pixels',
  options: StrokeOptions = {},
) {
  const begun = beginStroke(store, state, { layer: LAYER, part }, brush, options);
  if (begun.kind === 'refused') throw new Error(begun.code);
  return begun.stroke;
}

const sample: fc.Arbitrary<Sample> = fc.record({
  x: fc.double({ min: -40, max: 440, noNaN: true }),
  y: fc.double({ min: -40, max: 340, noNaN: true }),
  pressure: fc.double({ min: 0, max: 1, noNaN: true }),
});
const samples = fc.array(sample, { minLength: 1, maxLength: 12 });

/** The first pixel of the page and 60 pixels around it that has more alpha than it may have. */
function overTheMost(bytes: Uint8Array, selecting: boolean): readonly number[] | null {
  for (let p = 0; p < 520 * 420; p++) {
    const [x, y] = [(p % 520) - 60, Math.floor(p / 520) - 60];
    const selected = x >= 50 && y >= 60 && x < 250 && y < 190;
    const page = x >= 0 && y >= 0 && x < 400 && y < 300;
    const most = selecting ? (selected ? 77 : 0) : 153;
    if ((bytes[4 * p + 3] ?? 0) > (page ? most : 0)) return [x, y, bytes[4 * p + 3] ?? 0];
  }
  return null;
}

describe('a dab', () => {
  it('is as round as its numbers, full up to its hardness and then falling without an edge', () => {
    const coverage = new Float32Array(65_536);
    addDab(coverage, 100.5, 100.5, 30, 0.5, 1, 1);
    const at = (dx: number, dy: number): number => coverage[(100 + dy) * 256 + 100 + dx] ?? 0;
    for (let d = 0; d <= 32; d++) {
      const expected = profile(d, innerRadius(30, 0.5), outerRadius(30));
      for (const value of [at(d, 0), at(-d, 0), at(0, d), at(0, -d)]) expect(value).toBeCloseTo(expected, 5);
      expect(at(d, 7)).toBe(at(-d, -7));
      expect(at(d, 7)).toBeCloseTo(at(7, d), 6);
    }
    expect([at(15, 0), at(31, 0)]).toEqual([1, 0]);
    expect(at(22, 0)).toBeCloseTo(0.56, 1);
  });
});

describe('a stroke', () => {
  it('does not depend on how its samples came in batches', () => {
    const cut = fc.array(fc.nat(12), { maxLength: 4 });
    fc.assert(
      fc.property(samples, cut, (all, cuts) => {
        const store = createTileStore();
        const state = photographed(store);
        const [one, other] = [begin(store, state, BRUSH), begin(store, state, BRUSH)];
        one.add(all);
        const places = [0, ...cuts.sort((a, b) => a - b), all.length];
        for (const [index, from] of places.entries()) other.add(all.slice(from, places[index + 1] ?? from));
        expect([...other.preview().tiles.keys()].sort()).toEqual([...one.preview().tiles.keys()].sort());
        for (const [key, bytes] of one.preview().tiles)
          expect(Buffer.compare(bytes, other.preview().tiles.get(key) ?? new Uint8Array())).toBe(0);
      }),
      { numRuns: 15 },
    );
  });

  it('never goes beyond its opacity, however often it passes, nor beyond the selection and the page', () => {
    fc.assert(
      fc.property(samples, fc.boolean(), (all, selecting) => {
        const store = createTileStore();
        let state = openState({ ...documentOf(), selection: selecting ? SELECTION : null });
        const half = { x: 50, y: 60, width: 200, height: 130 };
        if (selecting)
          state = withGrid(state, SELECTION, (grid) =>
            withTiles(grid, writeRect(store, grid, half, new Uint8Array(200 * 130).fill(128))),
          );
        const history = createHistory({ store, state, bytesMax: 1e9 });
        const stroke = begin(store, state, BRUSH);
        stroke.add([...all, ...all, ...all]);
        const step = stroke.commit();
        if (step !== null) history.push(step);
        const place = { x: -60 - 17, y: -60 + 9, width: 520, height: 420 };
        const bytes = readRect(store, gridOf(history.state, PIXELS), place);
        expect(overTheMost(bytes, selecting)).toBeNull();
        history.close();
        expect(store.count).toBe(0);
      }),
      { numRuns: 12 },
    );
  });

  it.each(['pixels', 'mask'] as const)('is taken back bit by bit (%s)', (part) => {
    fc.assert(
      fc.property(samples, fc.boolean(), (all, penEraser) => {
        const store = createTileStore();
        const state = photographed(store);
        const before = readRect(store, gridOf(state, part === 'mask' ? MASK : PIXELS), PAGE);
        const history = createHistory({ store, state, bytesMax: 1e9 });
        const paint = part === 'mask' ? ({ kind: 'coverage', value: 20 } as const) : BRUSH.paint;
        const stroke = begin(store, state, { ...BRUSH, paint }, part, { penEraser });
        stroke.add(all);
        const step = stroke.commit();
        if (step !== null) history.push(step);
        history.undo();
        const after = readRect(store, gridOf(history.state, part === 'mask' ? MASK : PIXELS), PAGE);
        expect(Buffer.compare(before, after)).toBe(0);
        history.close();
        expect(store.count).toBe(0);
      }),
      { numRuns: 12 },
    );
  });

  it('with Shift goes straight from where the last one ended', () => {
    const store = createTileStore();
    const stroke = begin(
      store,
      openState(documentOf()),
      { ...BRUSH, size: 4, hardness: 1, pressureSize: null, flow: 1, opacity: 1 },
      'pixels',
      {
        straightFrom: { x: 20, y: 20, pressure: 1 },
      },
    );
    stroke.add([{ x: 180, y: 100, pressure: 1 }]);
    const bytes = stroke.preview().tiles.get(tileKey(0, 0));
    for (const t of [0, 0.3, 0.7, 1]) {
      const [x, y] = [Math.floor(20 + 160 * t - 17), Math.floor(20 + 80 * t + 9)];
      expect(bytes?.[4 * (y * 256 + x) + 3]).toBe(255);
    }
  });

  it('is refused where it cannot be', () => {
    const store = createTileStore();
    const refusal = (change: object, part: 'pixels' | 'mask', id = LAYER): unknown =>
      beginStroke(store, openState(documentOf(change)), { layer: id, part }, BRUSH);
    expect(refusal({ locked: true }, 'pixels')).toEqual({ kind: 'refused', code: 'layer-locked' });
    expect(refusal({ mask: null }, 'mask')).toEqual({ kind: 'refused', code: 'not-paintable' });
    expect(refusal({}, 'mask')).toEqual({ kind: 'refused', code: 'not-paintable' });
    expect(refusal({}, 'pixels', 'b' as LayerId)).toEqual({ kind: 'refused', code: 'no-such-layer' });
  });
});
