import { expect, it } from 'vitest';
import { seeded } from '../tiles/fixtures.ts';
import { mostByRows, mostWithin } from './disc.ts';

const random = seeded(5);
const clamp = (value: number): number => Math.max(0, Math.min(255, value));

/** Coverage by formula, in pixels from the middle of the tile. */
const SHAPES: Record<string, (x: number, y: number) => number> = {
  nothing: () => 0,
  'a box': (x, y) => (x > -60 && y > -100 && x < 20 && y < 30 ? 255 : 0),
  'a soft-edged disc': (x, y) => clamp((50 - Math.hypot(x, y)) * 255 + 128),
  'a slope of every level': (x, y) => clamp(230 - Math.hypot(x + 90, y) * 1.5),
  'a slope of few levels': (x, y) => 5 * Math.floor(clamp(230 - Math.hypot(x + 90, y)) / 5),
  'a thin, faint line': (x, y) => (Math.abs(x - 2 * y) < 1 ? 40 : 0),
  'a few dots of any value': () => (random() < 0.002 ? Math.floor(random() * 256) : 0),
  'dots without end': () => Math.floor(random() * 256),
};

it.each(Object.keys(SHAPES))('%s: by level it is what it is by rows, whatever the radius', (name) => {
  for (const radius of [0, 1, 40]) {
    const side = 256 + 2 * radius;
    const source = new Uint8Array(side * side);
    for (let at = 0; at < source.length; at++)
      source[at] = SHAPES[name]?.((at % side) - side / 2, Math.floor(at / side) - side / 2) ?? 0;
    expect(Buffer.compare(mostWithin(source, radius), mostByRows(source, radius))).toBe(0);
  }
});
