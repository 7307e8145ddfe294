import { decode } from 'fast-png';
import { expect, it } from 'vitest';
import { type LayerId, NESTING_MAX } from '../../../shared/document/index.ts';
import { type OpenEngine, openEngine, PAGE, strokeAt } from '../../../tests/drivers/canvas/open-engine.ts';
import { opened } from '../../../tests/drivers/canvas/ora-files.ts';
import { emptyGrid, readRect, tileKey } from '../tiles/index.ts';

const TWO = 'two' as LayerId;
const END = { kind: 'stroke-end' } as const;
const addLayer = (id: LayerId) =>
  ({
    kind: 'command',
    command: { kind: 'add-layer', id, name: id, place: { parent: null, index: 1 } },
  }) as const;

async function page(engine: OpenEngine): Promise<LayerId> {
  engine.tell(PAGE);
  await engine.rest();
  return engine.session().document().root[0] as LayerId;
}

/** What is kept is what is seen: records and every pixel. */
async function expectKept(engine: OpenEngine): Promise<void> {
  await engine.rest();
  const again = await engine.reopened();
  if (again === 'damaged') throw new Error('the journal cannot be replayed');
  const here = engine.session();
  expect(again.document()).toEqual(JSON.parse(JSON.stringify(here.document())));
  const around = { x: -64, y: -64, width: 192, height: 192 };
  for (const [id, grid] of here.history.state.grids)
    expect(readRect(again.store, again.history.state.grids.get(id) ?? emptyGrid(4), around)).toEqual(
      readRect(here.store, grid, around),
    );
}

function colourAt(engine: OpenEngine, x: number, y: number) {
  return engine.session().colourAt({ x, y });
}

it('undo while a stroke is drawn ends the stroke and takes it back, and nothing else', async () => {
  const engine = openEngine();
  const id = await page(engine);
  engine.tell(strokeAt(id, 20, 20), END, strokeAt(id, 45, 45), { kind: 'undo' }, END);
  expect(colourAt(engine, 20, 20)).toEqual([255, 0, 0]);
  expect(colourAt(engine, 45, 45)).toEqual([255, 255, 255]);
  engine.tell({ kind: 'undo' }, { kind: 'redo' }, { kind: 'redo' });
  expect(colourAt(engine, 45, 45)).toEqual([255, 0, 0]);
  await expectKept(engine);
});

it('a layer that is removed while it is painted on stays removed', async () => {
  const engine = openEngine();
  const id = await page(engine);
  engine.tell(addLayer(TWO), strokeAt(TWO, 40, 40));
  engine.tell({ kind: 'command', command: { kind: 'remove-layers', ids: [TWO] } });
  engine.tell({ kind: 'stroke-add', samples: [{ x: 9, y: 9, pressure: 1, timeMs: 1 }] }, END);
  expect(engine.session().document().root).toEqual([id]);
  engine.tell({ kind: 'undo' });
  expect(colourAt(engine, 40, 40)).toEqual([255, 0, 0]);
  await expectKept(engine);
});

it('a picture that arrives while a stroke is drawn stays, and so does the stroke', async () => {
  const engine = openEngine();
  const id = await page(engine);
  engine.tell(strokeAt(id, 40, 40));
  engine.tell({ kind: 'add-picture', sha256: 'x', layerName: 'Picture', origins: [], at: { x: 0, y: 0 } });
  await engine.rest();
  engine.tell({ kind: 'stroke-add', samples: [{ x: 50, y: 40, pressure: 1, timeMs: 1 }] }, END);
  expect(engine.session().document().root).toHaveLength(2);
  expect(colourAt(engine, 50, 40)).toEqual([255, 0, 0]);
  await expectKept(engine);
});

it('a second stroke that begins before the first has ended leaves both', async () => {
  const engine = openEngine();
  const id = await page(engine);
  engine.tell(strokeAt(id, 15, 15), strokeAt(id, 48, 48), END);
  expect([colourAt(engine, 15, 15), colourAt(engine, 48, 48)]).toEqual([
    [255, 0, 0],
    [255, 0, 0],
  ]);
  await expectKept(engine);
});

