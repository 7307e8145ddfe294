import { expect, test } from 'vitest';
import {
  type DocumentRecord,
  groupLayer,
  type Layer,
  type LayerId,
  type PixelsId,
  rasterLayer,
} from '../../../shared/document/index.ts';
import type { PixelReader } from '../compositor/pixel-reader.ts';
import { compositeReference } from './reference.ts';

const RED = 0xff0000ff;
const HALF_GREEN = 0x8000ff00;
const WHITE = 0xffffffff;

/** Each layer's pixels are one value everywhere, by the number in their name. */
const reader: PixelReader = {
  tile: (pixels) => (pixels === 'p-none' ? null : { kind: 'uniform', value: Number(pixels.slice(2)) }),
  bounds: () => ({ x: 0, y: 0, width: 256, height: 256 }),
};

let made = 0;
function raster(value: number, change: Partial<Layer> = {}): Layer {
  made += 1;
  const id = `r${made}` as LayerId;
  const pixels = `p-${value}` as PixelsId;
  return { ...rasterLayer(id, 'a layer', pixels), ...change } as Layer;
}

function group(children: readonly Layer[], change: Partial<Layer> = {}): Layer[] {
  made += 1;
  const id = `g${made}` as LayerId;
  const own = children.filter(
    (child) => !children.some((g) => g.kind === 'group' && g.children.includes(child.id)),
  );
  const layer = {
    ...groupLayer(id, 'a layer'),
    passThrough: false,
    children: own.map((one) => one.id),
    ...change,
  };
  return [layer as Layer, ...children];
}

function look(root: readonly Layer[], others: readonly Layer[] = []): number[] {
  const layers = Object.fromEntries([...root, ...others].map((layer) => [layer.id, layer]));
  const document = { width: 4, height: 4, layers, root: root.map((layer) => layer.id), selection: null };
  const rect = { x: 1, y: 1, width: 1, height: 1 };
  return [...compositeReference(document as DocumentRecord, reader, 0, rect)].map((value) =>
    Math.round(value),
  );
}

test('nothing is clear, and a hidden layer is nothing', () => {
  expect(look([])).toEqual([0, 0, 0, 0]);
  expect(look([raster(RED, { visible: false })])).toEqual([0, 0, 0, 0]);
});

test('a half green over red, by its alpha, its opacity and its fill', () => {
  expect(look([raster(RED), raster(HALF_GREEN)])).toEqual([127, 128, 0, 255]);
  expect(look([raster(RED), raster(HALF_GREEN, { opacity: 0.5 })])).toEqual([191, 64, 0, 255]);
  expect(look([raster(RED), raster(HALF_GREEN, { fill: 0.5 })])).toEqual([191, 64, 0, 255]);
});

test('multiply is seen over a pass-through group and not through an isolated one', () => {
  const inIsolated = group([raster(HALF_GREEN | 0xff000000, { blend: 'multiply' })]);
  const inPassing = group([raster(HALF_GREEN | 0xff000000, { blend: 'multiply' })], {
    passThrough: true,
  } as Partial<Layer>);
  expect(look([raster(RED), ...inIsolated.slice(0, 1)], inIsolated.slice(1))).toEqual([0, 255, 0, 255]);
  expect(look([raster(RED), ...inPassing.slice(0, 1)], inPassing.slice(1))).toEqual([0, 0, 0, 255]);
});

test('opacity of a pass-through group mixes what it made with what was before', () => {
  const passing = group([raster(WHITE)], { passThrough: true, opacity: 0.5 } as Partial<Layer>);
  expect(look([raster(RED), ...passing.slice(0, 1)], passing.slice(1))).toEqual([255, 128, 128, 255]);
});

test('a clipped layer shows within its base alone, and is hidden with it', () => {
  expect(look([raster(HALF_GREEN), raster(RED, { clipped: true })])).toEqual([255, 0, 0, 128]);
  expect(look([raster(HALF_GREEN, { visible: false }), raster(RED, { clipped: true })])).toEqual([
    0, 0, 0, 0,
  ]);
  expect(look([raster(RED, { clipped: true })])).toEqual([255, 0, 0, 255]);
});

test('a mask without a tile shows or hides as it says outside', () => {
  const mask = { pixels: 'p-none' as PixelsId, offset: { x: 0, y: 0 }, enabled: true, outside: 0 } as const;
  expect(look([raster(RED, { mask })])).toEqual([0, 0, 0, 0]);
  expect(look([raster(RED, { mask: { ...mask, outside: 255 } })])).toEqual([255, 0, 0, 255]);
  expect(look([raster(RED, { mask: { ...mask, enabled: false } })])).toEqual([255, 0, 0, 255]);
  expect(look([raster(RED, { mask: { ...mask, pixels: 'p-51' as PixelsId } })])).toEqual([255, 0, 0, 51]);
});

test('fill draws the source of a special mode to what changes nothing, and shows it less where nothing is beneath', () => {
  expect(look([raster(RED), raster(WHITE, { blend: 'linear-dodge', fill: 0.2 })])).toEqual([
    255, 51, 51, 255,
  ]);
  expect(look([raster(WHITE, { blend: 'linear-dodge', fill: 0.2 })])).toEqual([255, 255, 255, 51]);
});
