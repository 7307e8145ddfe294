import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { LayerId } from '../../../shared/document/index.ts';
import { type OpenEngine, openEngine, PAGE, strokeAt } from '../../../tests/drivers/canvas/open-engine.ts';
import { composite } from '../compositor/composite.ts';
import { createPlainBackend } from '../kernel/plain-backend.ts';
import type { ToEngine } from '../protocol/index.ts';
import { createSession, type Session } from '../session/session.ts';
import { emptyGrid, readRect, tileKey } from '../tiles/index.ts';
import { fileStep, readFile } from './open-file.ts';
import { BEFORE_ALL } from './replay.ts';

type Message = Exclude<ToEngine, { kind: 'canvas' }>;

const act = fc.record({
  /** Beyond the list it is a stroke: what a window says most. */
  what: fc.nat(25),
  which: fc.nat(9),
  x: fc.integer({ min: -10, max: 70 }),
  y: fc.integer({ min: -10, max: 70 }),
  pick: fc.nat(5),
});
type Act = typeof act extends fc.Arbitrary<infer One> ? One : never;

/** What a window says, in any order: strokes are not ended before something else begins. */
function messageOf({ what, which, x, y, pick }: Act, at: number, session: Session): Message {
  const ids = Object.keys(session.document().layers) as LayerId[];
  const id = ids[which % Math.max(1, ids.length)] ?? ('none' as LayerId);
  const parent = session.document().layers[id]?.kind === 'group' ? id : null;
  const place = { parent, index: pick };
  const fresh = `a${at}` as LayerId;
  const run = (command: Extract<Message, { kind: 'command' }>['command']): Message => ({
    kind: 'command',
    command,
  });
  const rest = { blend: 'multiply', clipped: pick === 2, visible: pick !== 1, locked: pick === 5 } as const;
  const messages: readonly Message[] = [
    strokeAt(id, x, y, { tool: (['brush', 'eraser', 'mask-brush'] as const)[pick % 3] ?? 'brush' }),
    { kind: 'stroke-add', samples: [{ x, y, pressure: pick / 5, timeMs: at }] },
    { kind: 'stroke-end' },
    { kind: 'stroke-cancel' },
    { kind: 'undo' },
    { kind: 'redo' },
    { kind: 'jump', position: which - 1 },
    { kind: 'add-picture', sha256: 'x', layerName: 'Picture', origins: [], at: { x, y } },
    run({ kind: 'add-layer', id: fresh, name: 'layer', place }),
    run({ kind: 'add-group', id: fresh, name: 'group', place }),
    run({ kind: 'move-layers', ids: ids.slice(which % 3, 3), place }),
    run({ kind: 'remove-layers', ids: [id] }),
    run({ kind: 'duplicate-layer', id, name: 'copy' }),
    run({ kind: 'merge-layers', ids: ids.slice(which % 2, 3) }),
    run({ kind: 'patch-layer', id, patch: { opacity: pick / 5, ...rest } }),
    run({ kind: 'add-mask', id, from: (['show', 'hide', 'selection'] as const)[pick % 3] ?? 'show' }),
    run({ kind: 'offset-layers', ids: [id], dx: x - 30, dy: y - 30 }),
    run({ kind: 'transform-layers', ids: [id], matrix: { a: 0.7, b: 0.2, c: 0, d: pick - 2, e: 9, f: 4 } }),
    run({ kind: 'select-shape', how: 'replace', shape: { kind: 'ellipse', x, y, width: 30, height: 25 } }),
  ];
  return messages[what] ?? strokeAt(id, x, y);
}

/** Records and every pixel of two sessions, and what each shows. */
function expectSame(one: Session, other: Session): void {
  expect(other.document()).toEqual(JSON.parse(JSON.stringify(one.document())));
  const around = { x: -90, y: -90, width: 260, height: 260 };
  for (const [id, grid] of one.history.state.grids)
    expect(readRect(other.store, other.history.state.grids.get(id) ?? emptyGrid(4), around)).toEqual(
      readRect(one.store, grid, around),
    );
  expect(pictureOf(other)).toEqual(pictureOf(one));
}

function pictureOf({ kernel, reader, document }: Session): Uint8Array {
  const { width, height } = document();
  const tile = new Uint8Array(256 * 256 * 4);
  composite(kernel, document(), reader, 0, { x: 0, y: 0, width, height }, tile);
  return tile;
}

/** The picture that was kept up to date all along is the one that is made anew. */
function expectShown(session: Session): void {
  const view = { level: 0, rect: { x: 0, y: 0, width: 64, height: 64 } };
  while (!session.cache.work(view, 1, () => 0).done);
  const shown = session.cache.read(0, tileKey(0, 0));
  const anew = pictureOf(session);
  for (let y = 0; y < 64; y++)
    expect(shown?.subarray(y * 1024, y * 1024 + 256)).toEqual(anew.subarray(y * 1024, y * 1024 + 256));
}

async function savedAgain(engine: OpenEngine, files: readonly Blob[]): Promise<Session> {
  engine.tell({ kind: 'save', wish: { format: 'ora', ticket: null, force: false } });
  await engine.rest();
  const file = readFile(new Uint8Array((await files.at(-1)?.arrayBuffer()) ?? new ArrayBuffer(0)));
  if ('code' in file) throw new Error(file.code);
  const session = createSession({ backend: createPlainBackend(), state: BEFORE_ALL });
  session.push(fileStep(session, file));
  return session;
}

let bases = 0;

it('whatever a window says, what is shown, what is kept and what is saved are the same', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(act, { minLength: 5, maxLength: 25 }), async (acts) => {
      const files: Blob[] = [];
      const desktop: Parameters<typeof openEngine>[0] = {
        async saveFile(_id, _sequence, _wish, file) {
          files.push(file);
          return { kind: 'trouble' };
        },
      };
      const engine = openEngine(desktop, { isBaseDue: () => true });
      engine.tell(PAGE);
      await engine.rest();
      const ids = engine.session().document().root;
      // Its pixels' own space is not the page's: what takes one for the other is seen.
      engine.tell({ kind: 'command', command: { kind: 'offset-layers', ids, dx: -13, dy: 9 } });
      for (const [at, one] of acts.entries()) {
        engine.tell(messageOf(one, at, engine.session()));
        // Whatever is due for one gets its base here.
        if (one.pick > 2) {
          await engine.rest();
          engine.pass(5_000);
        }
        if (one.pick < 2) await engine.rest();
        expectShown(engine.session());
      }
      engine.tell({ kind: 'stroke-end' });
      await engine.rest();
      const here = engine.session();
      const again = await engine.reopened();
      if (again === 'damaged') throw new Error('the journal cannot be replayed');
      expectSame(here, again);
      expect(again.history.entries()).toEqual(here.history.entries());
      expect(again.history.position).toBe(here.history.position);
      expectShown(here);
      expectSame(here, await savedAgain(engine, files));
      const { startsAt } = here.history.whole();
      for (const session of [here, again]) session.jump(startsAt);
      if (startsAt > 0) expectSame(here, again);
      bases += engine.bases();
      const { store } = here;
      engine.tell({ kind: 'close' });
      await engine.rest();
      expect(store.count).toBe(0);
    }),
    { numRuns: 10, seed: 77 },
  );
  expect(bases).toBeGreaterThan(15);
}, 60_000);
