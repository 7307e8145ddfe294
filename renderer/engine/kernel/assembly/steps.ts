// The layout of a step; `kernel/steps.ts` writes it, and a test of every mode and step holds the two together.
export const STEP_BYTES: usize = 64;
export const ROW_BYTES: usize = 4096;
export const ROW_PLANE: usize = 1024;

export const BYTES: i32 = 0;
export const COLOUR: i32 = 1;
export const ACCUMULATOR: i32 = 2;
export const PUSH: i32 = 3;
export const PUSH_COPY: i32 = 4;
export const POP: i32 = 5;
export const MIX: i32 = 6;
export const LOAD: i32 = 7;
export const STORE: i32 = 8;
export const PACK: i32 = 9;

@inline export function opOf(step: usize): i32 { return load<i32>(step, 0); }
@inline export function modeOf(step: usize): i32 { return load<i32>(step, 4); }
@inline export function isAtop(step: usize): bool { return load<i32>(step, 8) != 0; }
@inline export function sourceOf(step: usize, at: i32): usize { return load<usize>(step, 12) + load<usize>(step, 16) * at; }
@inline export function planeOf(step: usize): usize { return load<usize>(step, 20); }
/** 0 when there is none. */
@inline export function coverageOf(step: usize, at: i32): usize {
  const start = load<usize>(step, 24);
  return start == 0 ? 0 : start + load<usize>(step, 28) * at;
}
@inline export function alphaOf(step: usize): f32 { return load<f32>(step, 32); }
@inline export function fillOf(step: usize): f32 { return load<f32>(step, 36); }
@inline export function colourOf(step: usize): u32 { return load<u32>(step, 40); }
