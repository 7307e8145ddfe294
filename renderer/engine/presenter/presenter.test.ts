import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Rect } from '../../../shared/geometry/index.ts';
import { tileKey } from '../tiles/index.ts';
import { type Frame, isNearest, levelOf, pageOnScreen, rectOnScreen, visibleRect } from './frame.ts';
import { createPresenter } from './presenter.ts';
import type { ScreenContext, SheetContext, SurfaceMaker } from './surface.ts';

/** Says what was drawn, in which transform and clip. */
function fakeScreen() {
  const drawn: { readonly what: string; readonly at: readonly number[] }[] = [];
  const screen: ScreenContext = {
    fillStyle: '',
    imageSmoothingEnabled: true,
    save: () => undefined,
    restore: () => undefined,
    beginPath: () => undefined,
    rect: (...at) => void drawn.push({ what: 'clip', at }),
    clip: () => undefined,
    setTransform: (...at) => void drawn.push({ what: 'transform', at }),
    fillRect: (...at) => void drawn.push({ what: `fill ${String(screen.fillStyle)}`, at }),
    drawImage: (_image, ...at) =>
      void drawn.push({ what: screen.imageSmoothingEnabled ? 'smooth image' : 'image', at }),
    createPattern: () => null,
  };
  return { screen, drawn };
}

function fakeSurfaces() {
  const calls: { readonly what: string; readonly at: readonly number[] }[] = [];
  const surfaces: SurfaceMaker = {
    surface: (width, height) => {
      calls.push({ what: 'made', at: [width, height] });
      const context: SheetContext = {
        fillStyle: '',
        globalCompositeOperation: 'source-over',
        fillRect: () => undefined,
        clearRect: () => undefined,
        drawImage: (_image, ...at) => void calls.push({ what: 'shift', at }),
        putImageData: (_image, ...at) => void calls.push({ what: 'put', at }),
      };
      return { image: Object.create(null), context };
    },
    picture: () => Object.create(null),
  };
  return { surfaces, calls };
}

const FRAME: Frame = {
  x: 20,
  y: 10,
  zoom: 1,
  ratio: 1,
  width: 600,
  height: 400,
  document: { width: 2000, height: 1500 },
  colours: { surround: 'surround', light: 'light', dark: 'dark' },
};

function set(read: (level: number, key: number) => Uint8Array | null = () => new Uint8Array(262_144)) {
  const { screen, drawn } = fakeScreen();
  const { surfaces, calls } = fakeSurfaces();
  return { presenter: createPresenter(screen, surfaces, read), drawn, calls };
}

