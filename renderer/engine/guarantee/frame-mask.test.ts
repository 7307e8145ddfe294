import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { MaskSource } from '../../../shared/frame/index.ts';
import type { Rect } from '../../../shared/geometry/index.ts';
import { coverageOfFrame, frameMask } from './frame-mask.ts';

const PAGE = { x: 0, y: 0, width: 40, height: 40 };
const rectOf = (x: number, y: number, width: number, height: number): Rect => ({ x, y, width, height });

function made(
  source: MaskSource,
  frame: Rect,
  more: { window?: Rect; feather?: number; solid?: Rect; selected?: Rect } = {},
) {
  const window = more.window ?? frame;
  const within = (rect: Rect | undefined, at: number): boolean => {
    const [x, y] = [window.x + (at % window.width), window.y + Math.floor(at / window.width)];
    return (
      rect !== undefined && x >= rect.x && y >= rect.y && x < rect.x + rect.width && y < rect.y + rect.height
    );
  };
  const count = window.width * window.height;
  const original = new Uint8Array(4 * count);
  for (let at = 0; at < count; at++)
    if (within(more.solid ?? PAGE, at)) original.fill(200, 4 * at, 4 * at + 4);
  for (let at = 3; at < original.length; at += 4) if (original[at] === 200) original[at] = 255;
  const selection =
    more.selected === undefined
      ? null
      : Uint8Array.from({ length: count }, (_, at) => (within(more.selected, at) ? 255 : 0));
  const mask = frameMask({
    kind: 'frame',
    window,
    frame,
    page: PAGE,
    source,
    feather: more.feather ?? 0,
    original,
    selection,
  });
  const look = (x: number, y: number): number => mask?.[(y - window.y) * window.width + x - window.x] ?? -1;
  return { mask, look };
}

describe('what a run may change of its window', () => {
  it('is all of the frame where nothing is selected, fading where its edge ends it within the page', () => {
    const { look } = made('selection', rectOf(0, 8, 24, 24), { window: rectOf(0, 4, 32, 32), feather: 4 });
    expect([look(0, 20), look(12, 20)]).toEqual([255, 255]);
    expect([look(23, 20), look(22, 20), look(20, 20), look(19, 20)]).toEqual([32, 96, 223, 255]);
    expect([look(24, 20), look(12, 7), look(12, 32)]).toEqual([0, 0, 0]);
    expect([look(12, 8), look(12, 31)]).toEqual([32, 32]);
  });

  it('is what is selected, ending softly inwards, and a small mask keeps its middle', () => {
    const window = rectOf(0, 0, 40, 40);
    const inside = made('selection', rectOf(4, 4, 30, 30), {
      window,
      feather: 6,
      selected: rectOf(5, 5, 10, 10),
    });
    expect([inside.look(5, 5), inside.look(6, 6), inside.look(9, 9)]).toEqual([102, 204, 255]);
    expect([inside.look(14, 14), inside.look(15, 14)]).toEqual([102, 0]);
    const cut = made('selection', rectOf(10, 10, 20, 20), {
      window,
      feather: 4,
      selected: rectOf(0, 12, 40, 9),
    });
    expect([cut.look(9, 15), cut.look(10, 15), cut.look(20, 12), cut.look(29, 15)]).toEqual([0, 32, 102, 32]);
  });

  it('is nothing where nothing is selected and something must be', () => {
    expect(made('selection-alone', rectOf(0, 0, 20, 20)).mask).toBeNull();
    expect(made('selection', rectOf(0, 0, 20, 20), { selected: rectOf(30, 30, 5, 5) }).mask).toBeNull();
  });

  it('is what is clear, beyond the page too, and softly into what is there', () => {
    const { look } = made('clear', rectOf(20, 0, 40, 40), { feather: 3 });
    expect([look(59, 20), look(40, 20)]).toEqual([255, 255]);
    expect([look(39, 20), look(38, 20), look(37, 20), look(36, 20)]).toEqual([191, 128, 64, 0]);
    expect(made('clear', rectOf(4, 4, 20, 20)).mask).toBeNull();
  });

  it('is how solid a layer is, of that what is selected', () => {
    const at = { window: rectOf(0, 0, 40, 40), solid: rectOf(8, 8, 10, 10) };
    const all = made('layer', rectOf(0, 0, 40, 40), at);
    expect([all.look(8, 8), all.look(17, 17), all.look(18, 17)]).toEqual([255, 255, 0]);
    const some = made('layer', rectOf(0, 0, 40, 40), { ...at, selected: rectOf(0, 0, 12, 40) });
    expect([some.look(11, 9), some.look(12, 9)]).toEqual([255, 0]);
    expect(made('layer', rectOf(20, 20, 20, 20), at).mask).toBeNull();
  });

  it('lets nothing through outside the frame, nor beyond the page but for what extends it, whatever is asked', () => {
    const place = fc.integer({ min: -30, max: 50 });
    const side = fc.integer({ min: 1, max: 40 });
    const some = fc
      .tuple(place, place, side, side)
      .map(([x, y, width, height]) => rectOf(x, y, width, height));
    const source = fc.constantFrom<MaskSource>('selection', 'selection-alone', 'clear', 'layer');
    fc.assert(
      fc.property(
        source,
        some,
        some,
        some,
        some,
        fc.nat(20),
        (from, frame, window, solid, selected, feather) => {
          const { mask, look } = made(from, frame, { window, solid, selected, feather });
          if (mask === null) return;
          expect(mask).toHaveLength(window.width * window.height);
          expect(coverageOfFrame(mask, frame)).toBeGreaterThan(0);
          for (let y = window.y; y < window.y + window.height; y++)
            for (let x = window.x; x < window.x + window.width; x++) {
              const inFrame =
                x >= frame.x && y >= frame.y && x < frame.x + frame.width && y < frame.y + frame.height;
              const onPage = x >= 0 && y >= 0 && x < PAGE.width && y < PAGE.height;
              if (!inFrame || (from !== 'clear' && !onPage)) expect(look(x, y)).toBe(0);
            }
        },
      ),
      { numRuns: 150 },
    );
  });
});