it('nothing is kept that could not be read again: it is refused by name instead', async () => {
  const engine = openEngine();
  await page(engine);
  const group = (id: string, parent: string | null): void =>
    engine.tell({
      kind: 'command',
      command: {
        kind: 'add-group',
        id: id as LayerId,
        name: id,
        place: { parent: parent as LayerId | null, index: 0 },
      },
    });
  for (let deep = 0; deep < NESTING_MAX; deep++) group(`g${deep}`, deep === 0 ? null : `g${deep - 1}`);
  group('h0', null);
  group('h1', 'h0');
  const into = (parent: string): void =>
    engine.tell({
      kind: 'command',
      command: {
        kind: 'move-layers',
        ids: ['h0' as LayerId],
        place: { parent: parent as LayerId, index: 0 },
      },
    });
  into(`g${NESTING_MAX - 1}`);
  engine.tell(
    { kind: 'add-picture', sha256: 'x', layerName: 'n'.repeat(999), origins: [], at: { x: 0, y: 0 } },
    { kind: 'add-picture', sha256: 'x', layerName: 'far', origins: [], at: { x: 5_000_000, y: 0 } },
    { kind: 'add-picture', sha256: 'x', layerName: 'nowhere', origins: [], at: { x: Number.NaN, y: 0 } },
  );
  await engine.rest();
  expect(engine.said.flatMap((message) => (message.kind === 'refused' ? [message.why] : []))).toEqual([
    'nested-too-deep',
    'out-of-bounds',
    'out-of-bounds',
  ]);
  await expectKept(engine);
});

it('a save that waits for the last step is written though its document is closed meanwhile', async () => {
  let keep = (): void => undefined;
  const files: Blob[] = [];
  const engine = openEngine({
    append: () =>
      new Promise((resolve) => {
        keep = () => resolve({ kind: 'kept', sequence: 1 });
      }),
    async saveFile(_id, _sequence, _wish, file) {
      files.push(file);
      return { kind: 'refused', code: 'no-file' };
    },
  });
  await page(engine);
  engine.tell({ kind: 'save', wish: { format: 'ora', ticket: null, force: false } }, { kind: 'close' });
  await engine.rest();
  expect(engine.said.filter(({ kind }) => kind === 'file')).toEqual([]);
  keep();
  await engine.rest();
  expect(engine.said.at(-1)).toMatchObject({ kind: 'file', sequence: 1 });
  const [file] = files;
  const { document } = opened(new Uint8Array((await file?.arrayBuffer()) ?? new ArrayBuffer(0)));
  expect(document.root).toHaveLength(1);
});

it('on a layer that was moved, a stroke is seen where it is painted', async () => {
  const engine = openEngine();
  const id = await page(engine);
  engine.tell({ kind: 'command', command: { kind: 'offset-layers', ids: [id], dx: -30, dy: 12 } });
  const shownAt = (x: number, y: number): readonly number[] => {
    const { cache } = engine.session();
    const view = { level: 0, rect: { x: 0, y: 0, width: 64, height: 64 } };
    while (!cache.work(view, 1, () => 0).done);
    const at = (y * 256 + x) * 4;
    return [...(cache.read(0, tileKey(0, 0))?.subarray(at, at + 4) ?? [])];
  };
  expect(shownAt(20, 20)).toEqual([255, 255, 255, 255]);
  engine.tell(strokeAt(id, 20, 20));
  expect(shownAt(20, 20)).toEqual([255, 0, 0, 255]);
  engine.tell(END);
  expect(shownAt(20, 20)).toEqual([255, 0, 0, 255]);
  engine.tell({ kind: 'undo' });
  expect(shownAt(20, 20)).toEqual([255, 255, 255, 255]);
});

it('what is flattened is what is seen, and says what it was made of, but not of what is hidden', async () => {
  const pictures: Blob[] = [];
  const engine = openEngine({
    async keepFlattened(_id, png) {
      pictures.push(png);
      return { kind: 'kept', sequence: 0 };
    },
  });
  await page(engine);
  const origin = (made: 'trained' | 'drawn') => [{ sha256: (made === 'drawn' ? 'd' : 'e').repeat(64), made }];
  const at = { x: 10, y: 10 };
  engine.tell({ kind: 'add-picture', sha256: 'x', layerName: 'Seen', origins: origin('drawn'), at });
  engine.tell({ kind: 'add-picture', sha256: 'y', layerName: 'Hidden', origins: origin('trained'), at });
  await engine.rest();
  const hidden = engine.session().document().root.at(-1) as LayerId;
  engine.tell({ kind: 'command', command: { kind: 'patch-layer', id: hidden, patch: { visible: false } } });
  engine.tell({ kind: 'flatten', documentId: 'd' });
  await engine.rest();
  const { width, height } = engine.session().document();
  const answer = engine.said.find((message) => message.kind === 'flattened');
  expect(answer?.outcome).toMatchObject({ kind: 'made', width, height, origins: origin('drawn') });
  const [png] = pictures;
  const { data } = decode(new Uint8Array((await png?.arrayBuffer()) ?? []));
  const place = (11 * width + 11) * 4;
  expect([...data.slice(place, place + 3)]).toEqual(colourAt(engine, 11, 11));
  expect(colourAt(engine, 11, 11)).not.toEqual(colourAt(engine, 30, 30));
});
