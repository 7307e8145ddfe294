import { createHash } from 'node:crypto';
import { encode } from 'fast-png';
import { strToU8, zipSync } from 'fflate';
import { expect, it } from 'vitest';
import type { LayerId } from '../../../shared/document/index.ts';
import { opened } from '../../../tests/drivers/canvas/ora-files.ts';
import { psd } from '../../../tests/drivers/hostile/psd-bytes.ts';
import { wasmBackend } from '../../../tests/drivers/kernel.ts';
import { type Command, runCommand } from '../editor/commands/index.ts';
import { ORA_LIMITS } from '../ora/pixels.ts';
import { readPng } from '../ora/png/read-png.ts';
import { openZip } from '../ora/zip/read-zip.ts';
import { createSession, type Session } from '../session/session.ts';
import { emptyGrid, readRect } from '../tiles/index.ts';
import { createJournalKeeper, type JournalKeeper } from './keep-journal.ts';
import { makeFile } from './make-file.ts';
import { fileStep, readFile, readFileWithOrigins } from './open-file.ts';
import { blankStep, firstStep } from './open-picture.ts';
import { BEFORE_ALL } from './replay.ts';
import { saveFile } from './save-file.ts';
import { createSmallCopy } from './small-copy.ts';

const backend = await wasmBackend();
const ids = () => {
  let last = 0;
  return () => `n${++last}`;
};
const noise = (width: number, height: number): Uint8Array =>
  Uint8Array.from({ length: width * height * 4 }, (_, at) => Math.imul((at >> 6) + 3, 2_654_435_761) >>> 24);

function session(): Session {
  return createSession({ backend, state: BEFORE_ALL });
}

function photograph(width: number, height: number): Session {
  const one = session();
  one.push(
    firstStep(one, { width, height }, { layerName: 'Photograph', origins: [] }, ids(), noise(width, height)),
  );
  return one;
}

/** Takes the layer's colours away, as somebody would who paints on while the file is made. */
function clear(one: Session): void {
  const [id] = one.document().root;
  const context = { store: one.store, state: one.history.state, newId: ids() };
  const outcome = runCommand(context, { kind: 'clear-pixels', id: id as LayerId });
  if (outcome.kind === 'step') one.push(outcome.step);
}

const bytesOf = async (file: Blob): Promise<Uint8Array> => new Uint8Array(await file.arrayBuffer());
const atOnce = { now: () => 0, rest: async () => undefined };
const keeper = (after: number): JournalKeeper =>
  createJournalKeeper({
    sequence: after,
    say: () => undefined,
    overtaken: () => undefined,
    wait: () => new Promise(() => undefined),
    put: async (last) => ({ kind: 'kept', sequence: last + 1 }),
  });

it('a file read into a document is the document it was made of, mask and selection too', async () => {
  const one = photograph(300, 280);
  const newId = ids();
  const [id] = one.document().root;
  const commands: readonly Command[] = [
    {
      kind: 'select-shape',
      shape: { kind: 'rectangle', x: 10, y: 10, width: 90, height: 70 },
      how: 'replace',
    },
    { kind: 'add-mask', id: id as LayerId, from: 'selection' },
    {
      kind: 'select-shape',
      shape: { kind: 'rectangle', x: 250, y: 9, width: 40, height: 33 },
      how: 'add',
    },
  ];
  for (const command of commands) {
    const context = { store: one.store, state: one.history.state, newId: () => `m${newId()}` };
    const outcome = runCommand(context, command);
    if (outcome.kind === 'step') one.push(outcome.step);
  }
  expect(one.history.state.grids.size).toBe(3);
  const snapshot = one.snapshot();
  const file = readFile(await bytesOf(await makeFile(snapshot, 'ora', atOnce)));
  snapshot.release();
  if ('code' in file) throw new Error(file.code);
  const other = session();
  other.push(fileStep(other, file));
  expect(other.document()).toEqual(JSON.parse(JSON.stringify(one.document())));
  const page = { x: 0, y: 0, width: 300, height: 280 };
  for (const [pixels, grid] of one.history.state.grids) {
    const there = other.history.state.grids.get(pixels);
    expect(there?.outside).toBe(grid.outside);
    expect(readRect(other.store, there ?? emptyGrid(4), page)).toEqual(readRect(one.store, grid, page));
  }
  one.close();
  other.close();
  expect(one.store.count + other.store.count).toBe(0);
});

it('what is painted while the file is made is not in it, and holds no tile afterwards', async () => {
  const one = photograph(700, 520);
  const snapshot = one.snapshot();
  let ticks = 0;
  const file = await makeFile(snapshot, 'ora', {
    now: () => ticks++ * 20,
    async rest() {
      if (one.history.position === 1) clear(one);
    },
  });
  snapshot.release();
  const { document, pixels } = opened(await bytesOf(file));
  expect(document.root).toHaveLength(1);
  expect([...pixels.values()][0]?.bytes).toEqual(noise(700, 520));
  const zip = openZip(await bytesOf(file), ORA_LIMITS);
  if ('code' in zip) throw new Error(zip.code);
  expect(readPng(zip.read('mergedimage.png') ?? new Uint8Array(0), 4)?.bytes).toEqual(noise(700, 520));
  one.close();
  expect(one.store.count).toBe(0);
});

