import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type DocumentRecord,
  type GroupLayer,
  GUIDES_MAX,
  groupLayer,
  groupLayers,
  insertLayer,
  LAYERS_MAX,
  type LayerId,
  listLayers,
  moveLayer,
  NESTING_MAX,
  type PixelsId,
  patchLayer,
  pixelsOf,
  placeGuides,
  placeOf,
  type RasterLayer,
  rasterLayer,
  readDocument,
  removeLayer,
  withDescendants,
} from './index.ts';

const EMPTY: DocumentRecord = { width: 64, height: 48, layers: {}, root: [], selection: null };

function raster(id: string): RasterLayer {
  return rasterLayer(id as LayerId, id, `p-${id}` as PixelsId);
}

function group(id: string): GroupLayer {
  return { ...groupLayer(id as LayerId, id), passThrough: false };
}

/** One random change, by plain numbers so that a failing run shrinks well. */
const step = fc.record({
  what: fc.constantFrom('raster', 'group', 'remove', 'move', 'patch', 'gather'),
  which: fc.nat(200),
  where: fc.nat(200),
  index: fc.integer({ min: -3, max: 12 }),
});
type Step = typeof step extends fc.Arbitrary<infer One> ? One : never;

function apply(document: DocumentRecord, { what, which, where, index }: Step, at: number): DocumentRecord {
  const ids = Object.keys(document.layers) as LayerId[];
  const one = ids[which % Math.max(1, ids.length)];
  const other = ids[where % Math.max(1, ids.length)] ?? null;
  const parent = other !== null && document.layers[other]?.kind === 'group' ? other : null;
  switch (what) {
    case 'raster':
      return insertLayer(document, raster(`r${at}`), { parent, index });
    case 'group':
      return insertLayer(document, group(`g${at}`), { parent, index });
    case 'remove':
      return one === undefined ? document : removeLayer(document, one);
    case 'move':
      return one === undefined ? document : moveLayer(document, one, { parent, index });
    case 'patch':
      return one === undefined ? document : patchLayer(document, one, { opacity: (which % 11) / 10 });
    case 'gather':
      return one === undefined || other === null
        ? document
        : groupLayers(document, group(`n${at}`), [one, other]);
  }
}

describe('a document under changes', () => {
  it('stays a tree in which every named layer exists once, and what is read back is the same', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        let document = EMPTY;
        for (const [at, one] of steps.entries()) document = apply(document, one, at);
        const read = readDocument(JSON.parse(JSON.stringify(document)));
        if (read.kind === 'refused') expect(read.code).toBe('nested-too-deep');
        else expect(read.document).toEqual(document);
        expect(listLayers(document)).toHaveLength(Object.keys(document.layers).length);
        for (const id of Object.keys(document.layers))
          expect(placeOf(document, id as LayerId)).not.toBeNull();
      }),
      { numRuns: 300 },
    );
  });

  it('shares what did not change, so that undo costs nothing', () => {
    const one = insertLayer(insertLayer(EMPTY, raster('a'), { parent: null, index: 0 }), raster('b'), {
      parent: null,
      index: 1,
    });
    const two = patchLayer(one, 'a' as LayerId, { name: 'renamed' });
    expect(two.layers['b' as LayerId]).toBe(one.layers['b' as LayerId]);
    expect(two.root).toBe(one.root);
  });

  it('a group never comes into itself', () => {
    let document = insertLayer(EMPTY, group('outer'), { parent: null, index: 0 });
    document = insertLayer(document, group('inner'), { parent: 'outer' as LayerId, index: 0 });
    const place = { parent: 'inner' as LayerId, index: 0 };
    expect(moveLayer(document, 'outer' as LayerId, place)).toBe(document);
    expect(moveLayer(document, 'inner' as LayerId, place)).toBe(document);
  });

  it('a group goes with everything in it, and its pixels are still named by the document before', () => {
    let document = insertLayer(EMPTY, group('g'), { parent: null, index: 0 });
    document = insertLayer(document, raster('a'), { parent: 'g' as LayerId, index: 0 });
    expect(withDescendants(document, 'g' as LayerId)).toEqual(['g', 'a']);
    expect(removeLayer(document, 'g' as LayerId)).toEqual(EMPTY);
    expect([...pixelsOf(document)]).toEqual(['p-a']);
  });
});

