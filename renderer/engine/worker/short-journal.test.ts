import { expect, it } from 'vitest';
import {
  insertLayer,
  type LayerId,
  type PixelsId,
  patchLayer,
  rasterLayer,
} from '../../../shared/document/index.ts';
import { framesOf, openEngine, PAGE, strokeAt } from '../../../tests/drivers/canvas/open-engine.ts';
import { createPlainBackend } from '../kernel/plain-backend.ts';
import { createSession, type Session } from '../session/session.ts';
import { emptyGrid, readRect, type TileKey, type TileStore, tileKey } from '../tiles/index.ts';
import { makeStep } from '../undo/index.ts';
import { writePositionEntry } from './journal-entries.ts';
import { BEFORE_ALL, replay } from './replay.ts';
import { baseList, makeBase } from './short-journal.ts';

const KB = 1024;
const ID = 'a' as LayerId;
const PIXELS = 'p' as PixelsId;
const SLICES = { now: () => 0, rest: async () => undefined };

function dotted(store: TileStore, value: number) {
  const bytes = new Uint8Array(256 * KB);
  bytes[value] = value;
  return store.make(bytes, 4);
}

/** A document of more tiles than are written at once, and steps of one each, of which undo remembers few. */
function painted(): Session {
  const budgets = { undo: 1300 * KB, composites: 4096 * KB, slots: 8192 * KB, mips: KB };
  const session = createSession({ backend: createPlainBackend(), state: BEFORE_ALL, budgets });
  const { store, history } = session;
  const paint = (keys: readonly TileKey[], value: number) => {
    const tiles = new Map(keys.map((key) => [key, dotted(store, value)] as const));
    const before = session.document();
    const after =
      before.layers[ID] === undefined
        ? insertLayer({ ...before, width: 64, height: 64 }, rasterLayer(ID, 'x', PIXELS), {
            parent: null,
            index: 0,
          })
        : patchLayer(before, ID, { opacity: value / 100 });
    session.push(makeStep(store, history.state, 'brush', after, [{ pixels: PIXELS, tiles }]));
  };
  paint(
    Array.from({ length: 17 }, (_, at) => tileKey(at, 0)),
    1,
  );
  for (let value = 2; value < 12; value++) paint([tileKey(value, 0)], value);
  return session;
}

/** Every state that undo and redo reach, from the first on. */
function everyState(session: Session): unknown[] {
  const { history, store } = session;
  const { position } = history;
  const states: unknown[] = [];
  for (const at of [history.whole().startsAt, ...history.entries().map(({ number }) => number)]) {
    session.jump(at);
    const grid = history.state.grids.get(PIXELS) ?? emptyGrid(4);
    const dots = [...grid.tiles.keys()].map((key) => [
      key,
      [...readRect(store, grid, { x: (key & 0xffff) * 256, y: 0, width: 12, height: 1 })],
    ]);
    states.push(JSON.parse(JSON.stringify([history.position, session.document(), dots])));
  }
  session.jump(position);
  return states;
}

it('a base has the list of undo as it is: what was dropped stays dropped, what was taken back can be done', async () => {
  const session = painted();
  session.undo();
  session.undo();
  const list = baseList(session);
  expect(list.startsAt).toBeGreaterThan(3);
  expect(list.steps.length).toBeGreaterThan(2);
  const base = await makeBase(list, session.store, SLICES, () => true);
  if (base === null) throw new Error('no base');
  const again = createSession({ backend: createPlainBackend(), state: BEFORE_ALL });
  const replayed = await replay(again, await framesOf(base, 7));
  expect(replayed).toMatchObject({ kind: 'replayed', sequence: 7, cut: false, grownBytes: 0 });
  expect(again.history.entries()).toEqual(session.history.entries());
  expect(again.history.position).toBe(session.history.position);
  expect(everyState(again)).toEqual(everyState(session));
  for (const one of [session, again]) {
    one.close();
    expect(one.store.count).toBe(0);
  }
});

