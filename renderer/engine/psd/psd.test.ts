import { initializeCanvas, readPsd as readElsewhere } from 'ag-psd';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  BLEND_MODES,
  type DocumentRecord,
  insertLayer,
  type LayerId,
  listLayers,
  type MaskRecord,
  type Origin,
  type PixelsId,
  type RasterLayer,
  rasterLayer,
  readDocument,
} from '../../../shared/document/index.ts';
import { anyDrawing, type Drawing, EMPTY } from '../../../tests/drivers/canvas/ora-files.ts';
import { openedPsd, psdOf } from '../../../tests/drivers/canvas/psd-files.ts';
import type { OraPixels } from '../ora/pixels.ts';
import { lostInPsd } from './lost-in-psd.ts';
import { packBits, unpackBits } from './raster/pack-bits.ts';
import { packPlanes } from './raster/pack-planes.ts';

const PIXELS: OraPixels = {
  rect: { x: -3, y: 5, width: 2, height: 1 },
  channels: 4,
  bytes: Uint8Array.of(255, 0, 128, 0, 1, 2, 3, 4),
};
const drawing = (change: Partial<RasterLayer> = {}): Drawing => ({
  document: insertLayer(
    EMPTY,
    { ...rasterLayer('a' as LayerId, 'Layer', 'p' as PixelsId), ...change },
    { parent: null, index: 0 },
  ),
  pixels: new Map([['p' as PixelsId, PIXELS]]),
});

const bytesIn255 = (share: number): number => Math.round(share * 255);

/** Where pixels are in the document, whatever ids and offsets say it. */
function placed(id: PixelsId, offset: { x: number; y: number }, pixels: ReadonlyMap<PixelsId, OraPixels>) {
  const found = pixels.get(id);
  if (found === undefined || found.bytes.length === 0) return null;
  const { rect, bytes } = found;
  const { width, height } = rect;
  return { x: rect.x + offset.x, y: rect.y + offset.y, width, height, bytes };
}

function maskIn(mask: MaskRecord | null, pixels: ReadonlyMap<PixelsId, OraPixels>) {
  if (mask === null) return null;
  const { enabled, outside } = mask;
  return { enabled, outside, at: placed(mask.pixels, mask.offset, pixels) };
}

/** All that a Photoshop file keeps of a drawing. */
function kept(document: DocumentRecord, pixels: ReadonlyMap<PixelsId, OraPixels>) {
  return listLayers(document).map(({ layer, depth }) => ({
    depth,
    kind: layer.kind,
    // A last character of zero ends the name.
    name: layer.name.replace(/\0$/, ''),
    visible: layer.visible,
    locked: layer.locked,
    clipped: layer.clipped,
    opacity: bytesIn255(layer.opacity),
    fill: bytesIn255(layer.fill),
    passThrough: layer.kind === 'group' && layer.passThrough,
    blend: layer.kind === 'group' && layer.passThrough ? 'normal' : layer.blend,
    mask: maskIn(layer.mask, pixels),
    colour: layer.kind === 'group' ? null : placed(layer.pixels, layer.offset, pixels),
  }));
}

