import { deflateSync, inflateSync } from 'node:zlib';
import {
  readPngChunks,
  readPngHeader,
  unfilteredRows,
  writePngChunks,
} from '../../../media/metadata/index.ts';

export interface Drawn {
  readonly width: number;
  readonly height: number;
  /** 0 grey, 2 RGB, 6 RGB with alpha. */
  readonly colourType: 0 | 2 | 6;
  /** All samples, row by row. */
  readonly samples: Uint8Array;
}

const SAMPLES = { 0: 1, 2: 3, 6: 4 } as const;

/** An 8-bit PNG of exactly these samples, unfiltered. */
export function drawPng({ width, height, colourType, samples }: Drawn): Uint8Array {
  const stride = width * SAMPLES[colourType];
  const rows = new Uint8Array((stride + 1) * height);
  for (let row = 0; row < height; row++) {
    rows.set(samples.subarray(row * stride, (row + 1) * stride), row * (stride + 1) + 1);
  }
  const header = new Uint8Array(13);
  const view = new DataView(header.buffer);
  view.setUint32(0, width);
  view.setUint32(4, height);
  header.set([8, colourType, 0, 0, 0], 8);
  return writePngChunks([
    { type: 'IHDR', data: header },
    { type: 'IDAT', data: new Uint8Array(deflateSync(rows)) },
    { type: 'IEND', data: new Uint8Array(0) },
  ]);
}

/** The samples of an 8-bit PNG; throws for what is none, because a test made it. */
export function readDrawn(png: Uint8Array): Drawn {
  const read = readPngChunks(png);
  const header = read.kind === 'read' ? readPngHeader(read.chunks) : null;
  if (read.kind !== 'read' || header === null) throw new Error('no PNG');
  const { width, height, bitDepth, colourType } = header;
  if (bitDepth !== 8 || (colourType !== 0 && colourType !== 2 && colourType !== 6)) throw new Error('kind');
  const data = read.chunks.filter((chunk) => chunk.type === 'IDAT').map((chunk) => chunk.data);
  const samples = unfilteredRows(
    new Uint8Array(inflateSync(Buffer.concat(data))),
    { width, height },
    SAMPLES[colourType],
  );
  if (samples === null) throw new Error('rows');
  return { width, height, colourType, samples };
}
