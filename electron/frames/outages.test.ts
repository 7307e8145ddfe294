import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createDecoder, type Decoder, forkNode } from '../../media/decoder/index.ts';
import { storageDeps } from '../../tests/drivers/storage/deps.ts';
import { canMount, fill, mountTmpfs, remount } from '../../tests/drivers/storage/mounts.ts';
import { temporaryFolder } from '../../tests/drivers/storage/temporary-folder.ts';
import { drawPng } from '../../tests/fakes/openai/drawn-png.ts';
import { createFrames } from './index.ts';

const deps = storageDeps();
let decoder: Decoder;
beforeAll(() => {
  decoder = createDecoder({ fork: forkNode, clock: deps.clock, log: deps.log });
});
afterAll(() => decoder.close());

const original = drawPng({ width: 64, height: 48, colourType: 6, samples: noise(64 * 48 * 4) });
const mask = drawPng({ width: 64, height: 48, colourType: 0, samples: noise(64 * 48) });
const bodyBytes = original.byteLength + mask.byteLength;

/** What can't be packed, so that a small disk fills. */
function noise(length: number): Uint8Array {
  return Uint8Array.from({ length }, (_, at) => (Math.imul(at + 1, 2_654_435_761) >>> 13) & 255);
}

async function* body(piece = 100): AsyncGenerator<Uint8Array> {
  const whole = Buffer.concat([original, mask]);
  for (let at = 0; at < whole.byteLength; at += piece) yield whole.subarray(at, at + piece);
}

const open = (dataFolder: string) => createFrames({ dataFolder, decoder, deps });
const left = (dataFolder: string): string[] => {
  const folder = join(dataFolder, 'frames');
  return existsSync(folder) ? readdirSync(folder) : [];
};

describe('a frame that is kept', () => {
  test.each([1, 7, 100_000])('in pieces of %d bytes is the same two files', async (piece) => {
    const data = temporaryFolder();
    const frames = open(data);
    const kept = await frames.bytes.keep(original.byteLength, body(piece), bodyBytes);
    if (kept.kind !== 'kept') throw new Error(kept.code);
    expect(await frames.find(kept.frameId)).toEqual({ width: 64, height: 48 });
    expect(left(data)).toEqual([kept.frameId]);
  });

  test('is known by nothing but an id of ours', async () => {
    const data = temporaryFolder();
    mkdirSync(join(data, 'frames', 'x'), { recursive: true });
    for (const name of ['original.png', 'mask.png']) writeFileSync(join(data, 'frames', 'x', name), original);
    const frames = open(data);
    for (const id of ['x', '../frames/x', '', '.', 'x/../x']) {
      expect(await frames.find(id)).toBeNull();
      expect(await frames.bytes.file(id, 'mask')).toBeNull();
      expect(
        await frames.forSending(id, { width: 16, height: 16, maxBytes: 1e6, formats: ['png'], mask: true }),
      ).toBeNull();
    }
  });

  test('that breaks off in the middle leaves nothing', async () => {
    const data = temporaryFolder();
    async function* broken() {
      yield original.subarray(0, 50);
      throw new Error('the window went away');
    }
    await expect(open(data).bytes.keep(original.byteLength, broken(), bodyBytes)).rejects.toThrow(
      'went away',
    );
    expect(left(data)).toEqual([]);
  });
});

describe('a disk that cannot take a frame', () => {
  test('a file where the folder should be is an outage by name', async () => {
    const data = temporaryFolder();
    writeFileSync(join(data, 'frames'), 'a file');
    await expect(open(data).bytes.keep(original.byteLength, body(), bodyBytes)).rejects.toMatchObject({
      data: { reason: 'folder-missing', path: join(data, 'frames') },
    });
  });

  test.skipIf(!canMount())(
    'one that may only be read says so, and goes on afterwards (needs a mount)',
    async () => {
      const data = temporaryFolder();
      mountTmpfs(data, '1m');
      remount(data, 'ro');
      const frames = open(data);
      const keep = () => frames.bytes.keep(original.byteLength, body(), bodyBytes);
      await expect(keep()).rejects.toMatchObject({ data: { reason: 'folder-read-only' } });
      remount(data, 'rw');
      expect(await keep()).toMatchObject({ kind: 'kept' });
    },
  );

  test.skipIf(!canMount())(
    'a full one says how much is needed, and keeps no half of it (needs a mount)',
    async () => {
      const data = temporaryFolder();
      mountTmpfs(data, '256k');
      const frames = open(data);
      const keep = () => frames.bytes.keep(original.byteLength, body(), bodyBytes);
      const first = await keep();
      const free = fill(data);
      await expect(keep()).rejects.toMatchObject({ data: { reason: 'disk-full', neededBytes: bodyBytes } });
      expect(left(data)).toEqual(first.kind === 'kept' ? [first.frameId] : []);
      free();
      expect(await keep()).toMatchObject({ kind: 'kept' });
    },
  );
});