describe('a drawing written and read', () => {
  it('has the same tree, records, masks and pixels, every byte', () => {
    fc.assert(
      fc.property(anyDrawing, (one) => {
        fc.pre(one.document.root.length > 0);
        const read = openedPsd(psdOf(one));
        expect(kept(read.document, read.pixels)).toEqual(kept(one.document, one.pixels));
        expect(read.document).toMatchObject({ width: 64, height: 48, selection: null });
        expect(read.document.guides).toEqual(one.document.guides);
        expect(readDocument(JSON.parse(JSON.stringify(read.document))).kind).toBe('document');
        expect(read.converted).toEqual([]);
      }),
      { numRuns: 120 },
    );
  });

  it('its bytes depend on it alone', () => {
    expect(psdOf(drawing())).toEqual(psdOf(drawing()));
  });

  it('another reader finds the same, and the merged picture', () => {
    const noCanvas = (): never => {
      throw new Error('no pixel may go through a canvas');
    };
    initializeCanvas(noCanvas, (width, height) => {
      const data = new Uint8ClampedArray(width * height * 4);
      return { width, height, data, colorSpace: 'srgb' } as ImageData;
    });
    const merged = Uint8Array.from({ length: 64 * 48 * 4 }, (_, at) => (at % 4 === 3 ? 255 : (at * 7) % 256));
    const psd = readElsewhere(psdOf({ ...drawing({ opacity: 0.5 }), merged }), { useImageData: true });
    expect(psd).toMatchObject({ width: 64, height: 48, channels: 4, bitsPerChannel: 8, colorMode: 3 });
    expect(psd.children).toHaveLength(1);
    expect(psd.children?.[0]).toMatchObject({ name: 'Layer', left: -3, top: 5, right: -1, bottom: 6 });
    expect(Uint8Array.from(psd.children?.[0]?.imageData?.data ?? [])).toEqual(PIXELS.bytes);
    expect(Uint8Array.from(psd.imageData?.data ?? [])).toEqual(merged);
  });

  it.each(BLEND_MODES.map((mode) => [mode]))('%s keeps its name', (blend) => {
    const [layer] = Object.values(openedPsd(psdOf(drawing({ blend }))).document.layers);
    expect(layer?.blend).toBe(blend);
  });

  it('without layers it has one that is empty', () => {
    const { document } = openedPsd(psdOf({ document: EMPTY, pixels: new Map() }));
    expect(Object.values(document.layers)).toMatchObject([{ kind: 'raster', name: '' }]);
    expect(lostInPsd(EMPTY)).toEqual(['no-layers']);
  });

  it('beyond what a file may be, it is not begun', () => {
    const rect = { x: 0, y: 0, width: 30_001, height: 1 };
    const wide = { ...drawing(), pixels: new Map([['p' as PixelsId, { ...PIXELS, rect }]]) };
    expect(() => psdOf(wide)).toThrow(RangeError);
  });

  it('what it will lose is said before', () => {
    const origins = [{ sha256: 'a'.repeat(64), made: 'trained' as const }];
    const { document } = drawing({ origins });
    expect(lostInPsd(drawing().document)).toEqual([]);
    expect(lostInPsd({ ...document, selection: 's' as PixelsId })).toEqual(['selection', 'origins']);
    const brought = drawing({ origins: [{ sha256: 'b'.repeat(64), made: 'brought' }] }).document;
    expect(lostInPsd(brought)).toEqual([]);
    const painted = rasterLayer('b' as LayerId, 'Painted', 'q' as PixelsId);
    expect(lostInPsd(insertLayer(brought, painted, { parent: null, index: 1 }))).toEqual(['origins']);
  });
});

describe('how it was made', () => {
  const origin = (made: Origin['made']) => [{ sha256: 'a'.repeat(64), made }];
  it.each<[string, Partial<RasterLayer>, Origin['made'] | null]>([
    ['by hand', {}, null],
    ['in part by a model', { origins: origin('trained') }, 'trained'],
    ['in part by a model, where it is hidden', { origins: origin('trained'), visible: false }, 'trained'],
    ['in part by a program', { origins: origin('drawn') }, 'drawn'],
    ['by nobody knows whom', { origins: origin('brought') }, 'brought'],
  ])('%s, is known again when the file is opened', (_name, change, made) => {
    expect(openedPsd(psdOf(drawing(change))).made).toBe(made);
  });
});

describe('a row of bytes packed', () => {
  const row = fc
    .array(fc.tuple(fc.integer({ min: 1, max: 300 }), fc.nat(3)), { minLength: 1, maxLength: 20 })
    .map((runs) => Uint8Array.from(runs.flatMap(([count, value]) => Array<number>(count).fill(value))));

  it('is unpacked the same, and is never much longer', () => {
    fc.assert(
      fc.property(fc.oneof(row, fc.uint8Array({ minLength: 1, maxLength: 600 })), (bytes) => {
        const packed = packBits(bytes);
        expect(packed.length).toBeLessThanOrEqual(bytes.length + Math.ceil(bytes.length / 128));
        const out = new Uint8Array(bytes.length);
        unpackBits(packed, out);
        expect(out).toEqual(bytes);
      }),
    );
  });

  it('is asked for in bands, with a rest after each', () => {
    const asked: number[] = [];
    const steps = packPlanes(
      {
        width: 1024,
        height: 200,
        // biome-ignore lint/correctness/useYield: all is there already.
        *rows(_top, count) {
          asked.push(count);
          return new Uint8Array(1024 * 4 * count);
        },
      },
      4,
    );
    let rests = 0;
    while (steps.next().done !== true) rests++;
    expect(asked).toEqual([64, 64, 64, 8]);
    expect(rests).toBe(4);
  });
});
