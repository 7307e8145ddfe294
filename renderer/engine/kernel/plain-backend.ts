import { BLEND_MODES } from '../../../shared/document/index.ts';
import type { KernelBackend } from './backend.ts';
import { coverageShare } from './coverage-share.ts';
import { FIELD, OPS, ROW_BYTES, ROW_PLANE, STEP_BYTES } from './layout.ts';
import { blendRow, type Row } from './plain-row.ts';

const PLANE = ROW_PLANE / 4;
const ROW = ROW_BYTES / 4;

/** The kernel without WebAssembly: the same steps over the same memory, each pixel by the table of formulas. */
export function createPlainBackend(): KernelBackend {
  let memory = new ArrayBuffer(65_536);
  let floats = new Float32Array(memory);
  let bytes = new Uint8Array(memory);
  let view = new DataView(memory);

  const address = (step: number, at: number): number =>
    view.getInt32(step + FIELD.source, true) + view.getInt32(step + FIELD.sourceRow, true) * at;
  const coverage = (step: number, at: number): number => {
    const start = view.getInt32(step + FIELD.coverage, true);
    return start === 0 ? 0 : start + view.getInt32(step + FIELD.coverageRow, true) * at;
  };
  const plane = (step: number): number => view.getInt32(step + FIELD.sourcePlane, true) / 4;
  const clear = (row: number): void => void floats.fill(0, row, row + ROW);
  const copy = (to: number, toPlane: number, from: number, fromPlane: number, width: number): void => {
    for (let one = 0; one < 4; one++)
      floats.copyWithin(to + one * toPlane, from + one * fromPlane, from + one * fromPlane + width);
  };

  const paint = (step: number, at: number, row: number, from: Source, place: Place): void =>
    blendRow({
      floats,
      bytes,
      mode: BLEND_MODES[view.getInt32(step + FIELD.mode, true)] ?? 'normal',
      atop: view.getInt32(step + FIELD.atop, true) !== 0,
      alpha: view.getFloat32(step + FIELD.alpha, true),
      fill: view.getFloat32(step + FIELD.fill, true),
      colour: view.getInt32(step + FIELD.colour, true),
      coverage: coverage(step, at),
      row,
      ...from,
      ...place,
    });

  const sourceOf = (op: number, step: number, at: number): Source => {
    if (op === OPS.bytes) return { kind: 'bytes', source: address(step, at), sourcePlane: 0 };
    if (op === OPS.colour) return { kind: 'colour', source: 0, sourcePlane: 0 };
    return { kind: 'accumulator', source: address(step, at) / 4, sourcePlane: plane(step) };
  };

  const runRow = (first: number, count: number, stack: number, at: number, place: Place): void => {
    let row = stack;
    clear(row);
    for (let step = first; step < first + count * STEP_BYTES; step += STEP_BYTES) {
      const op = view.getInt32(step + FIELD.op, true);
      switch (op) {
        case OPS.push:
          row += ROW;
          clear(row);
          break;
        case OPS['push-copy']:
          copy(row + ROW, PLANE, row, PLANE, place.width);
          row += ROW;
          break;
        case OPS.pop:
          row -= ROW;
          paint(step, at, row, { kind: 'accumulator', source: row + ROW, sourcePlane: PLANE }, place);
          break;
        case OPS.mix:
          row -= ROW;
          mix(floats, bytes, row, view.getFloat32(step + FIELD.alpha, true), coverage(step, at), place.width);
          break;
        case OPS.load:
          copy(row, PLANE, address(step, at) / 4, plane(step), place.width);
          break;
        case OPS.store:
          copy(address(step, at) / 4, plane(step), row, PLANE, place.width);
          break;
        case OPS.pack:
          pack(floats, bytes, address(step, at), row, place.width);
          break;
        default:
          paint(step, at, row, sourceOf(op, step, at), place);
      }
    }
  };

  return {
    name: 'plain',
    buffer: () => memory,
    reserve: (wanted) => {
      if (memory.byteLength >= wanted) return;
      const grown = new ArrayBuffer(wanted);
      new Uint8Array(grown).set(bytes);
      memory = grown;
      floats = new Float32Array(memory);
      bytes = new Uint8Array(memory);
      view = new DataView(memory);
    },
    run: (steps, count, stack, width, rows, x, y) => {
      for (let at = 0; at < rows; at++) runRow(steps, count, stack / 4, at, { width, x, y: y + at });
    },
  };
}

type Source = Pick<Row, 'kind' | 'source' | 'sourcePlane'>;

interface Place {
  readonly width: number;
  readonly x: number;
  readonly y: number;
}

function byteOf(value: number): number {
  return Math.floor(Math.min(255, Math.max(0, value)) + 0.5);
}

function mix(
  floats: Float32Array,
  bytes: Uint8Array,
  row: number,
  alpha: number,
  cover: number,
  width: number,
): void {
  for (let at = 0; at < width; at++) {
    const share = cover === 0 ? alpha : coverageShare(alpha, bytes[cover + at] ?? 0);
    for (let one = row + at; one < row + ROW; one += PLANE) {
      const before = floats[one] ?? 0;
      floats[one] = before + ((floats[one + ROW] ?? 0) - before) * share;
    }
  }
}

function pack(floats: Float32Array, bytes: Uint8Array, to: number, row: number, width: number): void {
  for (let at = 0; at < width; at++) {
    const alpha = floats[row + PLANE * 3 + at] ?? 0;
    const byte = byteOf(alpha * 255);
    const scale = byte === 0 ? 0 : 255 / alpha;
    for (let one = 0; one < 3; one++)
      bytes[to + at * 4 + one] = byteOf((floats[row + one * PLANE + at] ?? 0) * scale);
    bytes[to + at * 4 + 3] = byte;
  }
}
