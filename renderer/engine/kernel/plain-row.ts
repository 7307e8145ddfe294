import type { BlendMode } from '../../../shared/document/index.ts';
import { dissolves } from '../blend/dissolve.ts';
import { FORMULAS, type Formula } from '../blend/formulas.ts';
import { coverageShare } from './coverage-share.ts';
import { ROW_PLANE } from './layout.ts';

const PLANE = ROW_PLANE / 4;

/** One row of one layer, with where everything lies: `row`, and `source` of an accumulator, count floats. */
export interface Row {
  readonly floats: Float32Array;
  readonly bytes: Uint8Array;
  readonly kind: 'bytes' | 'colour' | 'accumulator';
  readonly mode: BlendMode;
  readonly atop: boolean;
  readonly alpha: number;
  readonly fill: number;
  readonly colour: number;
  /** 0 is none. */
  readonly coverage: number;
  readonly row: number;
  readonly source: number;
  readonly sourcePlane: number;
  readonly width: number;
  readonly x: number;
  readonly y: number;
}

/** Red, green, blue, alpha, straight; one for all rows, so that a pixel makes no garbage. */
const own = new Float64Array(4);

export function blendRow(row: Row): void {
  const formula = FORMULAS[row.mode];
  if (row.kind === 'colour') readPacked(row.colour);
  for (let at = 0; at < row.width; at++) {
    if (row.kind === 'bytes') readBytes(row.bytes, row.source + at * 4);
    else if (row.kind === 'accumulator') readFloats(row.floats, row.source + at, row.sourcePlane);
    const share =
      row.coverage === 0 ? row.alpha : coverageShare(row.alpha, row.bytes[row.coverage + at] ?? 0);
    let alpha = share * (own[3] ?? 0);
    if (formula.kind === 'dissolve') alpha = dissolves(row.x + at, row.y, alpha) ? 1 : 0;
    if (alpha > 0) blendPixel(row, formula, row.row + at, alpha);
  }
}

function blendPixel(row: Row, formula: Formula, at: number, alpha: number): void {
  const { floats } = row;
  const under = floats[at + 3 * PLANE] ?? 0;
  const beside = row.atop ? 0 : alpha * row.fill * (1 - under);
  const inverse = under === 0 ? 0 : 1 / under;
  const backdrop = (one: number): number => Math.min(1, (floats[at + one * PLANE] ?? 0) * inverse);
  const write = (one: number, mixed: number): void => {
    const place = at + one * PLANE;
    floats[place] = (own[one] ?? 0) * beside + (floats[place] ?? 0) * (1 - alpha) + mixed * alpha * under;
  };
  if (formula.kind === 'colour') {
    const source = [own[0] ?? 0, own[1] ?? 0, own[2] ?? 0] as const;
    const mixed = formula.of([backdrop(0), backdrop(1), backdrop(2)], source);
    for (let one = 0; one < 3; one++) write(one, mixed[one] ?? 0);
  } else for (let one = 0; one < 3; one++) write(one, formula.of(backdrop(one), own[one] ?? 0, row.fill));
  floats[at + 3 * PLANE] = under + beside;
}

function readPacked(packed: number): void {
  for (let one = 0; one < 4; one++) own[one] = ((packed >>> (8 * one)) & 255) / 255;
}

function readBytes(bytes: Uint8Array, at: number): void {
  for (let one = 0; one < 4; one++) own[one] = (bytes[at + one] ?? 0) / 255;
}

function readFloats(floats: Float32Array, at: number, plane: number): void {
  const alpha = floats[at + 3 * plane] ?? 0;
  const inverse = alpha === 0 ? 0 : 1 / alpha;
  for (let one = 0; one < 3; one++) own[one] = Math.min(1, (floats[at + one * plane] ?? 0) * inverse);
  own[3] = alpha;
}
