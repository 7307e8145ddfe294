import { deflateSync } from 'node:zlib';
import { writePsdUint8Array } from 'ag-psd';
import { describe, expect, it } from 'vitest';
import { openedPsd } from '../../../tests/drivers/canvas/psd-files.ts';
import {
  type LayerBytes,
  layerList,
  psd,
  section,
  u16,
  u32,
} from '../../../tests/drivers/hostile/psd-bytes.ts';

const packed = (...planes: number[][]) => Buffer.concat([u16(0), Buffer.from(planes.flat())]);
const colour = (bytes: Uint8Array | undefined, at = 0) => [...(bytes ?? [])].slice(at * 4, at * 4 + 4);
const only = (file: Uint8Array) => {
  const { converted, pixels } = openedPsd(file);
  return { converted: converted.map(({ kind }) => kind), bytes: [...pixels.values()][0]?.bytes };
};
const flat = (mode: number, composite: Uint8Array, more: { depth?: number; channels?: number } = {}) => ({
  head: { mode, width: 1, height: 1, channels: 1, ...more },
  composite,
});

describe('a file without layers', () => {
  it('is one layer of its merged picture', () => {
    const { document, pixels, converted } = openedPsd(psd({ composite: packed([...Array(24).keys()]) }));
    expect(document).toMatchObject({ width: 4, height: 2, root: ['layer-1'] });
    expect(converted).toEqual([]);
    expect(colour([...pixels.values()][0]?.bytes, 1)).toEqual([1, 9, 17, 255]);
  });

  const words = (...values: number[]) => Buffer.concat([u16(0), ...values.map(u16)]);
  const floats = (...values: number[]) => {
    const bytes = Buffer.alloc(values.length * 4);
    for (const [at, value] of values.entries()) bytes.writeFloatBE(value, at * 4);
    return Buffer.concat([u16(0), bytes]);
  };
  it.each([
    ['grey', flat(1, packed([77])), [77, 77, 77, 255], ['colours']],
    ['two tones', flat(8, packed([50])), [50, 50, 50, 255], ['colours']],
    ['a line drawing', flat(0, packed([0x80]), { depth: 1 }), [0, 0, 0, 255], ['colours']],
    ['inks', flat(4, packed([255], [128], [0], [255]), { channels: 4 }), [255, 128, 0, 255], ['colours']],
    ['black ink', flat(4, packed([255], [255], [255], [0]), { channels: 4 }), [0, 0, 0, 255], ['colours']],
    ['Lab white', flat(9, packed([255], [128], [128]), { channels: 3 }), [255, 255, 255, 255], ['colours']],
    ['Lab red', flat(9, packed([138], [209], [198]), { channels: 3 }), [254, 0, 0, 255], ['colours']],
    [
      '16 bits',
      flat(3, words(0xffff, 0x8080, 0x0080), { channels: 3, depth: 16 }),
      [255, 128, 0, 255],
      ['depth'],
    ],
    [
      'linear light',
      flat(3, floats(1, 0.214_04, -3), { channels: 3, depth: 32 }),
      [255, 127, 0, 255],
      ['depth'],
    ],
    [
      'brighter than white',
      flat(3, floats(9, 0, 0), { channels: 3, depth: 32 }),
      [255, 0, 0, 255],
      ['depth'],
    ],
    ['a kept selection', flat(3, packed([1, 2, 3, 9]), { channels: 4 }), [1, 2, 3, 255], ['channels']],
  ])('%s becomes RGB of eight bits, and that is said', (_name, parts, wanted, kinds) => {
    const { bytes, converted } = only(psd(parts));
    expect(converted).toEqual(kinds);
    for (const [at, value] of colour(bytes).entries())
      expect(Math.abs(value - (wanted[at] ?? -9)), `channel ${at}`).toBeLessThanOrEqual(1);
  });

  it('of a palette has the colours of the palette', () => {
    const palette = Buffer.alloc(768);
    palette.set([10], 7);
    palette.set([20], 256 + 7);
    palette.set([30], 512 + 7);
    expect(colour(only(psd({ ...flat(2, packed([7])), palette })).bytes)).toEqual([10, 20, 30, 255]);
  });

  const guidesOf = (count: number, ...places: readonly [part: number, direction: number][]) => {
    const body = places.map(([part, direction]) => Buffer.concat([u32(part), Buffer.from([direction])]));
    const guides = section(u32(1), u32(0), u32(0), u32(count), ...body);
    return Buffer.concat([Buffer.from('8BIM'), u16(1032), u16(0), guides]);
  };

  it('has its guides, between pixels and off the page too', () => {
    const resources = guidesOf(2, [80, 0], [2 ** 32 - 320, 1]);
    const { document, converted } = openedPsd(psd({ resources }));
    expect(document.guides).toEqual([
      { orientation: 'vertical', position: 2.5 },
      { orientation: 'horizontal', position: -10 },
    ]);
    expect(converted).toEqual([]);
  });

  it.each([
    ['more than are there', guidesOf(9, [32, 0])],
    ['more than may be', guidesOf(1_001, ...Array<[number, number]>(1_001).fill([32, 0]))],
    ['one that is too far away', guidesOf(2, [32, 0], [2 ** 31 - 1, 0])],
  ])('says so when guides are left out: %s', (_name, resources) => {
    expect(only(psd({ resources })).converted).toEqual(['guides']);
  });
});