describe('records from outside', () => {
  const good = insertLayer(EMPTY, raster('a'), { parent: null, index: 0 });
  const changed = (change: object): unknown => ({ ...good, ...change });
  const layerWith = (change: object): unknown => changed({ layers: { a: { ...raster('a'), ...change } } });
  const deep = (): unknown => {
    const layers: Record<string, unknown> = {};
    for (let at = 0; at <= NESTING_MAX + 1; at++)
      layers[`g${at}`] = { ...group(`g${at}`), children: [`g${at + 1}`] };
    layers[`g${NESTING_MAX + 2}`] = group(`g${NESTING_MAX + 2}`);
    return changed({ layers, root: ['g0'] });
  };
  const many = (): unknown => {
    const ids = Array.from({ length: LAYERS_MAX + 1 }, (_, at) => `r${at}`);
    return changed({ layers: Object.fromEntries(ids.map((id) => [id, raster(id)])), root: ids });
  };

  it.each([
    ['nothing', null, 'not-a-document'],
    ['a list', [], 'not-a-document'],
    ['no width', changed({ width: 0 }), 'bad-size'],
    ['a huge side', changed({ height: 16_385 }), 'bad-size'],
    ['half a pixel', changed({ width: 3.5 }), 'bad-size'],
    ['a layer under another id', changed({ layers: { b: raster('a') } }), 'bad-layer'],
    ['an unknown kind', layerWith({ kind: 'smart' }), 'bad-layer'],
    ['an unknown mode', layerWith({ blend: 'glow' }), 'bad-layer'],
    ['more than opaque', layerWith({ opacity: 1.01 }), 'bad-layer'],
    ['not a number', layerWith({ fill: Number.NaN }), 'bad-layer'],
    ['an endless name', layerWith({ name: 'x'.repeat(256) }), 'bad-layer'],
    ['an offset out of this world', layerWith({ offset: { x: 1e9, y: 0 } }), 'bad-layer'],
    ['an id that is a path', layerWith({ pixels: '../../x' }), 'bad-layer'],
    [
      'a mask that half covers',
      layerWith({ mask: { pixels: 'm', offset: { x: 0, y: 0 }, enabled: true, outside: 7 } }),
      'bad-layer',
    ],
    ['a layer named like what every object has', changed({ root: ['constructor'] }), 'not-a-document'],
    [
      'such a layer that is there',
      changed({ layers: { constructor: raster('constructor') }, root: ['constructor'] }),
      'bad-layer',
    ],
    [
      'two layers of one grid of pixels',
      changed({ layers: { a: raster('a'), b: { ...raster('b'), pixels: 'p-a' } }, root: ['a', 'b'] }),
      'bad-layer',
    ],
    [
      'a mask of its own layer’s pixels',
      layerWith({ mask: { pixels: 'p-a', offset: { x: 0, y: 0 }, enabled: true, outside: 0 } }),
      'bad-layer',
    ],
    ['a selection of a layer’s pixels', changed({ selection: 'p-a' }), 'bad-layer'],
    [
      'a layer that is a prototype',
      JSON.parse('{"width":1,"height":1,"root":[],"layers":{"__proto__":{}}}'),
      'bad-layer',
    ],
    ['a layer that is missing', changed({ root: ['a', 'b'] }), 'bad-tree'],
    ['a layer that stands twice', changed({ root: ['a', 'a'] }), 'bad-tree'],
    ['a layer that stands nowhere', changed({ root: [] }), 'bad-tree'],
    [
      'a group in itself',
      changed({ layers: { g: { ...group('g'), children: ['g'] } }, root: ['g'] }),
      'bad-tree',
    ],
    ['a guide that leans', changed({ guides: [{ orientation: 'askew', position: 1 }] }), 'not-a-document'],
    ['a guide that is nowhere', changed({ guides: [{ orientation: 'vertical' }] }), 'not-a-document'],
    [
      'a guide out of this world',
      changed({ guides: [{ orientation: 'vertical', position: 1e9 }] }),
      'not-a-document',
    ],
    [
      'more guides than there may be',
      changed({ guides: Array(GUIDES_MAX + 1).fill({ orientation: 'vertical', position: 1 }) }),
      'not-a-document',
    ],
    ['depth without end', deep(), 'nested-too-deep'],
    ['more layers than there may be', many(), 'too-many-layers'],
  ])('%s is refused', (_name, value, code) => {
    expect(readDocument(value)).toEqual({ kind: 'refused', code });
  });

  it('guides are kept as they are; without any the record names none', () => {
    const guides = [{ orientation: 'horizontal' as const, position: 3.5 }];
    const document = placeGuides(good, guides);
    expect(readDocument(document)).toEqual({ kind: 'document', document });
    expect(placeGuides(document, [...guides])).toBe(document);
    expect(placeGuides(document, [])).toEqual(good);
    expect(readDocument(changed({ guides: [] }))).toEqual({ kind: 'document', document: good });
  });

  it('whatever comes, the answer is a document or a reason', () => {
    fc.assert(
      fc.property(fc.anything({ maxDepth: 4 }), (value) => {
        expect(['document', 'refused']).toContain(readDocument(value).kind);
      }),
    );
  });
});
