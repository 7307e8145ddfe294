import { halved, type Plane, pyramid } from './picture.ts';
import { IN_PLACE, type Mapping, mappingOf, type Placement, placementAt } from './placement.ts';
import { solve } from './solve.ts';

export interface Registration {
  readonly placement: Placement;
  /** How alike both are outside the mask once they lie on each other: 1 is the same, 0 has nothing in common. */
  readonly likeness: number;
  /** As they came. */
  readonly likenessInPlace: number;
  /** There is too little outside the mask, or nothing to see in it, to tell. */
  readonly isBlind: boolean;
}

/** The whole of the smallest level is searched; smaller ones say too little. */
const SIDE_MIN = 24;
/** As far as a provider was seen to move a picture, and a little more. */
const SHIFT_MAX = 32;
const SAMPLES_MAX = 24_000;
const ROUNDS = 12;
/** Less than this share of the frame outside the mask, or less contrast in it, says nothing about a place. */
const SHARE_MIN = 0.02;
const CONTRAST_MIN = 1.5;

/**
 * Finds how what came back lies over the original, by what both show outside the mask: coarse to fine, with a gain and a
 * bias of brightness, and with pixels that agree with nothing left out. Both planes are of one size.
 * @param free 1 where the pictures should be alike, 0 where the edit was made
 * @source B. D. Lucas and T. Kanade, An iterative image registration technique, 1981; robust weights after P. J. Huber, 1964
 */
export function register(original: Plane, returned: Plane, free: Plane): Registration {
  const firsts = pyramid(original, SIDE_MIN);
  const seconds = pyramid(returned, SIDE_MIN);
  const weights = weightsFor(free, firsts.length);
  const top = firsts.length - 1;
  const blind = { placement: IN_PLACE, likeness: 1, likenessInPlace: 1, isBlind: true };
  if (!canTell(firsts[0] ?? original, weights[0] ?? free)) return blind;
  let placement = IN_PLACE;
  for (let level = top; level >= 0; level--) {
    const [one, other, weight] = [firsts[level], seconds[level], weights[level]];
    if (one === undefined || other === undefined || weight === undefined) continue;
    if (level === top) placement = searched(one, other, weight, SHIFT_MAX / 2 ** top);
    else placement = placementAt(placement, 2);
    placement = refined(one, other, weight, placement);
  }
  // Judged where noise and a recompression weigh little.
  const judged = Math.min(1, top);
  const [one, other, weight] = [
    firsts[judged] ?? original,
    seconds[judged] ?? returned,
    weights[judged] ?? free,
  ];
  const factor = 1 / 2 ** judged;
  return {
    placement,
    likeness: likeness(one, other, weight, placementAt(placement, factor)),
    likenessInPlace: likeness(one, other, weight, IN_PLACE),
    isBlind: false,
  };
}

/** A pixel of a coarse level counts only where all that it stands for does. */
function weightsFor(free: Plane, levels: number): readonly Plane[] {
  const all = [free];
  for (let last = free; all.length < levels; ) {
    last = halved(last);
    all.push({ ...last, values: last.values.map((value) => (value > 0.99 ? 1 : 0)) });
  }
  return all;
}

function canTell(plane: Plane, { values: free }: Plane): boolean {
  const { values } = plane;
  let count = 0;
  let sum = 0;
  let squares = 0;
  let looked = 0;
  // Some of a large frame say as much as all of them.
  const stride = strideOf(plane) ** 2;
  for (let at = 0; at < values.length; at += stride) {
    looked += 1;
    if ((free[at] ?? 0) === 0) continue;
    const value = values[at] ?? 0;
    count += 1;
    sum += value;
    squares += value * value;
  }
  if (count === 0 || count < SHARE_MIN * looked) return false;
  const mean = sum / count;
  return Math.sqrt(Math.max(0, squares / count - mean * mean)) >= CONTRAST_MIN;
}

/** The best of all whole shifts of a small level. */
function searched(one: Plane, other: Plane, weight: Plane, reach: number): Placement {
  const far = Math.ceil(Math.min(reach, Math.min(one.width, one.height) / 3));
  let best = { placement: IN_PLACE, likeness: Number.NEGATIVE_INFINITY };
  for (let y = -far; y <= far; y++)
    for (let x = -far; x <= far; x++) {
      const placement = { ...IN_PLACE, x, y };
      const found = likeness(one, other, weight, placement);
      if (found > best.likeness) best = { placement, likeness: found };
    }
  return best.placement;
}

/** What the steps go by: place, size and turn, and how bright what came back is against the original. */
interface State {
  readonly placement: Placement;
  readonly gain: number;
  readonly bias: number;
  /** An error beyond this counts for less. */
  readonly spread: number;
}

const UNKNOWNS = 6;
const STEP_MIN = 0.004;
const COUNTED_MIN = 30;

/** Gauss and Newton's steps over all unknowns at once. */
function refined(one: Plane, other: Plane, weight: Plane, start: Placement): Placement {
  // Lengths of the same order, so that the equations are well conditioned.
  const radius = Math.max(1, (one.width + one.height) / 4);
  let state: State = { placement: start, gain: 1, bias: 0, spread: 40 };
  for (let round = 0; round < ROUNDS; round++) {
    const { normal, right, counted, off } = equations(one, other, weight, state, radius);
    const step = counted < COUNTED_MIN ? null : solve(normal, right);
    if (step === null) break;
    const [x = 0, y = 0, size = 0, turn = 0, more = 0, lift = 0] = step;
    const { placement } = state;
    state = {
      placement: {
        x: placement.x + x,
        y: placement.y + y,
        scale: placement.scale * (1 + size / radius),
        radians: placement.radians + turn / radius,
      },
      gain: state.gain + more / 128,
      bias: state.bias + lift,
      // About one and a half times the usual error.
      spread: Math.max(2, (1.9 * off) / counted),
    };
    if (Math.abs(x) + Math.abs(y) + Math.abs(size) + Math.abs(turn) < STEP_MIN) break;
  }
  return state.placement;
}

