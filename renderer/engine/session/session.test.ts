import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  BLEND_MODES,
  type DocumentRecord,
  insertLayer,
  type LayerId,
  moveLayer,
  type PixelsId,
  patchLayer,
  type RasterLayer,
  rasterLayer,
  removeLayer,
} from '../../../shared/document/index.ts';
import type { Rect } from '../../../shared/geometry/index.ts';
import { composite } from '../compositor/composite.ts';
import { gridOf, openState } from '../editor/state.ts';
import { createKernel } from '../kernel/kernel.ts';
import { createPlainBackend } from '../kernel/plain-backend.ts';
import { emptyGrid, tileKey, writeRect } from '../tiles/index.ts';
import { makeStep } from '../undo/index.ts';
import { createSession, type Session } from './session.ts';

const SIZE = { width: 300, height: 280 };
const EMPTY: DocumentRecord = { ...SIZE, layers: {}, root: [], selection: null };

const act = fc.record({
  what: fc.constantFrom('layer', 'paint', 'patch', 'move', 'remove', 'undo', 'redo', 'preview', 'look'),
  which: fc.nat(100),
  x: fc.integer({ min: -40, max: 290 }),
  y: fc.integer({ min: -40, max: 270 }),
  value: fc.nat(255),
});
type Act = typeof act extends fc.Arbitrary<infer One> ? One : never;

const raster = (name: string): RasterLayer => rasterLayer(name as LayerId, name, `p-${name}` as PixelsId);

function perform(session: Session, { what, which, x, y, value }: Act, at: number): void {
  const { history, store } = session;
  const document = session.document();
  const ids = Object.keys(document.layers) as LayerId[];
  const id = ids[which % Math.max(1, ids.length)];
  const layer = id === undefined ? undefined : document.layers[id];
  if (what === 'undo') session.undo();
  if (what === 'redo') session.redo();
  if (what === 'look') look(session, value % 3);
  if (what === 'layer') {
    const next = insertLayer(document, raster(`l${at}`), { parent: null, index: which % (ids.length + 1) });
    session.push(makeStep(store, history.state, 'add-layer', next));
  }
  if (layer?.kind !== 'raster') return;
  const step = (next: DocumentRecord): void =>
    session.push(makeStep(store, history.state, 'patch-layer', next));
  if (what === 'patch')
    step(
      patchLayer(document, layer.id, { opacity: value / 255, blend: BLEND_MODES[which % 27] ?? 'normal' }),
    );
  if (what === 'move') {
    if (value % 2 === 0) step(moveLayer(document, layer.id, { parent: null, index: which % 5 }));
    else step(patchLayer(document, layer.id, { offset: { x, y } }));
  }
  if (what === 'remove') step(removeLayer(document, layer.id));
  if (what === 'paint') {
    const rect: Rect = { x, y, width: 30 + (value % 50), height: 20 + (which % 40) };
    const bytes = new Uint8Array(rect.width * rect.height * 4).map(
      (_, index) => (index * value + which) % 256,
    );
    const tiles = writeRect(store, gridOf(history.state, layer.pixels), rect, bytes);
    session.push(makeStep(store, history.state, 'brush', document, [{ pixels: layer.pixels, tiles }]));
  }
  if (what === 'preview') {
    const tiles = new Map([[tileKey(0, 0), new Uint8Array(256 * 256 * 4).fill(value)]]);
    const rect = { x: 0, y: 0, width: 256, height: 256 };
    session.preview({ pixels: layer.pixels, tiles }, rect);
    look(session, 0);
    session.preview(null, rect);
  }
}

function look(session: Session, level: number): void {
  const { width, height } = session.document();
  session.cache.work({ level, rect: { x: 0, y: 0, width, height } }, Number.POSITIVE_INFINITY, () => 0);
}

function expectFresh(session: Session, level: number): void {
  look(session, level);
  const document = session.document();
  const fresh = createKernel(createPlainBackend(), { slotsMax: 0 });
  for (const key of [tileKey(0, 0), tileKey(1, 0), tileKey(0, 1), tileKey(1, 1)]) {
    const cached = session.cache.read(level, key);
    if (cached === null) continue;
    const out = new Uint8Array(256 * 256 * 4);
    const scale = 2 ** level;
    const [tx, ty] = [key % 0x10000, Math.floor(key / 0x10000)].map((half) => half - 0x8000);
    const left = (tx ?? 0) * 256;
    const top = (ty ?? 0) * 256;
    const rect = {
      x: left,
      y: top,
      width: Math.min(256, Math.ceil(document.width / scale) - left),
      height: Math.min(256, Math.ceil(document.height / scale) - top),
    };
    if (rect.width <= 0 || rect.height <= 0) continue;
    composite(fresh, document, session.reader, level, rect, out);
    let off = 0;
    for (let row = 0; row < rect.height; row++)
      for (let at = row * 1024; at < row * 1024 + rect.width * 4; at++)
        off = Math.max(off, Math.abs((cached[at] ?? 0) - (out[at] ?? 0)) * ((out[at | 3] ?? 0) > 0 ? 1 : 0));
    expect(off).toBeLessThanOrEqual(1);
  }
}

it('whatever is done and undone, what is shown is what a composite from scratch shows, and nothing leaks', () => {
  fc.assert(
    fc.property(fc.array(act, { maxLength: 14 }), fc.nat(2), (acts, level) => {
      const session = createSession({ backend: createPlainBackend(), state: openState(EMPTY) });
      for (const [at, one] of acts.entries()) {
        const first = Object.keys(session.document().layers)[0] as LayerId | undefined;
        session.setActive(first ?? null);
        perform(session, one, at);
      }
      expectFresh(session, level);
      while (session.undo());
      expect(session.document()).toEqual(EMPTY);
      while (session.redo());
      expectFresh(session, 0);
      session.close();
      expect(session.store.count).toBe(0);
    }),
    { numRuns: 25 },
  );
}, 60_000);

it('a record shown for a while leaves no trace', () => {
  const session = createSession({ backend: createPlainBackend(), state: openState(EMPTY) });
  const document = insertLayer(session.document(), raster('a'), { parent: null, index: 0 });
  session.push(makeStep(session.store, session.history.state, 'add-layer', document));
  session.previewDocument(patchLayer(document, 'a' as LayerId, { opacity: 0.5 }));
  session.previewDocument(null);
  expect(session.document()).toBe(document);
  expect(emptyGrid(4).tiles.size).toBe(0);
  expectFresh(session, 0);
});
