import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type DocumentRecord,
  insertLayer,
  type Layer,
  type LayerId,
  NESTING_MAX,
} from '../../../shared/document/index.ts';
import type { Rect } from '../../../shared/geometry/index.ts';
import { wasmBackend } from '../../../tests/drivers/kernel.ts';
import { dice, randomDocument } from '../../../tests/drivers/layered-document.ts';
import { createKernel } from '../kernel/kernel.ts';
import { createPlainBackend } from '../kernel/plain-backend.ts';
import { compositeReference } from '../reference/reference.ts';
import { composite } from './composite.ts';
import { type PixelReader, TILE_SIDE } from './pixel-reader.ts';

const TILE_BYTES = TILE_SIDE * TILE_SIDE * 4;
const BACKENDS = [createPlainBackend(), await wasmBackend()] as const;
const KERNELS = BACKENDS.map((backend) => [backend.name, createKernel(backend, { slotsMax: 0 })] as const);

/** Within one tile, at odd places. */
const rect = fc.record({
  x: fc.integer({ min: 0, max: 230 }),
  y: fc.integer({ min: 0, max: 230 }),
  width: fc.integer({ min: 1, max: 26 }),
  height: fc.integer({ min: 1, max: 14 }),
});
const corner = fc.constantFrom([0, 0], [256, 0], [0, 256], [-256, 0], [256, 256]);

function worst(law: Float64Array, bytes: Uint8Array, area: Rect): number {
  let most = 0;
  for (let y = 0; y < area.height; y++)
    for (let x = 0; x < area.width; x++) {
      const at = (y * area.width + x) * 4;
      const own = (((area.y & 255) + y) * TILE_SIDE + (area.x & 255) + x) * 4;
      const alpha = bytes[own + 3] ?? 0;
      most = Math.max(most, Math.abs((law[at + 3] ?? 0) - alpha));
      // A pixel that rounds to clear has no colour to compare.
      if (alpha > 0)
        for (let one = 0; one < 3; one++)
          most = Math.max(most, Math.abs((law[at + one] ?? 0) - (bytes[own + one] ?? 0)));
    }
  return most;
}

describe.each(KERNELS)('compositing with the %s kernel', (_name, kernel) => {
  it('is the reference to the nearest step of a byte, in any document, place and level', () => {
    fc.assert(
      fc.property(fc.nat(1e9), rect, corner, fc.nat(3), (seed, small, [dx, dy], level) => {
        const { document, pixels } = randomDocument(dice(seed));
        const area = { ...small, x: small.x + (dx ?? 0), y: small.y + (dy ?? 0) };
        const out = new Uint8Array(TILE_BYTES);
        composite(kernel, document, pixels, level, area, out);
        expect(worst(compositeReference(document, pixels, level, area), out, area)).toBeLessThanOrEqual(1);
      }),
      { numRuns: 24 },
    );
  });

  it('gives the parts that the whole is made of, to the bit, and writes nothing beside them', () => {
    fc.assert(
      fc.property(fc.nat(1e9), rect, (seed, part) => {
        const { document, pixels } = randomDocument(dice(seed));
        const whole = new Uint8Array(TILE_BYTES);
        composite(kernel, document, pixels, 0, { x: 0, y: part.y, width: 256, height: part.height }, whole);
        const out = new Uint8Array(TILE_BYTES).fill(7);
        composite(kernel, document, pixels, 0, part, out);
        for (let y = 0; y < 256; y++)
          for (let x = 0; x < 256; x++) {
            const at = (y * 256 + x) * 4;
            const inside = x >= part.x && x < part.x + part.width && y >= part.y && y < part.y + part.height;
            if (inside !== (out[at] !== 7 || out[at + 3] !== 7) && !inside) expect(out[at]).toBe(7);
            if (inside) expect([...out.subarray(at, at + 4)]).toEqual([...whole.subarray(at, at + 4)]);
          }
      }),
      // A mask of one value in the part and of several in the whole, where a byte once hung on how a share was rounded.
      { numRuns: 15, examples: [[21, { x: 0, y: 0, width: 6, height: 3 }]] },
    );
  });

  it('reaches through groups as deep as a document may have them', () => {
    const roll = dice(5);
    const { document, pixels } = randomDocument(roll);
    let deep: DocumentRecord = document;
    const leaf = Object.values(deep.layers).find((layer) => layer.kind === 'raster') as Layer;
    let parent: LayerId | null = null;
    for (let depth = 0; depth < NESTING_MAX; depth++) {
      const id = `deep${depth}` as LayerId;
      const common = {
        ...leaf,
        id,
        opacity: 0.9,
        fill: 1,
        clipped: false,
        visible: true,
        mask: null,
      } as const;
      const group = { ...common, kind: 'group', children: [], passThrough: depth % 2 === 0 } as const;
      deep = insertLayer(deep, group, { parent, index: 99 });
      const under = { ...leaf, ...common, kind: 'raster', id: `under${depth}` as LayerId };
      const above = { ...under, id: `above${depth}` as LayerId, clipped: true, blend: 'multiply' };
      deep = insertLayer(deep, under as Layer, { parent, index: 99 });
      deep = insertLayer(deep, above as Layer, { parent, index: 99 });
      parent = id;
    }
    deep = insertLayer(deep, { ...leaf, id: 'last' as LayerId, visible: true }, { parent, index: 0 });
    const area = { x: 10, y: 10, width: 30, height: 8 };
    const out = new Uint8Array(TILE_BYTES);
    composite(kernel, deep, pixels, 0, area, out);
    expect(worst(compositeReference(deep, pixels, 0, area), out, area)).toBeLessThanOrEqual(1);
  });

  it('neither reads nor copies what is hidden, missing, or one colour', () => {
    const { document } = randomDocument(dice(1));
    const [first] = Object.values(document.layers).filter((layer) => layer.kind === 'raster');
    if (first === undefined) throw new Error('a random document has layers');
    const common = {
      ...first,
      visible: true,
      clipped: false,
      mask: null,
      opacity: 1,
      fill: 1,
      blend: 'normal',
    } as const;
    const of = (name: string, change: Partial<Layer>): Layer =>
      ({ ...common, id: name as LayerId, pixels: name, offset: { x: 0, y: 0 }, ...change }) as Layer;
    const layers = [
      of('colour', {}),
      of('missing', {}),
      of('hidden', { visible: false }),
      of('clear', { opacity: 0 }),
    ];
    const asked: string[] = [];
    const reader: PixelReader = {
      tile: (pixels) => {
        asked.push(pixels);
        return pixels === 'colour' ? { kind: 'uniform', value: 0xff102030 } : null;
      },
      bounds: () => ({ x: 0, y: 0, width: 256, height: 256 }),
    };
    const plain = {
      ...document,
      layers: Object.fromEntries(layers.map((layer) => [layer.id, layer])),
      root: layers.map((layer) => layer.id),
    };
    kernel.touched.reset();
    const out = new Uint8Array(TILE_BYTES);
    composite(kernel, plain, reader, 0, { x: 0, y: 0, width: 8, height: 4 }, out);
    expect(new Set(asked)).toEqual(new Set(['colour', 'missing']));
    expect([...out.subarray(0, 4)]).toEqual([0x30, 0x20, 0x10, 255]);
    // Packed once, copied out once (read and written).
    expect(kernel.touched.total).toBe(8 * 4 * (4 + 8));
  });
});