interface Equations {
  readonly normal: Float64Array;
  readonly right: Float64Array;
  readonly counted: number;
  readonly off: number;
}

/** The normal equations of one step, each pixel by how far it can be trusted. */
function equations(one: Plane, other: Plane, weight: Plane, state: State, radius: number): Equations {
  const { width, height } = one;
  const { gain, bias, spread } = state;
  const mapping = mappingOf(state.placement, one);
  const stride = strideOf(one);
  const normal = new Float64Array(UNKNOWNS * UNKNOWNS);
  const right = new Float64Array(UNKNOWNS);
  const row = new Float64Array(UNKNOWNS);
  let [off, counted] = [0, 0];
  for (let y = 1; y < height - 1; y += stride)
    for (let x = 1; x < width - 1; x += stride) {
      if ((weight.values[y * width + x] ?? 0) === 0 || !sample(other, mapping, x, y)) continue;
      const error = gain * SAMPLE.value + bias - (one.values[y * width + x] ?? 0);
      off += Math.abs(error);
      counted += 1;
      slopes(row, gain, mapping, (x - (width - 1) / 2) / radius, (y - (height - 1) / 2) / radius);
      add(normal, right, row, error, Math.min(1, spread / Math.max(1e-9, Math.abs(error))));
    }
  for (let i = 0; i < UNKNOWNS; i++)
    for (let j = 0; j < i; j++) normal[i * UNKNOWNS + j] = normal[j * UNKNOWNS + i] ?? 0;
  return { normal, right, counted, off };
}

/** How the error at a pixel changes with each unknown. */
function slopes(row: Float64Array, gain: number, { a, b }: Mapping, x: number, y: number): void {
  const { value, alongX, alongY } = SAMPLE;
  const dx = a * x - b * y;
  const dy = b * x + a * y;
  row[0] = gain * alongX;
  row[1] = gain * alongY;
  row[2] = gain * (alongX * dx + alongY * dy);
  row[3] = gain * (alongY * dx - alongX * dy);
  row[4] = value / 128;
  row[5] = 1;
}

function add(
  normal: Float64Array,
  right: Float64Array,
  row: Float64Array,
  error: number,
  trust: number,
): void {
  for (let i = 0; i < UNKNOWNS; i++) {
    const weighted = trust * (row[i] ?? 0);
    right[i] = (right[i] ?? 0) - weighted * error;
    for (let j = i; j < UNKNOWNS; j++)
      normal[i * UNKNOWNS + j] = (normal[i * UNKNOWNS + j] ?? 0) + weighted * (row[j] ?? 0);
  }
}

function strideOf({ width, height }: Plane): number {
  return Math.max(1, Math.floor(Math.sqrt((width * height) / SAMPLES_MAX)));
}

/** Filled by `sample`: no object for each of some hundred thousand pixels. */
const SAMPLE = { value: 0, alongX: 0, alongY: 0 };

/** The value between four pixels and its slopes; false beyond the picture. */
function sample({ width, height, values }: Plane, { a, b, e, f }: Mapping, x: number, y: number): boolean {
  const px = a * x - b * y + e;
  const py = b * x + a * y + f;
  const left = Math.floor(px);
  const top = Math.floor(py);
  if (left < 0 || top < 0 || left + 1 >= width || top + 1 >= height) return false;
  const at = top * width + left;
  const [tl, tr] = [values[at] ?? 0, values[at + 1] ?? 0];
  const [bl, br] = [values[at + width] ?? 0, values[at + width + 1] ?? 0];
  const u = px - left;
  const v = py - top;
  SAMPLE.value = (tl * (1 - u) + tr * u) * (1 - v) + (bl * (1 - u) + br * u) * v;
  SAMPLE.alongX = (tr - tl) * (1 - v) + (br - bl) * v;
  SAMPLE.alongY = (bl - tl) * (1 - u) + (br - tr) * u;
  return true;
}

/** Correlation of both outside the mask, whatever their brightness and contrast. */
export function likeness(one: Plane, other: Plane, weight: Plane, placement: Placement): number {
  const mapping = mappingOf(placement, one);
  const stride = strideOf(one);
  let [count, sumA, sumB, squaresA, squaresB, both] = [0, 0, 0, 0, 0, 0];
  for (let y = 0; y < one.height; y += stride)
    for (let x = 0; x < one.width; x += stride) {
      if ((weight.values[y * one.width + x] ?? 0) === 0 || !sample(other, mapping, x, y)) continue;
      const first = one.values[y * one.width + x] ?? 0;
      const second = SAMPLE.value;
      count += 1;
      sumA += first;
      sumB += second;
      squaresA += first * first;
      squaresB += second * second;
      both += first * second;
    }
  if (count < 9) return 0;
  const spreadA = squaresA / count - (sumA / count) ** 2;
  const spreadB = squaresB / count - (sumB / count) ** 2;
  if (spreadA < 1e-3 || spreadB < 1e-3) return 0;
  return (both / count - (sumA * sumB) / (count * count)) / Math.sqrt(spreadA * spreadB);
}
