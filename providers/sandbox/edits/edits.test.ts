import { describe, expect, test } from 'vitest';
import { readPngPixels } from '../../../media/metadata/index.ts';
import { drawPng } from '../../../tests/fakes/openai/drawn-png.ts';
import { paint } from '../paint.ts';
import type { PaintJob } from '../paint-job.ts';
import { UNRULY } from './unruly.ts';

const SIDE = 128;
const isInside = (x: number, y: number): boolean => Math.hypot(x - 64, y - 64) < 40;

const source = png(SIDE, SIDE, (x, y) => [40 + x, 60 + y, ((x * y) % 97) + 20]);
const mask = drawPng({
  width: SIDE,
  height: SIDE,
  colourType: 0,
  samples: Uint8Array.from({ length: SIDE * SIDE }, (_, at) =>
    isInside(at % SIDE, Math.floor(at / SIDE)) ? 255 : 0,
  ),
});
const EDIT: PaintJob = {
  prompt: 'terrazzo',
  seed: 5,
  width: SIDE,
  height: SIDE,
  pictures: [{ role: 'source', bytes: source }],
  mask,
};

function png(width: number, height: number, at: (x: number, y: number) => readonly number[]): Uint8Array {
  const samples = new Uint8Array(width * height * 3);
  for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) samples.set(at(x, y), (y * width + x) * 3);
  return drawPng({ width, height, colourType: 2, samples });
}

function bytesOf(job: PaintJob): Uint8Array {
  const steps = paint(job);
  let step = steps.next();
  while (step.done !== true) step = steps.next();
  return step.value.bytes;
}

function pixelsOf(job: PaintJob) {
  const read = readPngPixels(bytesOf(job), SIDE * SIDE);
  if (read === null) throw new Error('no plain PNG');
  return read;
}

const original = readPngPixels(source, SIDE * SIDE)?.pixels ?? new Uint8Array(0);
/** Where the sandbox writes its name. */
const isMark = (x: number, y: number): boolean => y > SIDE - 20 && x > SIDE - 60;

/** Pixels that differ, inside the mask and outside, as parts of each. */
function changed(job: PaintJob): { inside: number; outside: number } {
  const { pixels } = pixelsOf(job);
  const counts = { inside: 0, outside: 0, insides: 0, outsides: 0 };
  for (let at = 0; at < SIDE * SIDE; at++) {
    const [x, y] = [at % SIDE, Math.floor(at / SIDE)];
    if (isMark(x, y)) continue;
    const differs = [0, 1, 2].some((channel) => pixels[at * 3 + channel] !== original[at * 3 + channel]);
    if (isInside(x, y)) {
      counts.insides += 1;
      counts.inside += differs ? 1 : 0;
    } else {
      counts.outsides += 1;
      counts.outside += differs ? 1 : 0;
    }
  }
  return { inside: counts.inside / counts.insides, outside: counts.outside / counts.outsides };
}

