import type { Finish, Frame, Shade } from './families/family.ts';
import { pixelChance } from './raster/chance.ts';
import { clamp } from './raster/colour.ts';

export interface Rendering {
  readonly width: number;
  readonly height: number;
  readonly frame: Frame;
  readonly shade: Shade;
  readonly finish: Finish;
  readonly salt: number;
}

const ROWS_PER_STEP = 16;
/** A difference between neighbours, out of 3, that the eye takes for an edge. */
const EDGE = 0.14;
/** Four points on a turned square: edges near level and near upright both get four shades of grey. */
const POINTS = [
  [-0.125, -0.375],
  [0.375, -0.125],
  [-0.375, 0.125],
  [0.125, 0.375],
] as const;

/** Shades every pixel, smooths jagged edges where the family asks for it, and lays grain and paper over all. */
export function* renderRows(rendering: Rendering): Generator<number, Uint8Array> {
  const { width, height, finish } = rendering;
  const pixels = new Uint8Array(width * height * 3);
  let above = new Float64Array(width * 3);
  let row = new Float64Array(width * 3);
  let below = new Float64Array(width * 3);
  const out = new Float64Array(width * 3);
  shadeRow(rendering, 0, below);
  for (let y = 0; y < height; y++) {
    [above, row, below] = [row, below, above];
    if (y + 1 < height) shadeRow(rendering, y + 1, below);
    else below.set(row);
    if (y === 0) above.set(row);
    out.set(row);
    if (finish.jagged) smoothEdges(rendering, y, { above, row, below, out });
    finishRow(rendering, y, out, pixels);
    if (y % ROWS_PER_STEP === ROWS_PER_STEP - 1) yield (y + 1) / height;
  }
  return pixels;
}

function shadeRow({ width, frame, shade }: Rendering, row: number, into: Float64Array): void {
  const ink = new Float64Array(3);
  const y = (row + 0.5) * frame.pixel - frame.halfHeight;
  for (let column = 0; column < width; column++) {
    shade((column + 0.5) * frame.pixel - frame.halfWidth, y, ink);
    into[column * 3] = ink[0] ?? 0;
    into[column * 3 + 1] = ink[1] ?? 0;
    into[column * 3 + 2] = ink[2] ?? 0;
  }
}

interface Rows {
  readonly above: Float64Array;
  readonly row: Float64Array;
  readonly below: Float64Array;
  readonly out: Float64Array;
}

function smoothEdges({ width, frame, shade }: Rendering, y: number, rows: Rows): void {
  const ink = new Float64Array(3);
  for (let column = 0; column < width; column++) {
    const at = column * 3;
    const next = Math.min(width - 1, column + 1) * 3;
    const last = Math.max(0, column - 1) * 3;
    const { row } = rows;
    const difference = Math.max(
      distance(row, at, row, next),
      distance(row, at, row, last),
      distance(row, at, rows.above, at),
      distance(row, at, rows.below, at),
    );
    if (difference < EDGE) continue;
    let red = row[at] ?? 0;
    let green = row[at + 1] ?? 0;
    let blue = row[at + 2] ?? 0;
    for (const [dx, dy] of POINTS) {
      shade(
        (column + 0.5 + dx) * frame.pixel - frame.halfWidth,
        (y + 0.5 + dy) * frame.pixel - frame.halfHeight,
        ink,
      );
      red += ink[0] ?? 0;
      green += ink[1] ?? 0;
      blue += ink[2] ?? 0;
    }
    rows.out[at] = red / 5;
    rows.out[at + 1] = green / 5;
    rows.out[at + 2] = blue / 5;
  }
}

function distance(a: Float64Array, at: number, b: Float64Array, bt: number): number {
  return (
    Math.abs((a[at] ?? 0) - (b[bt] ?? 0)) +
    Math.abs((a[at + 1] ?? 0) - (b[bt + 1] ?? 0)) +
    Math.abs((a[at + 2] ?? 0) - (b[bt + 2] ?? 0))
  );
}

function finishRow(
  { width, frame, finish, salt }: Rendering,
  y: number,
  row: Float64Array,
  pixels: Uint8Array,
): void {
  const v = ((y + 0.5) * frame.pixel - frame.halfHeight) / frame.halfHeight;
  // Paper has a size of its own: its tooth grows with the resolution, or an 8-megapixel sheet would look bare.
  const tooth = Math.max(1, Math.round(0.0019 / frame.pixel));
  for (let x = 0; x < width; x++) {
    const u = ((x + 0.5) * frame.pixel - frame.halfWidth) / frame.halfWidth;
    const corner = u * u + v * v;
    const fine = pixelChance(x, y, salt) + pixelChance(x, y, salt + 1) - 1;
    const coarse = pixelChance(Math.floor(x / tooth), Math.floor(y / tooth), salt + 2) - 0.5;
    const light = 1 - finish.vignette * corner * corner * 0.25 + finish.paper * coarse;
    for (let channel = 0; channel < 3; channel++) {
      const value = (row[x * 3 + channel] ?? 0) * light + finish.grain * fine;
      pixels[(y * width + x) * 3 + channel] = Math.round(clamp(value) * 255);
    }
  }
}
