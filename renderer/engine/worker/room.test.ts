import { expect, it } from 'vitest';
import { openEngine, PAGE, strokeAt } from '../../../tests/drivers/canvas/open-engine.ts';
import { noise } from '../tiles/fixtures.ts';
import { createMemorySpill } from '../tiles/index.ts';

const NOISE = { width: 256, height: 256, bytes: noise(1, 4) };
const START = { kind: 'picture', sha256: 'x', layerName: 'Noise', origins: [] } as const;
const OPEN = { kind: 'open', documentId: 'd', start: START } as const;
const AGAIN = { kind: 'open', documentId: 'd', start: { kind: 'journal' } } as const;
const LITTLE = { spill: null, tilesBytes: 100_000 };

it('a disk that takes nothing lets so much wait and no more, by name; when it does again, all goes on by itself', async () => {
  let full = false;
  let last = 0;
  const engine = openEngine(
    {
      append: async () => (full ? { kind: 'outage' } : { kind: 'kept', sequence: ++last }),
    },
    { waitingMaxBytes: 4000 },
  );
  engine.tell(PAGE);
  await engine.rest();
  const [id] = engine.session().document().root;
  if (id === undefined) throw new Error('no layer');
  full = true;
  const paint = async (x: number) => {
    engine.tell(strokeAt(id, x, 20), { kind: 'stroke-end' });
    await engine.rest();
  };
  let steps = 0;
  for (; engine.said.at(-1)?.kind !== 'refused' && steps < 50; steps++) await paint(steps);
  expect(engine.said.at(-1)).toEqual({ kind: 'refused', why: 'not-kept' });
  const { position } = engine.session().history;
  engine.tell({ kind: 'command', command: { kind: 'remove-layers', ids: [id] } });
  expect(engine.session().history.position).toBe(position);
  // Going back and forth takes next to nothing, and is what one may want now.
  engine.tell({ kind: 'undo' }, { kind: 'redo' });
  expect(engine.session().history.position).toBe(position);
  full = false;
  for (let turn = 0; turn < 5; turn++) {
    engine.pass(5_000);
    await engine.rest();
  }
  expect(engine.said.at(-1)).toMatchObject({ kind: 'saving', state: 'saved' });
  await paint(60);
  expect(engine.session().history.position).toBe(position + 1);
});

it('a picture that does not fit into memory is refused, and nothing of it is kept; with a place to spill to it fits', async () => {
  const picture = async () => NOISE;
  const engine = openEngine({ picture }, LITTLE);
  engine.tell(OPEN);
  await engine.rest();
  expect(engine.said.at(-1)).toEqual({ kind: 'failed', why: 'too-large' });
  expect(engine.kept).toEqual([]);
  const spill = createMemorySpill();
  const other = openEngine({ picture }, { ...LITTLE, spill });
  other.tell(OPEN);
  await other.rest();
  expect(other.said.at(-1)).toMatchObject({ state: 'saved' });
  other.tell({ kind: 'close' });
  await other.rest();
  expect(spill.count).toBe(0);
});

it('what was kept with more memory than there is now is refused by name, and stays as it is', async () => {
  const engine = openEngine({ picture: async () => NOISE });
  engine.tell(OPEN);
  await engine.rest();
  const { kept } = engine;
  const frames = kept.map((bytes, at) => ({ sequence: at + 1, bytes }));
  const journal = async () => ({ frames, sequence: frames.length, damaged: false, copy: null });
  const little = openEngine({ journal }, LITTLE);
  little.tell(AGAIN);
  await little.rest();
  expect(little.said).toEqual([{ kind: 'failed', why: 'too-large' }]);
  engine.tell({ kind: 'close' }, AGAIN);
  await engine.rest();
  expect(engine.session().document().width).toBe(256);
});

it('a step that does not fit is refused, and the document stays as it was', async () => {
  const engine = openEngine({ picture: async () => NOISE }, LITTLE);
  engine.tell(PAGE);
  await engine.rest();
  const { history, store } = engine.session();
  const before = { count: store.count, position: history.position, kept: engine.kept.length };
  engine.tell({ ...START, kind: 'add-picture', at: { x: 0, y: 0 } });
  await engine.rest();
  expect(engine.said.at(-1)).toEqual({ kind: 'refused', why: 'memory-full' });
  expect({ count: store.count, position: history.position, kept: engine.kept.length }).toEqual(before);
});
