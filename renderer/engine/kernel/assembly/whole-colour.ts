import { add, all, div, least, most, mul, pick, sub, within } from './lanes';

// blend/whole-colour.ts with everything times the backdrop's alpha `a`, which stands where that has a 1.

@inline export function luminosity(r: v128, g: v128, b: v128): v128 {
  return add(add(mul(r, all(0.3)), mul(g, all(0.59))), mul(b, all(0.11)));
}

@inline export function smallest(r: v128, g: v128, b: v128): v128 { return least(least(r, g), b); }
@inline export function spread(r: v128, g: v128, b: v128): v128 {
  return sub(most(most(r, g), b), smallest(r, g, b));
}

/** What a spread is multiplied by to become the wanted one; `a` is the value of 1 in the spread's own terms. */
@inline export function stretch(wanted: v128, spread: v128, a: v128): v128 {
  return div(wanted, most(spread, add(mul(a, all(1.0 / 512.0)), all(1e-30))));
}

/** How far a colour of luminosity `light` is drawn to its grey to come within 0 and `a`. */
@inline export function clipping(r: v128, g: v128, b: v128, light: v128, a: v128): v128 {
  const low = smallest(r, g, b);
  const high = most(most(r, g), b);
  const down = pick(f32x4.lt(low, all(0)), div(light, most(sub(light, low), all(1e-6))), all(1));
  const up = pick(f32x4.gt(high, a), div(sub(a, light), most(sub(high, light), all(1e-6))), all(1));
  return mul(down, up);
}

@inline export function clipped(value: v128, light: v128, factor: v128, a: v128): v128 {
  return within(add(light, mul(sub(value, light), factor)), a);
}