it('steps go on while it is made, and it holds what it was begun with; one that is not wanted any more holds nothing', async () => {
  const session = painted();
  const expected = everyState(session);
  let rests = 0;
  const slow = {
    now: () => rests++ * 100,
    rest: async () => {
      if (session.history.position > 0) session.close();
    },
  };
  const base = await makeBase(baseList(session), session.store, slow, () => true);
  if (base === null) throw new Error('no base');
  expect(session.store.count).toBe(0);
  const again = createSession({ backend: createPlainBackend(), state: BEFORE_ALL });
  await replay(again, await framesOf(base, 1));
  expect(everyState(again)).toEqual(expected);
  const other = painted();
  expect(await makeBase(baseList(other), other.store, SLICES, () => false)).toBeNull();
  other.close();
  expect(other.store.count).toBe(0);
});

it('a base that is not whole is damaged, wherever it ends; a position within its beginning is no place to go to', async () => {
  const session = painted();
  const base = await makeBase(baseList(session), session.store, SLICES, () => true);
  if (base === null) throw new Error('no base');
  const frames = await framesOf(base, 1);
  const opened = (some: typeof frames) =>
    replay(createSession({ backend: createPlainBackend(), state: BEFORE_ALL }), some);
  const states = frames.length - session.history.entries().length - 2;
  expect(states).toBeGreaterThan(1);
  for (let count = 1; count <= states; count++)
    expect(await opened(frames.slice(0, count))).toEqual({ kind: 'damaged' });
  expect(await opened(frames.slice(0, -1))).toMatchObject({ kind: 'replayed', cut: false });
  const [first, second, ...rest] = frames;
  if (first === undefined || second === undefined) throw new Error('no frames');
  const jump = { sequence: 1, bytes: writePositionEntry(0) };
  expect(await opened([first, second, jump, ...rest])).toEqual({ kind: 'damaged' });
  expect(await opened([second, first, ...rest])).toMatchObject({ cut: true });
});

it('behind a step that cannot be done the document is as it was before, says so, and what is painted then is kept', async () => {
  const engine = openEngine();
  engine.tell(PAGE);
  await engine.rest();
  const [id] = engine.session().document().root;
  if (id === undefined) throw new Error('no layer');
  for (const x of [10, 20, 30]) engine.tell(strokeAt(id, x, x), { kind: 'stroke-end' });
  await engine.rest();
  engine.tell({ kind: 'close' });
  await engine.rest();
  const bad = (at: number) =>
    engine.spoil((frames) =>
      frames.map((frame, index) =>
        index === at
          ? { ...frame, bytes: frame.bytes.map((byte, place) => (place === 60 ? byte ^ 1 : byte)) }
          : frame,
      ),
    );
  bad(2);
  engine.tell({ kind: 'open', documentId: 'd', start: { kind: 'journal' } });
  for (let turn = 0; engine.bases() === 0 && turn < 20; turn++)
    await new Promise((next) => setImmediate(next));
  await engine.rest();
  expect(engine.said).toContainEqual({ kind: 'cut', copy: '/kept/journal-damaged' });
  expect(engine.session().history.position).toBe(2);
  engine.tell(strokeAt(id, 40, 40), { kind: 'stroke-end' });
  await engine.rest();
  expect(engine.said.at(-1)).toEqual({ kind: 'saving', state: 'saved', sequence: 5 });
  const again = await engine.reopened();
  if (again === 'damaged') throw new Error('damaged');
  expect(again.history.position).toBe(3);
  // The first of all: there is nothing to open.
  engine.tell({ kind: 'close' });
  await engine.rest();
  bad(1);
  engine.tell({ kind: 'open', documentId: 'd', start: { kind: 'journal' } });
  await engine.rest();
  expect(engine.said.at(-1)).toEqual({ kind: 'failed', why: 'damaged' });
});
