// Four pixels at once; short names for the arithmetic of lanes, so that formulas read like formulas.

@inline export function all(value: f32): v128 { return f32x4.splat(value); }
@inline export function add(a: v128, b: v128): v128 { return f32x4.add(a, b); }
@inline export function sub(a: v128, b: v128): v128 { return f32x4.sub(a, b); }
@inline export function mul(a: v128, b: v128): v128 { return f32x4.mul(a, b); }
@inline export function div(a: v128, b: v128): v128 { return f32x4.div(a, b); }
// pmin and pmax are one instruction each; there are no NaNs here for min and max to care about.
@inline export function least(a: v128, b: v128): v128 { return f32x4.pmin(a, b); }
@inline export function most(a: v128, b: v128): v128 { return f32x4.pmax(a, b); }
@inline export function within(value: v128, limit: v128): v128 { return most(least(value, limit), all(0)); }
@inline export function pick(when: v128, yes: v128, no: v128): v128 { return v128.bitselect(yes, no, when); }
/** A byte of each pixel of packed RGBA as 0 to 1. */
@inline export function share(packed: v128, shift: i32): v128 {
  return mul(f32x4.convert_i32x4_s(v128.and(i32x4.shr_u(packed, shift), i32x4.splat(255))), all(1.0 / 255.0));
}
/** Four coverage bytes as 0 to 1. */
@inline export function coverages(at: usize): v128 {
  const bytes = v128.load32_zero(at);
  return mul(
    f32x4.convert_i32x4_s(i32x4.extend_low_i16x8_u(i16x8.extend_low_i8x16_u(bytes))),
    all(1.0 / 255.0),
  );
}
