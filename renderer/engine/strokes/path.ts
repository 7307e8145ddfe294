import type { Sample } from './brush.ts';

/** Where a dab goes. The same three numbers in every call, so that nothing is allocated. */
export type PutDab = (x: number, y: number, pressure: number) => void;

export interface StrokePath {
  add(sample: Sample): void;
  /** Draws what still lags behind, up to the last sample. */
  finish(): void;
}

/** Steps of a curve between two samples; shorter than any spacing that can be seen. */
const STEP_PIXELS = 0.5;
const STEPS_MAX = 512;

/**
 * From samples to dabs at even distances: the stabiliser moves a share of the way to each sample, a quadratic curve goes
 * through the middles between them, and what is left of a distance goes over to the next. Only the row of samples counts,
 * not how they came in batches.
 */
export function createPath(
  smoothing: number,
  spacingAt: (pressure: number) => number,
  put: PutDab,
  straightFrom: Sample | null,
): StrokePath {
  const share = 1 - Math.min(0.98, Math.max(0, smoothing));
  const calm = { x: 0, y: 0, pressure: 0 };
  const middle = { x: 0, y: 0, pressure: 0 };
  const pen = { x: 0, y: 0, pressure: 0 };
  let last: Sample | null = null;
  let toNext = 0;

  const walkTo = (x: number, y: number, pressure: number): void => {
    const length = Math.hypot(x - pen.x, y - pen.y);
    let gone = 0;
    while (length - gone >= toNext) {
      gone += toNext;
      const at = length === 0 ? 0 : gone / length;
      const pressedHere = pen.pressure + (pressure - pen.pressure) * at;
      put(pen.x + (x - pen.x) * at, pen.y + (y - pen.y) * at, pressedHere);
      toNext = spacingAt(pressedHere);
    }
    toNext -= length - gone;
    set(pen, x, y, pressure);
  };
  const curveTo = (control: Sample, x: number, y: number, pressure: number): void => {
    const { x: x0, y: y0, pressure: p0 } = pen;
    const length = Math.hypot(control.x - x0, control.y - y0) + Math.hypot(x - control.x, y - control.y);
    const steps = Math.min(STEPS_MAX, Math.max(1, Math.ceil(length / STEP_PIXELS / 4)));
    for (let step = 1; step <= steps; step++) {
      const t = step / steps;
      const [a, b, c] = [(1 - t) * (1 - t), 2 * t * (1 - t), t * t];
      walkTo(
        a * x0 + b * control.x + c * x,
        a * y0 + b * control.y + c * y,
        a * p0 + b * control.pressure + c * pressure,
      );
    }
  };
  const begin = (sample: Sample): void => {
    const from = straightFrom ?? sample;
    for (const one of [pen, calm, middle]) set(one, from.x, from.y, from.pressure);
    walkTo(from.x, from.y, from.pressure);
    if (straightFrom === null) return;
    walkTo(sample.x, sample.y, sample.pressure);
    for (const one of [calm, middle]) set(one, sample.x, sample.y, sample.pressure);
  };
  const moveTo = (sample: Sample, by: number): void => {
    const x = calm.x + (sample.x - calm.x) * by;
    const y = calm.y + (sample.y - calm.y) * by;
    const pressure = calm.pressure + (sample.pressure - calm.pressure) * by;
    curveTo(calm, (calm.x + x) / 2, (calm.y + y) / 2, (calm.pressure + pressure) / 2);
    set(calm, x, y, pressure);
  };
  return {
    add(sample) {
      if (last === null) begin(sample);
      else moveTo(sample, share);
      last = sample;
    },
    finish() {
      if (last === null) return;
      moveTo(last, 1);
      walkTo(calm.x, calm.y, calm.pressure);
    },
  };
}

function set(to: { x: number; y: number; pressure: number }, x: number, y: number, pressure: number): void {
  to.x = x;
  to.y = y;
  to.pressure = pressure;
}
