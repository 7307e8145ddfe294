import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  type DocumentRecord,
  groupLayer,
  groupLayers,
  insertLayer,
  type Layer,
  type LayerId,
  type PixelsId,
  patchLayer,
  rasterLayer,
} from '../../../shared/document/index.ts';
import { composite } from '../compositor/composite.ts';
import { gridOf, openState } from '../editor/state.ts';
import { createPlainBackend } from '../kernel/plain-backend.ts';
import { TILE_SIDE, writeRect } from '../tiles/index.ts';
import { makeStep } from '../undo/index.ts';
import { mergeLayers } from './merge-layers.ts';
import { createSession, type Session } from './session.ts';

const PAGE = { x: 0, y: 0, width: 40, height: 30 };
const EMPTY: DocumentRecord = { width: 40, height: 30, layers: {}, root: [], selection: null };
const SHA = 'a'.repeat(64);

const idOf = (name: string): LayerId => name as LayerId;

/** Layers from the bottom up, each a patch of noise of its own. */
function open(names: readonly string[], patch: (name: string) => Partial<Layer> = () => ({})): Session {
  const session = createSession({ backend: createPlainBackend(), state: openState(EMPTY) });
  const { store, history } = session;
  for (const [at, name] of names.entries()) {
    const layer = { ...rasterLayer(idOf(name), name, `p-${name}` as PixelsId), ...patch(name) } as Layer;
    const document = insertLayer(session.document(), layer, { parent: null, index: at });
    session.push(makeStep(store, history.state, 'add-layer', document));
    const rect = { x: at * 5 - 3, y: at * 4 - 2, width: 25, height: 20 };
    const bytes = Uint8Array.from(
      { length: 25 * 20 * 4 },
      (_, i) => Math.imul(i + at * 77 + 1, 2_654_435_761) >>> 24,
    );
    const pixels = `p-${name}` as PixelsId;
    const tiles = writeRect(store, gridOf(history.state, pixels), rect, bytes);
    session.push(makeStep(store, history.state, 'brush', document, [{ pixels, tiles }]));
  }
  return session;
}

function seen(session: Session): Uint8Array {
  const out = new Uint8Array(TILE_SIDE * TILE_SIDE * 4);
  composite(session.kernel, session.document(), session.reader, 0, PAGE, out);
  return out;
}

function merge(session: Session, ids: readonly string[]): string | null {
  let names = 0;
  const merged = mergeLayers(session, ids.map(idOf), () => `n${++names}`);
  if (merged.kind === 'refused') return merged.code;
  if (merged.kind === 'step') session.push(merged.step);
  return null;
}

/** By how much two pictures differ where they can be seen. */
function farthest(one: Uint8Array, other: Uint8Array): number {
  let far = 0;
  for (let at = 0; at < one.length; at++) {
    const alpha = at | 3;
    if (at === alpha || Math.min(one[alpha] ?? 0, other[alpha] ?? 0) === 255)
      far = Math.max(far, Math.abs((one[at] ?? 0) - (other[at] ?? 0)));
  }
  return far;
}

const LAYERS = ['a', 'b', 'c'];
const mode = fc.constantFrom(
  'normal' as const,
  'multiply' as const,
  'screen' as const,
  'difference' as const,
);

it('what all layers look like together is what the one that is left looks like, and undo brings them back', () => {
  fc.assert(
    fc.property(fc.array(mode, { minLength: 3, maxLength: 3 }), fc.nat(100), (modes, percent) => {
      const session = open(LAYERS, (name) => ({
        blend: modes[LAYERS.indexOf(name)] ?? 'normal',
        opacity: name === 'b' ? percent / 100 : 1,
      }));
      const before = session.document();
      const picture = seen(session);
      expect(merge(session, LAYERS)).toBeNull();
      expect(session.document().root).toHaveLength(1);
      // The lowest has nothing beneath it, so its mode changes nothing.
      expect(farthest(seen(session), picture)).toBeLessThanOrEqual(1);
      session.undo();
      expect(session.document()).toBe(before);
      expect(seen(session)).toEqual(picture);
      session.close();
      expect(session.store.count).toBe(0);
    }),
    { numRuns: 30 },
  );
});

it('one layer goes into the one beneath, which keeps its name, mode and place, and pixels beyond the page stay', () => {
  const session = open(LAYERS, (name) => ({
    blend: name === 'b' ? 'multiply' : 'normal',
    origins: name === 'a' ? [] : [{ sha256: SHA, made: 'trained' }],
  }));
  const beyond = session.boundsOf([idOf('a')]);
  expect(beyond.x).toBeLessThan(0);
  expect(merge(session, ['c'])).toBeNull();
  const { layers, root } = session.document();
  const left = layers[root[1] ?? idOf('')];
  expect(left).toMatchObject({ name: 'b', blend: 'multiply', origins: [{ sha256: SHA, made: 'trained' }] });
  expect(merge(session, [root[1] ?? ''])).toBeNull();
  expect(session.document().root).toHaveLength(1);
  expect(session.boundsOf(session.document().root.slice(0, 1))).toMatchObject({
    x: beyond.x,
    y: beyond.y,
  });
});

it('a group alone becomes its pixels', () => {
  const session = open(LAYERS);
  const grouped = groupLayers(session.document(), groupLayer(idOf('g'), 'Group'), [idOf('b'), idOf('c')]);
  session.push(makeStep(session.store, session.history.state, 'group-layers', grouped));
  const picture = seen(session);
  expect(merge(session, ['g'])).toBeNull();
  const { layers, root } = session.document();
  expect(root.map((id) => layers[id])).toMatchObject([{ name: 'a' }, { name: 'Group', kind: 'raster' }]);
  expect(farthest(seen(session), picture)).toBeLessThanOrEqual(1);
});

it('layers clipped to one that stays behind stay clipped to it as one', () => {
  const session = open(LAYERS, (name) => ({ clipped: name !== 'a' }));
  const picture = seen(session);
  expect(merge(session, ['c'])).toBeNull();
  const { layers, root } = session.document();
  expect(layers[root[1] ?? idOf('')]).toMatchObject({ clipped: true });
  expect(farthest(seen(session), picture)).toBeLessThanOrEqual(2);
});

it('says why it does nothing', () => {
  const session = open(LAYERS);
  expect(merge(session, ['a'])).toBe('nothing-below');
  expect(merge(session, ['x'])).toBe('no-such-layer');
  const change = (id: string, patch: Partial<Pick<Layer, 'visible' | 'locked'>>): void =>
    session.push(
      makeStep(
        session.store,
        session.history.state,
        'patch-layer',
        patchLayer(session.document(), idOf(id), patch),
      ),
    );
  change('b', { visible: false });
  expect(merge(session, ['c'])).toBe('layer-hidden');
  change('b', { visible: true, locked: true });
  expect(merge(session, ['b', 'c'])).toBe('layer-locked');
  change('b', { locked: false });
  const grouped = groupLayers(session.document(), groupLayer(idOf('g'), 'Group'), [idOf('c')]);
  session.push(makeStep(session.store, session.history.state, 'group-layers', grouped));
  expect(merge(session, ['b', 'c'])).toBe('not-together');
});
