import { expect, test } from 'vitest';
import {
  type DocumentRecord,
  type GroupLayer,
  groupLayer,
  groupLayers,
  type LayerId,
  moveLayer,
  type PixelsId,
  patchLayer,
  type RasterLayer,
  rasterLayer,
  removeLayer,
} from '../../../shared/document/index.ts';
import type { Rect } from '../../../shared/geometry/index.ts';
import { changedRects } from './changed-rects.ts';

/** Each layer is 10 x 10, twenty pixels beside the one before. */
const raster = (id: string, at: number): RasterLayer => ({
  ...rasterLayer(id as LayerId, id, `p-${id}` as PixelsId),
  offset: { x: at * 20, y: 0 },
});
const own = (at: number): Rect => ({ x: at * 20, y: 0, width: 10, height: 10 });

const LAYERS = ['a', 'b', 'c', 'd'].map(raster);
const DOCUMENT: DocumentRecord = {
  width: 200,
  height: 100,
  layers: Object.fromEntries(LAYERS.map((layer) => [layer.id, layer])),
  root: LAYERS.map((layer) => layer.id),
  selection: null,
};
const id = (name: string): LayerId => name as LayerId;
const group = (passThrough: boolean): GroupLayer => ({ ...groupLayer(id('g'), 'g'), passThrough });

function changed(before: DocumentRecord, after: DocumentRecord): readonly Rect[] {
  const bounds = (pixels: PixelsId): Rect =>
    pixels === 'half' ? { x: 0, y: 0, width: 5, height: 5 } : { x: 0, y: 0, width: 10, height: 10 };
  return [...changedRects(before, after, bounds)].sort((one, other) => one.x - other.x);
}

const clipped = patchLayer(DOCUMENT, id('c'), { clipped: true });
const half = { pixels: 'half' as PixelsId, offset: { x: 0, y: 0 }, enabled: true, outside: 0 } as const;
const grouped = groupLayers(DOCUMENT, group(true), [id('a'), id('b')]);

test.each<[string, DocumentRecord, DocumentRecord, readonly Rect[]]>([
  ['nothing', DOCUMENT, DOCUMENT, []],
  ['a name and a lock', DOCUMENT, patchLayer(DOCUMENT, id('a'), { name: 'x', locked: true }), []],
  ['an opacity', DOCUMENT, patchLayer(DOCUMENT, id('b'), { opacity: 0.5 }), [own(1)]],
  [
    'an order: the one that moved, and none that it passed',
    DOCUMENT,
    moveLayer(DOCUMENT, id('a'), { parent: null, index: 3 }),
    [own(0)],
  ],
  [
    'a place: where it was and where it is',
    DOCUMENT,
    patchLayer(DOCUMENT, id('a'), { offset: { x: 20, y: 0 } }),
    [{ ...own(0), width: 30 }],
  ],
  ['a removal', DOCUMENT, removeLayer(DOCUMENT, id('d')), [own(3)]],
  ['the base of a clipped layer, and it', clipped, removeLayer(clipped, id('b')), [own(1), own(2)]],
  [
    'a mask that hides the rest: all that was seen',
    DOCUMENT,
    patchLayer(DOCUMENT, id('a'), { mask: half }),
    [own(0)],
  ],
  [
    'an opacity within a mask',
    patchLayer(DOCUMENT, id('a'), { mask: half }),
    patchLayer(DOCUMENT, id('a'), { mask: half, opacity: 0.5 }),
    [{ x: 0, y: 0, width: 5, height: 5 }],
  ],
  ['another size: all of it', DOCUMENT, { ...DOCUMENT, width: 50 }, [{ x: 0, y: 0, width: 50, height: 100 }]],
  [
    'what is clipped to a group that passes through: the group, which it isolates',
    grouped,
    patchLayer(grouped, id('c'), { clipped: true }),
    [{ ...own(0), width: 30 }, own(2)],
  ],
])('%s', (_name, before, after, expected) => {
  expect(changed(before, after)).toEqual(expected);
  if (before.width === after.width) expect(changed(after, before)).toEqual(expected);
});
