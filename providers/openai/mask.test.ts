import { deflateSync, inflateSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readPngChunks, readPngHeader, unfilteredRows, writePngChunks } from '../../media/metadata/index.ts';
import { pngSize, wireMask } from './mask.ts';

interface GreyPng {
  readonly width: number;
  readonly height: number;
  /** Rows as they stand in the file: a filter byte, then the bytes. */
  readonly rows: readonly (readonly number[])[];
  readonly depth?: number;
  readonly colourType?: number;
  readonly interlace?: number;
}

function greyPng({ width, height, rows, depth = 8, colourType = 0, interlace = 0 }: GreyPng): Uint8Array {
  const header = new Uint8Array(13);
  const view = new DataView(header.buffer);
  view.setUint32(0, width);
  view.setUint32(4, height);
  header.set([depth, colourType, 0, 0, interlace], 8);
  const data = new Uint8Array(deflateSync(Uint8Array.from(rows.flat())));
  return writePngChunks([
    { type: 'IHDR', data: header },
    { type: 'IDAT', data: data.subarray(0, 3) },
    { type: 'IDAT', data: data.subarray(3) },
    { type: 'IEND', data: new Uint8Array(0) },
  ]);
}

/** Pixels of an RGBA PNG, four numbers each. */
function rgba(png: Uint8Array | null): readonly number[][] {
  const read = readPngChunks(png ?? new Uint8Array(0));
  if (read.kind !== 'read') throw new Error(read.reason);
  const header = readPngHeader(read.chunks);
  if (header === null) throw new Error('no header');
  expect(header).toMatchObject({ bitDepth: 8, colourType: 6 });
  const data = read.chunks.filter((chunk) => chunk.type === 'IDAT').map((chunk) => chunk.data);
  const rows = unfilteredRows(inflateSync(Buffer.concat(data)), header, 4);
  if (rows === null) throw new Error('bad rows');
  return Array.from({ length: rows.length / 4 }, (_, at) => [...rows.subarray(at * 4, at * 4 + 4)]);
}

describe('polarity', () => {
  test('white may change and is transparent, black stays and is opaque, grey is in between', () => {
    const mask = greyPng({
      width: 3,
      height: 2,
      rows: [
        [0, 255, 0, 128],
        [0, 1, 254, 255],
      ],
    });
    expect(rgba(wireMask(mask, { width: 3, height: 2 }))).toEqual([
      [255, 255, 255, 0],
      [0, 0, 0, 255],
      [128, 128, 128, 127],
      [1, 1, 1, 254],
      [254, 254, 254, 1],
      [255, 255, 255, 0],
    ]);
  });

  test.each([
    ['none', [0, 10, 100, 200]],
    ['sub', [1, 10, 90, 100]],
    ['up', [2, 5, 79, 150]],
    ['average', [3, 8, 85, 125]],
    ['Paeth', [4, 5, 79, 100]],
  ])('a row filtered by %s is read as it was drawn', (_name, second) => {
    const mask = greyPng({ width: 3, height: 2, rows: [[0, 5, 21, 50], second] });
    const alphas = rgba(wireMask(mask, null)).map((pixel) => pixel[3]);
    expect(alphas.map((alpha) => 255 - (alpha ?? 0))).toEqual([5, 21, 50, 10, 100, 200]);
  });

  test('every grey of every mask comes out as its complement, whatever its shape', () => {
    const drawn = fc
      .record({ width: fc.integer({ min: 1, max: 9 }), height: fc.integer({ min: 1, max: 9 }) })
      .chain(({ width, height }) =>
        fc
          .array(fc.array(fc.nat(255), { minLength: width, maxLength: width }), {
            minLength: height,
            maxLength: height,
          })
          .map((rows) => ({ width, height, rows })),
      );
    fc.assert(
      fc.property(drawn, ({ width, height, rows }) => {
        const made = wireMask(greyPng({ width, height, rows: rows.map((row) => [0, ...row]) }), null);
        expect(rgba(made)).toEqual(rows.flat().map((grey) => [grey, grey, grey, 255 - grey]));
      }),
      { numRuns: 50 },
    );
  });
});

describe('what is no mask', () => {
  const rows = [[0, 255, 0]];
  test.each([
    ['16 bits', greyPng({ width: 1, height: 1, rows, depth: 16 })],
    ['one bit', greyPng({ width: 8, height: 1, rows: [[0, 255]], depth: 1 })],
    ['colour', greyPng({ width: 1, height: 1, rows: [[0, 1, 2, 3]], colourType: 2 })],
    ['interlaced', greyPng({ width: 2, height: 1, rows, interlace: 1 })],
    ['an unheard-of filter', greyPng({ width: 2, height: 1, rows: [[5, 255, 0]] })],
    ['too few rows', greyPng({ width: 2, height: 2, rows })],
    ['more than it claims', greyPng({ width: 2, height: 1, rows: [...rows, ...rows] })],
    ['no pixels', greyPng({ width: 0, height: 1, rows: [[0]] })],
    ['a bomb', greyPng({ width: 60_000, height: 60_000, rows })],
    ['text', new TextEncoder().encode('<html>')],
    ['nothing', new Uint8Array(0)],
  ])('%s is refused', (_name, bytes) => {
    expect(wireMask(bytes, null)).toBeNull();
  });

  test('another size than the picture is refused', () => {
    const mask = greyPng({ width: 2, height: 1, rows });
    expect(wireMask(mask, { width: 2, height: 2 })).toBeNull();
    expect(pngSize(wireMask(mask, { width: 2, height: 1 }) ?? mask)).toMatchObject({ width: 2, height: 1 });
  });

  test('a real mask of the largest picture stays far below four megabytes', () => {
    const [width, height] = [3840, 2160];
    const drawn = new Uint8Array((width + 1) * height);
    for (let row = 0; row < height; row++) {
      for (let column = 0; column < width; column++) {
        const away = Math.hypot(column - width / 2, row - height / 2);
        drawn[row * (width + 1) + 1 + column] = Math.max(0, Math.min(255, 900 - away));
      }
    }
    const header = new Uint8Array(13);
    new DataView(header.buffer).setUint32(0, width);
    new DataView(header.buffer).setUint32(4, height);
    header.set([8, 0, 0, 0, 0], 8);
    const mask = wireMask(
      writePngChunks([
        { type: 'IHDR', data: header },
        { type: 'IDAT', data: new Uint8Array(deflateSync(drawn)) },
        { type: 'IEND', data: new Uint8Array(0) },
      ]),
      { width, height },
    );
    expect(mask?.length).toBeLessThan(1024 * 1024);
  });
});
