import { describe, expect, it } from 'vitest';
import {
  type DocumentRecord,
  groupLayer,
  insertLayer,
  type LayerId,
  listLayers,
  moveLayer,
  type PixelsId,
  rasterLayer,
} from '../../../shared/document/index.ts';
import { neighbourInPanel, placeForDrop, placeForStep, visibleRows, zoneAt } from './drop-place.ts';

const id = (name: string) => name as LayerId;

function add(document: DocumentRecord, name: string, parent: string | null): DocumentRecord {
  const layer = name.startsWith('g')
    ? groupLayer(id(name), name)
    : rasterLayer(id(name), name, name as PixelsId);
  return insertLayer(document, layer, { parent: parent === null ? null : id(parent), index: 99 });
}

/** From the bottom up: a, g1 (b, c), d. */
function fixture(): DocumentRecord {
  let document: DocumentRecord = { width: 8, height: 8, layers: {}, root: [], selection: null };
  for (const [name, parent] of [
    ['a', null],
    ['g1', null],
    ['b', 'g1'],
    ['c', 'g1'],
    ['d', null],
  ] as const)
    document = add(document, name, parent);
  return document;
}

const order = (document: DocumentRecord): string =>
  listLayers(document)
    .map(({ layer, depth }) => '>'.repeat(depth) + layer.id)
    .join(' ');

/** A drop as the panel does it: taken out, then put where the place says. */
function drop(moving: string, target: string, zone: 'above' | 'into' | 'below'): string {
  const document = fixture();
  const place = placeForDrop(document, [id(moving)], id(target), zone);
  if (place === null) return 'nowhere';
  const from = document.root.indexOf(id(moving));
  // Indices count after the layer was taken out of the same list.
  const shift = place.parent === null && from !== -1 && from < place.index ? 1 : 0;
  return order(moveLayer(document, id(moving), { ...place, index: place.index - shift }));
}

describe('where layers land', () => {
  it('starts as the panel shows it', () => expect(order(fixture())).toBe('d g1 >c >b a'));

  it.each([
    ['a', 'd', 'above', 'a d g1 >c >b'],
    ['a', 'd', 'below', 'd a g1 >c >b'],
    ['d', 'a', 'below', 'g1 >c >b a d'],
    ['d', 'g1', 'into', 'g1 >d >c >b a'],
    ['a', 'c', 'below', 'd g1 >c >a >b'],
    ['g1', 'b', 'above', 'nowhere'],
    ['g1', 'g1', 'into', 'nowhere'],
  ] as const)('%s let go at %s, %s', (moving, target, zone, expected) => {
    expect(drop(moving, target, zone)).toBe(expected);
  });

  it.each([
    ['a', 'up', 'd g1 >c >b >a'],
    ['b', 'down', 'd g1 >c b a'],
    ['c', 'up', 'd c g1 >b a'],
    ['d', 'down', 'g1 >d >c >b a'],
  ] as const)('%s one step %s', (moving, direction, expected) => {
    const document = fixture();
    const place = placeForStep(document, id(moving), direction);
    expect(place === null ? null : order(moveLayer(document, id(moving), place))).toBe(expected);
  });

  it('a step at the end goes nowhere', () => {
    expect(placeForStep(fixture(), id('d'), 'up')).toBeNull();
    expect(placeForStep(fixture(), id('a'), 'down')).toBeNull();
  });

  it('rows of a closed group are passed over', () => {
    const closed = new Set([id('g1')]);
    expect(visibleRows(fixture(), closed).map(({ layer }) => layer.id)).toEqual(['d', 'g1', 'a']);
    expect(neighbourInPanel(fixture(), id('g1'), 'down', closed)).toBe('a');
    expect(neighbourInPanel(fixture(), id('g1'), 'down', new Set())).toBe('c');
    expect(neighbourInPanel(fixture(), id('d'), 'up', closed)).toBeNull();
  });

  it('the middle of a group means into, of a layer never', () => {
    expect([0.1, 0.5, 0.9].map((share) => zoneAt(share, true))).toEqual(['above', 'into', 'below']);
    expect([0.1, 0.49, 0.51].map((share) => zoneAt(share, false))).toEqual(['above', 'above', 'below']);
  });
});
