import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { BLEND_MODES, type BlendMode } from '../../../shared/document/index.ts';
import { dissolveThreshold } from './dissolve.ts';
import { FILL_MODES, FORMULAS } from './formulas.ts';
import type { Colour } from './whole-colour.ts';

function blend(mode: BlendMode, backdrop: Colour, source: Colour, fill = 1): Colour {
  const formula = FORMULAS[mode];
  if (formula.kind === 'colour') return formula.of(backdrop, source);
  return [
    formula.of(backdrop[0], source[0], fill),
    formula.of(backdrop[1], source[1], fill),
    formula.of(backdrop[2], source[2], fill),
  ];
}

const one = (mode: BlendMode, backdrop: number, source: number, fill = 1): number =>
  blend(mode, [backdrop, backdrop, backdrop], [source, source, source], fill)[0];

const share = fc.oneof(
  fc.constantFrom(0, 1, 0.5, 0.25),
  fc.integer({ min: 0, max: 255 }).map((byte) => byte / 255),
  fc.double({ min: 0, max: 1, noNaN: true }),
);
const colour = fc.tuple(share, share, share);

describe('the table of blend formulas', () => {
  test.each([
    ['normal', 0.2, 0.7, 0.7],
    ['darken', 0.2, 0.7, 0.2],
    ['lighten', 0.2, 0.7, 0.7],
    ['multiply', 0.5, 0.5, 0.25],
    ['screen', 0.5, 0.5, 0.75],
    ['overlay', 0.25, 0.5, 0.25],
    ['overlay', 0.75, 0.5, 0.75],
    ['hard-light', 0.5, 0.25, 0.25],
    ['hard-light', 0.5, 0.75, 0.75],
    ['soft-light', 0.25, 0.5, 0.25],
    ['soft-light', 0.25, 1, 0.5],
    ['soft-light', 0.64, 1, 0.8],
    ['soft-light', 0.5, 0, 0.25],
    ['color-dodge', 0.25, 0.5, 0.5],
    ['color-dodge', 0, 1, 0],
    ['color-dodge', 1 / 255, 1, 1],
    ['color-burn', 0.75, 0.5, 0.5],
    ['color-burn', 1, 0, 1],
    ['color-burn', 254 / 255, 0, 0],
    ['linear-burn', 0.75, 0.5, 0.25],
    ['linear-burn', 0.25, 0.5, 0],
    ['linear-dodge', 0.25, 0.5, 0.75],
    ['linear-dodge', 0.75, 0.5, 1],
    ['vivid-light', 0.75, 0.25, 0.5],
    ['vivid-light', 0.25, 0.75, 0.5],
    ['linear-light', 0.5, 0.6, 0.7],
    ['pin-light', 0.5, 0.2, 0.4],
    ['pin-light', 0.5, 0.9, 0.8],
    ['pin-light', 0.5, 0.6, 0.5],
    ['hard-mix', 100 / 255, 155 / 255, 1],
    ['hard-mix', 100 / 255, 154 / 255, 0],
    ['difference', 0.2, 0.7, 0.5],
    ['exclusion', 0.5, 0.7, 0.5],
    ['subtract', 0.7, 0.2, 0.5],
    ['subtract', 0.2, 0.7, 0],
    ['divide', 0.25, 0.5, 0.5],
    ['divide', 0.5, 0, 1],
  ] as const)('%s of %d under %d is %d', (mode, backdrop, source, expected) => {
    expect(one(mode, backdrop, source)).toBeCloseTo(expected, 9);
  });

  test('whole colours keep what they are named for', () => {
    const red: Colour = [0.8, 0.1, 0.1];
    const grey: Colour = [0.5, 0.5, 0.5];
    for (const value of blend('saturation', red, grey)) expect(value).toBeCloseTo(0.31, 9);
    expect(blend('hue', grey, red)[0]).toBeCloseTo(0.5, 9);
    expect(blend('luminosity', grey, red)[0]).toBeCloseTo(0.31, 9);
    expect(blend('color', grey, grey)).toEqual(grey);
    expect(blend('darker-color', red, grey)).toEqual(red);
    expect(blend('lighter-color', red, grey)).toEqual(grey);
  });

  it('stays within 0 and 1 in every mode, whatever the colours and the fill', () => {
    fc.assert(
      fc.property(fc.constantFrom(...BLEND_MODES), colour, colour, share, (mode, backdrop, source, fill) => {
        for (const value of blend(mode, backdrop, source, fill)) {
          expect(value).toBeGreaterThanOrEqual(-1e-12);
          expect(value).toBeLessThanOrEqual(1 + 1e-12);
        }
      }),
      { numRuns: 3000 },
    );
  });

  it('leaves the backdrop alone where a fill of nothing is an effect of nothing', () => {
    expect(FILL_MODES.size).toBe(8);
    fc.assert(
      fc.property(fc.constantFrom(...FILL_MODES), share, share, (mode, backdrop, source) => {
        expect(one(mode, backdrop, source, 0)).toBeCloseTo(backdrop, 9);
      }),
    );
  });
});

test('the grain of dissolve is even: as many pixels show as the opacity says', () => {
  for (const alpha of [0.1, 0.5, 0.9]) {
    let shown = 0;
    for (let y = -128; y < 128; y++)
      for (let x = -128; x < 128; x++) if (alpha > dissolveThreshold(x, y)) shown += 1;
    expect(shown / 65536).toBeCloseTo(alpha, 2);
  }
});
