import { add, all, div, least, most, mul, pick, sub, within } from './lanes';
import {
  COLOR_BURN, COLOR_DODGE, DARKEN, DIFFERENCE, DIVIDE, EXCLUSION, HARD_LIGHT, HARD_MIX, LIGHTEN, LINEAR_BURN,
  LINEAR_DODGE, LINEAR_LIGHT, MULTIPLY, OVERLAY, PIN_LIGHT, SCREEN, SOFT_LIGHT, SUBTRACT, VIVID_LIGHT,
} from './modes';

const LEAST_DIVISOR: f32 = 1.0 / 512.0;

/** `a * B(r / a, s)` of blend/formulas.ts, where r is the backdrop times its alpha a: most modes need no division so. */
@inline export function channel(mode: i32, r: v128, a: v128, s: v128, fill: v128): v128 {
  if (mode == DARKEN) return least(r, mul(s, a));
  if (mode == LIGHTEN) return most(r, mul(s, a));
  if (mode == MULTIPLY) return mul(r, s);
  if (mode == SCREEN) return screen(r, a, s);
  if (mode == COLOR_BURN) return burn(r, a, towardsWhite(s, fill));
  if (mode == LINEAR_BURN) return most(all(0), sub(add(r, mul(towardsWhite(s, fill), a)), a));
  if (mode == COLOR_DODGE) return dodge(r, a, mul(s, fill));
  if (mode == LINEAR_DODGE) return least(a, add(r, mul(mul(s, fill), a)));
  if (mode == OVERLAY) return overlay(r, a, s);
  if (mode == SOFT_LIGHT) return softLight(r, a, s);
  if (mode == HARD_LIGHT) return hardLight(r, a, s);
  if (mode == VIVID_LIGHT) return vividLight(r, a, towardsGrey(s, fill));
  if (mode == LINEAR_LIGHT) return within(add(r, mul(twiceLessOne(towardsGrey(s, fill)), a)), a);
  if (mode == PIN_LIGHT) return pinLight(r, a, s);
  if (mode == HARD_MIX) return hardMix(r, a, s, fill);
  if (mode == DIFFERENCE) return f32x4.abs(sub(r, mul(mul(s, fill), a)));
  if (mode == EXCLUSION) return add(r, mul(s, sub(a, add(r, r))));
  if (mode == SUBTRACT) return most(all(0), sub(r, mul(s, a)));
  if (mode == DIVIDE) return least(a, div(r, most(s, all(LEAST_DIVISOR))));
  return mul(s, a);
}

@inline function towardsWhite(s: v128, fill: v128): v128 { return sub(all(1), mul(fill, sub(all(1), s))); }
@inline function towardsGrey(s: v128, fill: v128): v128 { return add(all(0.5), mul(fill, sub(s, all(0.5)))); }
@inline function twiceLessOne(s: v128): v128 { return sub(add(s, s), all(1)); }

@inline function screen(r: v128, a: v128, s: v128): v128 { return add(r, mul(s, sub(a, r))); }

@inline function dodge(r: v128, a: v128, s: v128): v128 {
  return least(a, div(r, most(sub(all(1), s), all(LEAST_DIVISOR))));
}

@inline function burn(r: v128, a: v128, s: v128): v128 {
  return sub(a, least(a, div(most(all(0), sub(a, r)), most(s, all(LEAST_DIVISOR)))));
}

@inline function hardLight(r: v128, a: v128, s: v128): v128 {
  return pick(f32x4.le(s, all(0.5)), mul(add(s, s), r), screen(r, a, twiceLessOne(s)));
}

@inline function overlay(r: v128, a: v128, s: v128): v128 {
  const twice = add(r, r);
  return pick(f32x4.le(twice, a), mul(twice, s), add(mul(a, s), mul(sub(twice, a), sub(all(1), s))));
}

@inline function vividLight(r: v128, a: v128, s: v128): v128 {
  const dark = f32x4.le(s, all(0.5));
  return pick(dark, burn(r, a, add(s, s)), dodge(r, a, twiceLessOne(s)));
}

@inline function pinLight(r: v128, a: v128, s: v128): v128 {
  return pick(f32x4.le(s, all(0.5)), least(r, mul(add(s, s), a)), most(r, mul(twiceLessOne(s), a)));
}

@inline function hardMix(r: v128, a: v128, s: v128, fill: v128): v128 {
  const threshold = add(mul(sub(add(r, mul(s, a)), a), all(255)), a);
  const ramp = div(
    add(r, mul(mul(fill, sub(s, all(1))), a)),
    most(sub(all(1), fill), all(1.0 / 255.0)),
  );
  return within(pick(f32x4.ge(fill, all(1)), threshold, ramp), a);
}

@inline function softLight(r: v128, a: v128, s: v128): v128 {
  const b = least(all(1), div(r, most(a, all(1e-20))));
  const dark = sub(b, mul(mul(sub(all(1), add(s, s)), b), sub(all(1), b)));
  const low = mul(add(mul(sub(mul(all(16), b), all(12)), b), all(4)), b);
  const lit = pick(f32x4.le(b, all(0.25)), low, f32x4.sqrt(b));
  const light = add(b, mul(twiceLessOne(s), sub(lit, b)));
  return mul(a, pick(f32x4.le(s, all(0.5)), dark, light));
}
