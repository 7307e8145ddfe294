import { channel } from './channel';
import { add, all, coverages, div, most, mul, pick, share, sub } from './lanes';
import {
  COLOR, DARKER_COLOR, DISSOLVE, HUE, LIGHTER_COLOR, LUMINOSITY, NORMAL, SATURATION,
} from './modes';
import { alphaOf, BYTES, COLOUR, colourOf, fillOf, isAtop, opOf, ROW_PLANE } from './steps';
import { clipped, clipping, luminosity, smallest, spread, stretch } from './whole-colour';

/** 1 where a dissolved pixel shows, 0 where not: blend/dissolve.ts. */
@inline function dissolved(alpha: v128, x: i32, y: i32): v128 {
  const xs = i32x4.add(i32x4.splat(x), i32x4(0, 1, 2, 3));
  let hash = v128.xor(i32x4.mul(xs, i32x4.splat(0x9e3779b1)), i32x4.splat(y * 0x85ebca77));
  hash = i32x4.mul(v128.xor(hash, i32x4.shr_u(hash, 16)), i32x4.splat(0x85ebca6b));
  hash = i32x4.mul(v128.xor(hash, i32x4.shr_u(hash, 13)), i32x4.splat(0xc2b2ae35));
  const high = f32x4.convert_i32x4_s(i32x4.shr_u(hash, 16));
  const threshold = mul(add(high, all(0.5)), all(1.0 / 65536.0));
  return v128.and(f32x4.gt(alpha, threshold), all(1));
}

@inline function isWhole(mode: i32): bool {
  return mode == HUE || mode == SATURATION || mode == COLOR || mode == LUMINOSITY || mode == DARKER_COLOR ||
    mode == LIGHTER_COLOR;
}

/** One row of one layer onto the row of the accumulator. The mode is a constant at every call: only its formula stays. */
@inline export function blendRow(
  mode: i32, step: usize, row: usize, source: usize, plane: usize, coverage: usize, width: i32, x: i32, y: i32,
): void {
  const op = opOf(step);
  const atop = isAtop(step);
  const outside = atop ? i32x4.splat(0) : i32x4.splat(-1);
  const alphas = all(alphaOf(step));
  const fills = all(fillOf(step));
  const colour = i32x4.splat(colourOf(step));
  let sr = share(colour, 0);
  let sg = share(colour, 8);
  let sb = share(colour, 16);
  let sa = share(colour, 24);
  for (let at = 0; at < width; at += 4) {
    let k = alphas;
    if (coverage != 0) k = mul(k, coverages(coverage + at));
    if (op == BYTES) {
      const packed = v128.load(source + (at << 2));
      sr = share(packed, 0);
      sg = share(packed, 8);
      sb = share(packed, 16);
      sa = f32x4.convert_i32x4_s(i32x4.shr_u(packed, 24));
      sa = mul(sa, all(1.0 / 255.0));
    } else if (op != COLOUR) {
      const from = source + (at << 2);
      sr = v128.load(from);
      sg = v128.load(from + plane);
      sb = v128.load(from + plane * 2);
      sa = v128.load(from + plane * 3);
      if (mode != NORMAL || atop) {
        const inverse = div(all(1), most(sa, all(1e-20)));
        sr = mul(sr, inverse);
        sg = mul(sg, inverse);
        sb = mul(sb, inverse);
      }
    }
    const scale = k;
    k = mul(k, sa);
    if (mode == DISSOLVE) k = dissolved(k, x + at, y);
    if (!v128.any_true(k)) continue;
    const here = row + (at << 2);
    const r = v128.load(here);
    const g = v128.load(here, ROW_PLANE);
    const b = v128.load(here, ROW_PLANE * 2);
    const a = v128.load(here, ROW_PLANE * 3);
    const rest = sub(all(1), k);
    if (mode == NORMAL && !atop) {
      // Source-over needs no formula; an accumulator comes premultiplied and stays so.
      const by = op == BYTES || op == COLOUR ? k : scale;
      v128.store(here, add(mul(r, rest), mul(sr, by)));
      v128.store(here, add(mul(g, rest), mul(sg, by)), ROW_PLANE);
      v128.store(here, add(mul(b, rest), mul(sb, by)), ROW_PLANE * 2);
      v128.store(here, add(mul(a, rest), k), ROW_PLANE * 3);
      continue;
    }
    let mr: v128, mg: v128, mb: v128;
    if (isWhole(mode)) {
      const ar = mul(sr, a), ag = mul(sg, a), ab = mul(sb, a);
      if (mode == DARKER_COLOR || mode == LIGHTER_COLOR) {
        const own = luminosity(ar, ag, ab), under = luminosity(r, g, b);
        const kept = mode == DARKER_COLOR ? f32x4.gt(own, under) : f32x4.le(own, under);
        mr = pick(kept, r, ar);
        mg = pick(kept, g, ag);
        mb = pick(kept, b, ab);
      } else {
        const light = mode == LUMINOSITY ? luminosity(ar, ag, ab) : luminosity(r, g, b);
        if (mode == HUE) {
          const by = stretch(spread(r, g, b), spread(sr, sg, sb), all(1)), low = smallest(sr, sg, sb);
          mr = mul(sub(sr, low), by);
          mg = mul(sub(sg, low), by);
          mb = mul(sub(sb, low), by);
        } else if (mode == SATURATION) {
          const by = stretch(mul(a, spread(sr, sg, sb)), spread(r, g, b), a), low = smallest(r, g, b);
          mr = mul(sub(r, low), by);
          mg = mul(sub(g, low), by);
          mb = mul(sub(b, low), by);
        } else {
          mr = mode == COLOR ? ar : r;
          mg = mode == COLOR ? ag : g;
          mb = mode == COLOR ? ab : b;
        }
        const shift = sub(light, luminosity(mr, mg, mb));
        mr = add(mr, shift);
        mg = add(mg, shift);
        mb = add(mb, shift);
        const factor = clipping(mr, mg, mb, light, a);
        mr = clipped(mr, light, factor, a);
        mg = clipped(mg, light, factor, a);
        mb = clipped(mb, light, factor, a);
      }
    } else {
      mr = channel(mode, r, a, sr, fills);
      mg = channel(mode, g, a, sg, fills);
      mb = channel(mode, b, a, sb, fills);
    }
    // Fill is 1 but in the eight modes where it thins what shows beside the backdrop.
    const beside = v128.and(outside, mul(mul(k, fills), sub(all(1), a)));
    v128.store(here, add(add(mul(r, rest), mul(mr, k)), mul(sr, beside)));
    v128.store(here, add(add(mul(g, rest), mul(mg, k)), mul(sg, beside)), ROW_PLANE);
    v128.store(here, add(add(mul(b, rest), mul(mb, k)), mul(sb, beside)), ROW_PLANE * 2);
    v128.store(here, add(a, beside), ROW_PLANE * 3);
  }
}