it.each(['ora', 'psd'] as const)(
  'there is a place to rest for every few pixels of an %s file, so no slice is long',
  async (format) => {
    const one = photograph(2048, 1024);
    const snapshot = one.snapshot();
    let ticks = 0;
    let rests = 0;
    await makeFile(snapshot, format, {
      // By this clock every step takes longer than a slice may.
      now: () => ticks++ * 20,
      async rest() {
        rests += 1;
      },
    });
    snapshot.release();
    one.close();
    // Its layer and its flattened picture, each in pieces of no more than half a row of tiles.
    expect(rests).toBeGreaterThanOrEqual((2 * 2 * 1024) / 256);
  },
);

it('a Photoshop file has the layers and pixels of the document, and all say where they came from', async () => {
  const one = photograph(300, 280);
  const guide = { orientation: 'vertical', position: 12 } as const;
  const context = { store: one.store, state: one.history.state, newId: ids() };
  const outcome = runCommand(context, { kind: 'add-guide', guide });
  if (outcome.kind === 'step') one.push(outcome.step);
  const snapshot = one.snapshot();
  const bytes = await bytesOf(await makeFile(snapshot, 'psd', atOnce));
  snapshot.release();
  const file = await readFileWithOrigins(bytes);
  if ('code' in file) throw new Error(file.code);
  const [layer] = Object.values(file.document.layers);
  expect(layer).toMatchObject({ name: 'Photograph', origins: [] });
  expect(file.document.guides).toEqual([guide]);
  expect([...file.pixels.values()][0]?.bytes).toEqual(noise(300, 280));
  one.close();
});

/** An OpenRaster file as another program writes it, with no word of ours in it. */
function foreignOra(): Uint8Array {
  const png = encode({ width: 4, height: 4, data: new Uint8Array(64).fill(90), channels: 4 });
  const stack =
    '<image w="4" h="4"><stack><layer name="theirs" src="data/one.png" x="0" y="0"/></stack></image>';
  return zipSync({
    mimetype: [strToU8('image/openraster'), { level: 0 }],
    'stack.xml': strToU8(stack),
    'data/one.png': png,
  });
}

it.each([
  ['a Photoshop file', psd({})],
  ['an OpenRaster file of another program', foreignOra()],
])('%s that says nothing of how it was made was brought, by its own sum', async (_, bytes) => {
  const file = await readFileWithOrigins(bytes);
  if ('code' in file) throw new Error(file.code);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  expect(Object.values(file.document.layers)).toMatchObject([{ origins: [{ sha256, made: 'brought' }] }]);
});

it('steps that cannot be kept keep the file waiting, and nothing is sent', async () => {
  const one = photograph(8, 8);
  const stuck: JournalKeeper = { ...keeper(4), settled: () => new Promise(() => undefined) };
  const sent: number[] = [];
  const parts = { ...atOnce, snapshot: one.snapshot, wait: async () => undefined };
  const put = async (sequence: number) => {
    sent.push(sequence);
    return { kind: 'trouble' } as const;
  };
  const wish = { format: 'ora' as const, ticket: null, force: false };
  expect((await saveFile({ ...parts, keeper: stuck, put }, wish)).outcome).toEqual({ kind: 'steps-wait' });
  expect(sent).toEqual([]);
  const waits = { ...parts, wait: () => new Promise<void>(() => undefined) };
  expect(await saveFile({ ...waits, keeper: keeper(4), put }, wish)).toEqual({
    sequence: 4,
    outcome: { kind: 'trouble' },
  });
  const away = async () => Promise.reject(new TypeError('fetch failed'));
  expect((await saveFile({ ...waits, keeper: keeper(4), put: away }, wish)).outcome).toEqual({
    kind: 'away',
  });
  one.close();
  expect(one.store.count).toBe(0);
});

it('a white page of any size is white to its edge and nothing beyond, and holds few bytes', () => {
  const one = session();
  const size = { width: 16_384, height: 300 };
  one.push(blankStep(one, { kind: 'blank', ...size, layerName: 'Page', background: 'white' }, ids()));
  const [grid] = [...one.history.state.grids.values()];
  const corner = { x: 16_383, y: 299, width: 2, height: 2 };
  expect([...readRect(one.store, grid ?? emptyGrid(4), corner)]).toEqual([
    ...[255, 255, 255, 255],
    ...Array.from({ length: 12 }, () => 0),
  ]);
  one.close();
});

it('a file that is none, or claims other pixels than its layers have, is refused by name', () => {
  expect(readFile(new TextEncoder().encode('hello'))).toMatchObject({ code: 'not-ora' });
});

it('the thumbnail is the mean of what it stands for, and clear pixels lend no colour', () => {
  const small = createSmallCopy(512, 2);
  const row = new Uint8Array(512 * 4);
  for (let x = 0; x < 512; x += 2) row.set([200, 100, 50, 255, 9, 9, 9, 0], x * 4);
  small.take(0, row);
  small.take(1, row);
  const { width, height, bytes } = small.picture();
  expect([width, height]).toEqual([256, 1]);
  expect([...bytes.subarray(0, 4)]).toEqual([200, 100, 50, 128]);
});
