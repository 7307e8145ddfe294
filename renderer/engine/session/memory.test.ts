import { expect, it } from 'vitest';
import { insertLayer, type LayerId, type PixelsId, rasterLayer } from '../../../shared/document/index.ts';
import { createPlainBackend } from '../kernel/plain-backend.ts';
import { createMemorySpill, createTileStore, emptyGrid, type TileStore, writeRect } from '../tiles/index.ts';
import { encodeStep, makeStep } from '../undo/index.ts';
import { createSession, type Session } from './session.ts';

const SIDE = 512;
const LAYERS = 2;
const KB = 1024;
const BUDGET = 300 * KB;
/** One tile unpacked, and one packed: what may have come in before something went out. */
const SLACK = 2 * 256 * KB;

/** Bytes of a formula: they pack small, and no two tiles are alike. */
function picture(seed: number): Uint8Array {
  const words = new Uint32Array(SIDE * SIDE);
  for (let at = 0; at < words.length; at++) words[at] = 0x80000000 | ((at >> 8) * (seed + 3) + seed * 77777);
  return new Uint8Array(words.buffer);
}

function documentIn(store: TileStore): Session {
  const budgets = { undo: 64 * KB * KB, composites: 64 * KB * KB, slots: 32 * KB * KB, mips: 300 * KB };
  const session = createSession({ backend: createPlainBackend(), store, budgets });
  for (let at = 0; at < LAYERS; at++) {
    const layer = rasterLayer(`l${at}` as LayerId, 'x', `p${at}` as PixelsId);
    const size = { ...session.document(), width: SIDE, height: SIDE };
    const after = insertLayer(size, { ...layer, opacity: 0.5 }, { parent: null, index: at });
    const page = { x: 0, y: 0, width: SIDE, height: SIDE };
    const tiles = writeRect(store, emptyGrid(4), page, picture(at));
    session.push(makeStep(store, session.history.state, 'open', after, [{ pixels: layer.pixels, tiles }]));
  }
  return session;
}

/** Everything at fit, then across it at full size and back out; the pixels that were seen. */
function lookAround(session: Session, each: () => void): Uint8Array[] {
  const seen: Uint8Array[] = [];
  for (const level of [1, 0, 1]) {
    const side = SIDE >> level;
    for (let y = 0; y < side; y += 256)
      for (let x = 0; x < side; x += 256) {
        const view = { level, rect: { x, y, width: 256, height: 256 } };
        let done = false;
        while (!done) {
          ({ done } = session.cache.work(view, 1, () => 2));
          each();
        }
        const shown = session.cache.read(level, (((y >> 8) & 0xffff) << 16) | ((x >> 8) & 0xffff));
        if (shown !== null) seen.push(shown.slice());
      }
  }
  return seen;
}

it('a document larger than the memory for tiles is looked at within it, and looks the same', () => {
  const spill = createMemorySpill();
  let spilled = 0;
  const write = (bytes: Uint8Array) => {
    spilled += 1;
    return spill.write(bytes);
  };
  const store = createTileStore({ ...spill, write }, BUDGET);
  const small = documentIn(store);
  const step = small.history.step(1);
  if (step === null) throw new Error('no step');
  const entry = encodeStep(step, store);
  let most = 0;
  const seen = lookAround(small, () => {
    most = Math.max(most, store.bytes.resident + store.bytes.packed);
  });
  expect(LAYERS * SIDE * SIDE * 4).toBeGreaterThan(4 * BUDGET);
  expect(most).toBeLessThanOrEqual(BUDGET + SLACK);
  const roomy = createTileStore();
  const large = documentIn(roomy);
  expect(seen).toEqual(lookAround(large, () => undefined));
  expect(roomy.bytes.resident).toBe(LAYERS * SIDE * SIDE * 4);
  // Each tile goes to the scratch file once, however often it comes back from there.
  expect(spilled).toBeLessThanOrEqual(store.count);
  expect(encodeStep(step, store)).toEqual(entry);
  small.close();
  expect([store.count, spill.count, store.bytes]).toEqual([0, 0, { resident: 0, packed: 0, spilled: 0 }]);
});

it('is full only when what is packed does not fit and can go nowhere', () => {
  const page = { x: 0, y: 0, width: SIDE, height: SIDE };
  for (const [spill, full] of [
    [null, true],
    [createMemorySpill(), false],
  ] as const) {
    const store = createTileStore(spill, 1000);
    expect(store.full).toBe(false);
    const tiles = writeRect(store, emptyGrid(4), page, picture(1));
    store.relieve();
    expect(store.full).toBe(full);
    for (const tile of tiles.values()) if (tile !== null) store.release(tile);
    expect([store.full, store.count]).toEqual([false, 0]);
  }
});
