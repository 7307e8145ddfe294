import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LayerId, PixelsId } from '../../../shared/document/index.ts';
import {
  type DocumentRecord,
  groupLayer,
  groupLayers,
  insertLayer,
  patchLayer,
  rasterLayer,
} from '../../../shared/document/index.ts';
import type { Matrix } from '../../../shared/geometry/index.ts';
import { composite } from '../compositor/composite.ts';
import { runCommand } from '../editor/commands/index.ts';
import { openState } from '../editor/state.ts';
import { createPlainBackend } from '../kernel/plain-backend.ts';
import { emptyGrid, TILE_SIDE, tileKey, writeRect } from '../tiles/index.ts';
import { makeStep } from '../undo/index.ts';
import { createSession, type Session } from './session.ts';

const PAGE = { width: 240, height: 200 };
const [A, B, G] = ['a', 'b', 'g'] as LayerId[] as [LayerId, LayerId, LayerId];

/** Two layers with soft pixels in a group, one of them under a mask; each stands somewhere else. */
function opened(): Session {
  const session = createSession({
    backend: createPlainBackend(),
    state: openState({ ...PAGE, layers: {}, root: [], selection: null } as DocumentRecord),
  });
  let document = session.document();
  for (const id of [A, B])
    document = insertLayer(document, rasterLayer(id, id, `p-${id}` as PixelsId), { parent: null, index: 9 });
  document = patchLayer(document, A, { offset: { x: 31, y: 12 } });
  document = patchLayer(document, B, {
    mask: { pixels: 'm' as PixelsId, offset: { x: 8, y: 4 }, outside: 0, enabled: true },
  });
  document = groupLayers(document, groupLayer(G, 'G'), [A, B]);
  const soft = (channels: 1 | 4, width: number, height: number): Uint8Array =>
    new Uint8Array(width * height * channels).map((_, at) => {
      const [x, y] = [Math.floor(at / channels) % width, Math.floor(at / channels / width)];
      return at % channels === channels - 1 ? 60 + ((x * 3 + y) % 180) : 90 + ((x + y * 2 + at) % 120);
    });
  const put = (pixels: string, channels: 1 | 4, width: number, height: number) => ({
    pixels: pixels as PixelsId,
    tiles: writeRect(
      session.store,
      emptyGrid(channels),
      { x: 5, y: 7, width, height },
      soft(channels, width, height),
    ),
  });
  const updates = [put('p-a', 4, 90, 70), put('p-b', 4, 120, 60), put('m', 1, 80, 50)];
  session.push(makeStep(session.store, session.history.state, 'open', document, updates));
  return session;
}

/** The whole page as the view shows it. */
function seen(session: Session): Uint8Array {
  const { width, height } = PAGE;
  session.cache.work({ level: 0, rect: { x: 0, y: 0, width, height } }, Number.POSITIVE_INFINITY, () => 0);
  return page(session.cache.read(0, tileKey(0, 0)) ?? new Uint8Array());
}

/** What is clear has no colour, whatever its bytes say. */
function page(tile: Uint8Array): Uint8Array {
  const out = new Uint8Array(PAGE.width * PAGE.height * 4);
  for (let y = 0; y < PAGE.height; y++)
    out.set(tile.subarray(y * TILE_SIDE * 4, (y * TILE_SIDE + PAGE.width) * 4), y * PAGE.width * 4);
  for (let at = 0; at < out.length; at += 4) if (out[at + 3] === 0) out.fill(0, at, at + 4);
  return out;
}

function fresh(session: Session): Uint8Array {
  const out = new Uint8Array(TILE_SIDE * TILE_SIDE * 4);
  composite(session.kernel, session.document(), session.reader, 0, { x: 0, y: 0, ...PAGE }, out);
  return page(out);
}

function applied(session: Session, layers: readonly LayerId[], matrix: Matrix): void {
  let names = 0;
  const context = { store: session.store, state: session.history.state, newId: () => `n${++names}` };
  const outcome = runCommand(context, { kind: 'transform-layers', ids: layers, matrix });
  if (outcome.kind !== 'step') throw new Error(outcome.kind);
  session.push(outcome.step);
}

const chosen = fc.constantFrom<readonly LayerId[]>([A], [B], [A, B], [G], [G, A]);
const matrix = fc.record({
  a: fc.double({ min: 0.3, max: 2, noNaN: true }),
  b: fc.double({ min: -0.6, max: 0.6, noNaN: true }),
  c: fc.double({ min: -0.6, max: 0.6, noNaN: true }),
  d: fc.double({ min: 0.9, max: 2, noNaN: true }),
  e: fc.integer({ min: -60, max: 60 }),
  f: fc.integer({ min: -60, max: 60 }),
});

describe('layers shown as a transform will leave them', () => {
  it('are shown where they come to, are put back, and are what a composite from scratch shows', () => {
    fc.assert(
      fc.property(chosen, fc.array(matrix, { minLength: 1, maxLength: 3 }), (layers, matrices) => {
        const session = opened();
        const before = seen(session);
        for (const one of matrices) {
          session.previewTransform({ layers, matrix: one });
          expect(seen(session)).toEqual(fresh(session));
        }
        session.previewTransform(null);
        expect(seen(session)).toEqual(before);
        session.close();
        expect(session.store.count).toBe(0);
      }),
      { numRuns: 12 },
    );
  });

  it.each<readonly [string, Matrix]>([
    ['mirrored', { a: -1, b: 0, c: 0, d: 1, e: 220, f: 0 }],
    ['turned by a quarter', { a: 0, b: 1, c: -1, d: 0, e: 190, f: -10 }],
    ['moved', { a: 1, b: 0, c: 0, d: 1, e: -17, f: 23 }],
  ])('%s, they are to the bit what applying gives', (_name, exact) => {
    for (const layers of [[A], [B], [A, B], [G]]) {
      const session = opened();
      session.previewTransform({ layers, matrix: exact });
      const shown = seen(session);
      applied(session, layers, exact);
      expect(seen(session)).toEqual(shown);
      session.close();
    }
  });

  it('scaled and turned, they are near what applying gives, and applying is what it is without them', () => {
    fc.assert(
      fc.property(chosen, matrix, (layers, one) => {
        const [session, without] = [opened(), opened()];
        session.previewTransform({ layers, matrix: one });
        const shown = seen(session);
        applied(session, layers, one);
        applied(without, layers, one);
        expect(seen(session)).toEqual(seen(without));
        const after = seen(session);
        let off = 0;
        for (let at = 3; at < after.length; at += 4) off += Math.abs((after[at] ?? 0) - (shown[at] ?? 0));
        // Softer by less than a hand notices: of the mean pixel's cover, in steps of 255.
        expect(off / (after.length / 4)).toBeLessThan(6);
        session.undo();
        expect(seen(session)).toEqual(seen(opened()));
      }),
      { numRuns: 12 },
    );
  });

  it('a step, or undo, puts the real pixels in their place', () => {
    const session = opened();
    const before = seen(session);
    session.previewTransform({ layers: [G], matrix: { a: 2, b: 0, c: 0, d: 2, e: 0, f: 0 } });
    expect(seen(session)).not.toEqual(before);
    session.undo();
    session.redo();
    expect(seen(session)).toEqual(before);
    session.close();
  });
});
