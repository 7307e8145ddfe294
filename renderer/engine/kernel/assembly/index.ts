import { blend } from './blend';
import { add, all, coverages, div, mul, sub } from './lanes';
import {
  ACCUMULATOR, alphaOf, BYTES, COLOUR, coverageOf, LOAD, MIX, modeOf, opOf, PACK, planeOf, POP, PUSH, PUSH_COPY,
  ROW_BYTES, ROW_PLANE, sourceOf, STEP_BYTES, STORE,
} from './steps';

/**
 * Runs the steps on every row: on a stack of accumulated rows that stay in the first cache, however many layers there
 * are. Width is a multiple of four. `x` and `y` are the level's pixel of the first one, for the grain of dissolve.
 */
export function run(steps: usize, count: i32, stack: usize, width: i32, rows: i32, x: i32, y: i32): void {
  for (let at = 0; at < rows; at++) {
    let row = stack;
    clear(row, width);
    for (let index = 0; index < count; index++) {
      const step = steps + <usize>index * STEP_BYTES;
      switch (opOf(step)) {
        case BYTES:
        case COLOUR:
        case ACCUMULATOR:
          blend(modeOf(step), step, row, sourceOf(step, at), planeOf(step), coverageOf(step, at), width, x, y + at);
          break;
        case PUSH:
          row += ROW_BYTES;
          clear(row, width);
          break;
        case PUSH_COPY:
          copy(row + ROW_BYTES, ROW_PLANE, row, ROW_PLANE, width);
          row += ROW_BYTES;
          break;
        case POP:
          row -= ROW_BYTES;
          blend(modeOf(step), step, row, row + ROW_BYTES, ROW_PLANE, coverageOf(step, at), width, x, y + at);
          break;
        case MIX:
          row -= ROW_BYTES;
          mix(row, alphaOf(step), coverageOf(step, at), width);
          break;
        case LOAD:
          copy(row, ROW_PLANE, sourceOf(step, at), planeOf(step), width);
          break;
        case STORE:
          copy(sourceOf(step, at), planeOf(step), row, ROW_PLANE, width);
          break;
        case PACK:
          pack(sourceOf(step, at), row, width);
          break;
      }
    }
  }
}

function clear(row: usize, width: i32): void {
  for (let plane: usize = 0; plane < ROW_BYTES; plane += ROW_PLANE) memory.fill(row + plane, 0, <usize>width << 2);
}

function copy(to: usize, toPlane: usize, from: usize, fromPlane: usize, width: i32): void {
  for (let plane: usize = 0; plane < 4; plane++)
    memory.copy(to + plane * toPlane, from + plane * fromPlane, <usize>width << 2);
}

/** The row above it, in the measure of alpha and coverage; for groups that pass through. */
function mix(row: usize, alpha: f32, coverage: usize, width: i32): void {
  for (let at = 0; at < width; at += 4) {
    let share = all(alpha);
    if (coverage != 0) share = mul(share, coverages(coverage + at));
    for (let plane: usize = 0; plane < ROW_BYTES; plane += ROW_PLANE) {
      const here = row + plane + (at << 2);
      const before = v128.load(here);
      v128.store(here, add(before, mul(sub(v128.load(here, ROW_BYTES), before), share)));
    }
  }
}

/** Straight RGBA, rounded; where alpha rounds to nothing the colour is nothing too. */
function pack(to: usize, row: usize, width: i32): void {
  for (let at = 0; at < width; at += 4) {
    const here = row + (at << 2);
    const alpha = v128.load(here, ROW_PLANE * 3);
    const scale = div(all(255), f32x4.pmax(alpha, all(1e-20)));
    const a = byteOf(mul(alpha, all(255)));
    let packed = i32x4.shl(a, 24);
    packed = v128.or(packed, byteOf(mul(v128.load(here), scale)));
    packed = v128.or(packed, i32x4.shl(byteOf(mul(v128.load(here, ROW_PLANE), scale)), 8));
    packed = v128.or(packed, i32x4.shl(byteOf(mul(v128.load(here, ROW_PLANE * 2), scale)), 16));
    v128.store(to + (at << 2), v128.and(packed, i32x4.gt_s(a, i32x4.splat(0))));
  }
}

@inline function byteOf(value: v128): v128 {
  return i32x4.trunc_sat_f32x4_s(add(f32x4.pmax(f32x4.pmin(value, all(255)), all(0)), all(0.5)));
}