describe('layers of more than eight bits', () => {
  const box = [0, 0, 1, 3] as const;
  const layered = (depth: number, key: string, layers: LayerBytes[]) => {
    const list = layerList(layers);
    const padding = Buffer.alloc((4 - (list.length % 4)) % 4);
    const after = Buffer.concat([Buffer.from(`8BIM${key}`), section(list), padding]);
    return psd({ head: { depth }, after, composite: Buffer.alloc(0) });
  };

  it('of 16 bits, kept as differences', () => {
    const differences = Buffer.concat([
      u16(3),
      deflateSync(Buffer.concat([u16(0x0101), u16(0x0101), u16(0xfefe)])),
    ]);
    const channels = [0, 1, 2].map((id) => ({ id, data: differences }));
    const { converted, bytes } = only(layered(16, 'Lr16', [{ box, channels, name: 'x' }]));
    expect(converted).toEqual(['depth']);
    expect([...(bytes ?? [])]).toEqual([1, 1, 1, 255, 2, 2, 2, 255, 1, 1, 1, 255]);
  });

  it('of 32 bits, kept as differences of bytes of one rank', () => {
    const values = Buffer.alloc(12);
    for (const [at, value] of [0, 1, 0.5].entries()) values.writeFloatBE(value, at * 4);
    const apart = Buffer.from([0, 1, 2, 3].flatMap((rank) => [0, 4, 8].map((at) => values[at + rank] ?? 0)));
    const steps = apart.map((byte, at) => byte - (apart[at - 1] ?? 0));
    const channels = [-1, 0, 1, 2].map((id) => ({ id, data: Buffer.concat([u16(3), deflateSync(steps)]) }));
    const { bytes } = only(layered(32, 'Lr32', [{ box, channels, name: 'x' }]));
    expect([...(bytes ?? [])]).toEqual([0, 0, 0, 0, 255, 255, 255, 255, 188, 188, 188, 128]);
  });
});

describe('layers that are more than pixels', () => {
  const imageData = { width: 2, height: 2, data: new Uint8ClampedArray(16).fill(200) };
  const fill = { type: 'color', color: { r: 1, g: 2, b: 3 } } as const;
  const file = writePsdUint8Array({
    width: 8,
    height: 8,
    children: [
      { name: 'words', text: { text: 'Hello' }, imageData },
      { name: 'bright', adjustment: { type: 'brightness/contrast', brightness: 9, contrast: 1 } },
      { name: 'paint', vectorFill: fill },
      { name: 'box', vectorFill: fill, imageData },
      { name: 'glow', effects: { outerGlow: { enabled: true } }, imageData },
      { name: 'more words', text: { text: 'Again' }, imageData },
      {
        name: 'thin mask',
        imageData,
        mask: { defaultColor: 255, userMaskDensity: 0.5, imageData, top: 0, left: 0, bottom: 2, right: 2 },
      },
    ],
  });

  it('come in with their names, and each loss is told once', () => {
    const { converted, document } = openedPsd(file);
    expect(document.root).toHaveLength(7);
    expect(converted).toEqual([
      { kind: 'text', layers: ['words', 'more words'] },
      { kind: 'shape', layers: ['box'] },
      { kind: 'adjustment', layers: ['bright', 'paint'] },
      { kind: 'effects', layers: ['glow'] },
      { kind: 'mask-look', layers: ['thin mask'] },
    ]);
  });

  it.each([
    ['evil', 'normal', ['mode']],
    [' lum', 'multiply', []],
  ])('a mode called %j is %s', (mode, wanted, kinds) => {
    const { document, converted } = openedPsd(psd({ list: layerList([{ mode, name: 'odd' }]) }));
    expect(Object.values(document.layers)).toMatchObject([{ blend: wanted }]);
    expect(converted.map(({ kind }) => kind)).toEqual(kinds);
  });

  it('a smart object is pixels, whatever stands in its information', () => {
    const channels = [0, 1, 2].map((id) => ({ id, data: packed([5]) }));
    const placed: LayerBytes = {
      box: [0, 0, 1, 1],
      channels,
      name: 'placed',
      info: [['SoLd', Buffer.alloc(4)]],
    };
    const { converted, pixels } = openedPsd(psd({ list: layerList([placed]) }));
    expect(converted).toEqual([{ kind: 'smart-object', layers: ['placed'] }]);
    expect(colour([...pixels.values()][0]?.bytes)).toEqual([5, 5, 5, 255]);
  });
});