describe('presenting composites', () => {
  it('draws the surround, the board and all tiles as one image, so that there is no seam', () => {
    const { presenter, drawn, calls } = set();
    expect(presenter.present({ ...FRAME, zoom: 0.83 }, [])).toEqual({ x: 0, y: 0, width: 600, height: 400 });
    expect(drawn.filter((one) => one.what.endsWith('image'))).toEqual([{ what: 'smooth image', at: [0, 0] }]);
    expect(drawn.filter((one) => one.what.startsWith('fill')).map((one) => one.what)).toEqual([
      'fill surround',
      'fill light',
    ]);
    expect(drawn.filter((one) => one.what === 'transform').at(-1)?.at).toEqual([0.83, 0, 0, 0.83, 20, 10]);
    // 700 x 470 pixels of the document are in sight: three tiles by two.
    expect(calls.filter((one) => one.what === 'made')[0]?.at).toEqual([768, 512]);
    expect(calls.filter((one) => one.what === 'put')).toHaveLength(6);
  });

  it('draws the dirty part alone while painting, with the transform of the whole', () => {
    const { presenter, drawn, calls } = set();
    presenter.present(FRAME, []);
    const transform = drawn.filter((one) => one.what === 'transform').at(-1);
    drawn.length = 0;
    calls.length = 0;
    const dab = { x: 240, y: 30, width: 40, height: 20 };
    expect(presenter.present(FRAME, [dab])).toEqual({ x: 258, y: 38, width: 44, height: 24 });
    expect(drawn.filter((one) => one.what === 'clip')[0]?.at).toEqual([258, 38, 44, 24]);
    expect(drawn.filter((one) => one.what === 'transform').at(-1)).toEqual(transform);
    // The dab lies on two tiles, and what is put is its parts of them.
    expect(calls.map((one) => one.at)).toEqual([
      [0, 0, 240, 30, 16, 20],
      [256, 0, 0, 30, 24, 20],
    ]);
    expect(presenter.present(FRAME, [])).toEqual({ x: 0, y: 0, width: 0, height: 0 });
  });

  it('moves what is in sight when panned, and puts only tiles that were not there', () => {
    const { presenter, calls } = set();
    presenter.present({ ...FRAME, x: 0, y: 0 }, []);
    calls.length = 0;
    presenter.present({ ...FRAME, x: -100, y: 0 }, []);
    expect(calls).toEqual([]);
    presenter.present({ ...FRAME, x: -300, y: 0 }, []);
    expect(calls.map((one) => one.what)).toEqual(['shift', 'put', 'put']);
    expect(calls[0]?.at).toEqual([-256, 0]);
  });

  it('waits for tiles that are not composited yet, and draws everything after the canvas was emptied', () => {
    const there = new Set<number>();
    const { presenter, calls } = set((_level, key) => (there.has(key) ? new Uint8Array(262_144) : null));
    presenter.present(FRAME, []);
    expect(calls.filter((one) => one.what === 'put')).toEqual([]);
    there.add(tileKey(0, 0));
    expect(presenter.present(FRAME, [{ x: 0, y: 192, width: 256, height: 64 }]).width).toBeGreaterThan(256);
    expect(calls.filter((one) => one.what === 'put').map((one) => one.at)).toEqual([[0, 0, 0, 0, 256, 256]]);
    presenter.forget();
    expect(presenter.present(FRAME, [])).toEqual({ x: 0, y: 0, width: 600, height: 400 });
  });

  it('lays a tile anew when it is whole again, and not the last of its parts alone', () => {
    const there = new Set([tileKey(0, 0)]);
    const { presenter, calls } = set((_level, key) => (there.has(key) ? new Uint8Array(262_144) : null));
    presenter.present(FRAME, []);
    calls.length = 0;
    // Another page: the tile is composited again from nothing, and the first slices of it are told before it can be read.
    there.clear();
    presenter.present(FRAME, [{ x: 0, y: 0, width: 256, height: 192 }]);
    expect(calls).toEqual([]);
    there.add(tileKey(0, 0));
    presenter.present(FRAME, [{ x: 0, y: 192, width: 256, height: 64 }]);
    expect(calls.map((one) => one.at)).toEqual([[0, 0, 0, 0, 256, 256]]);
  });

  it('shows pixels as squares from three to one on, and smooth below', () => {
    expect(isNearest({ ...FRAME, zoom: 1.5, ratio: 2 })).toBe(true);
    expect(isNearest({ ...FRAME, zoom: 2.9 })).toBe(false);
    const { presenter, drawn } = set();
    presenter.present({ ...FRAME, zoom: 4 }, []);
    expect(drawn.some((one) => one.what === 'image')).toBe(true);
  });
});

const frame = fc
  .record({
    x: fc.double({ min: -3000, max: 600, noNaN: true }),
    y: fc.double({ min: -3000, max: 400, noNaN: true }),
    zoom: fc.double({ min: 0.02, max: 32, noNaN: true }),
    ratio: fc.constantFrom(1, 1.25, 1.5, 2),
  })
  .map((place): Frame => ({ ...FRAME, ...place }));

const contains = (outer: Rect, x: number, y: number): boolean =>
  x >= outer.x && x <= outer.x + outer.width && y >= outer.y && y <= outer.y + outer.height;

describe('where things are on the screen', () => {
  it('every level has one to two of its pixels for a device pixel, down to the last level', () => {
    fc.assert(
      fc.property(frame, (one) => {
        const perPixel = 1 / (one.zoom * one.ratio * 2 ** levelOf(one));
        if (one.zoom * one.ratio <= 1 && one.zoom * one.ratio > 1 / 64) {
          expect(perPixel).toBeGreaterThanOrEqual(1 - 1e-6);
          expect(perPixel).toBeLessThan(2);
        }
      }),
    );
  });

  it('what can be seen covers the screen, and a dirty rect covers what it colours', () => {
    fc.assert(
      fc.property(frame, (one) => {
        const level = levelOf(one);
        const seen = rectOnScreen(one, level, visibleRect(one, level));
        expect(contains(seen, 0, 0)).toBe(true);
        expect(contains(seen, 600 * one.ratio, 400 * one.ratio)).toBe(true);
        const page = pageOnScreen(one);
        expect(Number.isInteger(page.x) && Number.isInteger(page.width)).toBe(true);
      }),
    );
  });
});