describe('an edit', () => {
  test.each([undefined, 'fill', 'vary', 'extend', 'restyle'] as const)(
    'for %s changes what the mask lets through, and not one pixel besides',
    (task) => {
      const { inside, outside } = changed({ ...EDIT, task });
      expect(outside).toBe(0);
      expect(inside).toBeGreaterThan(task === 'extend' ? 0.6 : 0.75);
    },
  );

  test.each([undefined, 'fill', 'vary', 'extend', 'restyle'] as const)(
    'for %s is the same bytes from the same seed',
    (task) => {
      expect(bytesOf({ ...EDIT, task })).toEqual(bytesOf({ ...EDIT, task }));
      expect(bytesOf({ ...EDIT, task, seed: 6 })).not.toEqual(bytesOf({ ...EDIT, task }));
    },
  );

  test('for fill takes what was there away: a red spot on green leaves no red', () => {
    const spot = png(SIDE, SIDE, (x, y) => (Math.hypot(x - 64, y - 64) < 30 ? [250, 10, 10] : [30, 160, 60]));
    const { pixels } = pixelsOf({ ...EDIT, task: 'fill', pictures: [{ role: 'source', bytes: spot }] });
    for (let at = 0; at < SIDE * SIDE; at++) {
      if (isMark(at % SIDE, Math.floor(at / SIDE))) continue;
      expect(pixels[at * 3] ?? 0).toBeLessThan(40);
    }
  });

  test('without a mask edits its middle, and leaves the corners', () => {
    const { pixels } = pixelsOf({ ...EDIT, mask: null });
    expect([...pixels.subarray(0, 3)]).toEqual([...original.subarray(0, 3)]);
    const middle = (64 * SIDE + 64) * 3;
    expect([...pixels.subarray(middle, middle + 3)]).not.toEqual([...original.subarray(middle, middle + 3)]);
  });

  test('of a source of another size is as large as was asked for', () => {
    const small = png(32, 16, () => [90, 90, 90]);
    const { width, height } = pixelsOf({ ...EDIT, pictures: [{ role: 'source', bytes: small }], mask: null });
    expect([width, height]).toEqual([SIDE, SIDE]);
  });

  test('takes the colours of a palette, and of no source', () => {
    const meanRed = (job: PaintJob): number => {
      const { pixels } = pixelsOf(job);
      let red = 0;
      let blue = 0;
      for (let at = 0; at < pixels.length; at += 3) {
        red += pixels[at] ?? 0;
        blue += pixels[at + 2] ?? 0;
      }
      return red / blue;
    };
    const own = { ...EDIT, pictures: [], mask: null };
    const swatch = (rgb: readonly number[]) => png(8, 8, () => rgb);
    const warm = meanRed({ ...own, pictures: [{ role: 'palette', bytes: swatch([230, 60, 20]) }] });
    const cold = meanRed({ ...own, pictures: [{ role: 'style', bytes: swatch([20, 60, 230]) }] });
    expect(warm).toBeGreaterThan(cold * 1.2);
    const grey = { ...own, pictures: [{ role: 'palette' as const, bytes: swatch([120, 120, 120]) }] };
    expect(Math.abs(meanRed(grey) - 1)).toBeLessThan(Math.abs(meanRed(own) - 1) + 0.05);
    const subject = { ...own, pictures: [{ role: 'subject' as const, bytes: swatch([20, 60, 230]) }] };
    expect(pixelsOf(subject).pixels).toEqual(pixelsOf(own).pixels);
  });
});

describe('a model that does not keep to it', () => {
  test('everything: nearly every pixel is another, and what was there is still there', () => {
    const job: PaintJob = { ...EDIT, unruly: 'everything' };
    expect(changed(job).outside).toBeGreaterThan(0.95);
    const { pixels } = pixelsOf(job);
    let off = 0;
    for (let at = 0; at < SIDE * 20 * 3; at++) off += Math.abs((pixels[at] ?? 0) - (original[at] ?? 0));
    expect(off / (SIDE * 20 * 3)).toBeLessThan(25);
  });

  test('mirror: left is right', () => {
    const { pixels } = pixelsOf({ ...EDIT, unruly: 'mirror' });
    expect([...pixels.subarray(0, 3)]).toEqual([...original.subarray((SIDE - 1) * 3, SIDE * 3)]);
  });

  test('unrelated: the picture that the words alone would be', () => {
    expect(pixelsOf({ ...EDIT, unruly: 'unrelated' }).pixels).toEqual(
      pixelsOf({ ...EDIT, pictures: [], mask: null }).pixels,
    );
  });

  test('other-size: another size and another shape', () => {
    const { width, height } = pixelsOf({ ...EDIT, unruly: 'other-size' });
    expect([width, height]).toEqual([96, 64]);
  });

  test('no-alpha: colours alone', () => {
    expect(pixelsOf({ ...EDIT, unruly: 'no-alpha' }).channels).toBe(3);
  });

  test('noise: neighbours have nothing in common', () => {
    const { pixels } = pixelsOf({ ...EDIT, unruly: 'noise' });
    let steps = 0;
    for (let at = 3; at < SIDE * 100 * 3; at++) steps += Math.abs((pixels[at] ?? 0) - (pixels[at - 3] ?? 0));
    expect(steps / (SIDE * 100 * 3)).toBeGreaterThan(60);
  });

  test.each(UNRULY)('%s is the same from the same seed', (unruly) => {
    expect(bytesOf({ ...EDIT, unruly })).toEqual(bytesOf({ ...EDIT, unruly }));
  });
});

describe('pictures that cannot be read', () => {
  test.each([
    ['the source', { pictures: [{ role: 'source' as const, bytes: source.subarray(0, 200) }] }],
    ['the mask', { mask: source }],
  ])('%s: the painting fails by a throw, which the adapter makes a failure', (_name, change) => {
    expect(() => bytesOf({ ...EDIT, ...change })).toThrow('cannot be read');
  });
});
