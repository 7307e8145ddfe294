import {
  closeSync,
  fstatSync,
  ftruncateSync,
  mkdtempSync,
  openSync,
  readSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createFileSpill, createTileStore, type ScratchFile } from './index.ts';

let folder: string;
let descriptor: number;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gesso-scratch-'));
  descriptor = openSync(join(folder, 'scratch'), 'w+');
});
afterEach(() => {
  closeSync(descriptor);
  rmSync(folder, { recursive: true });
});

function scratch(room = Number.POSITIVE_INFINITY): ScratchFile {
  return {
    read: (bytes, { at }) => readSync(descriptor, bytes, 0, bytes.length, at),
    write(bytes, { at }) {
      if (at + bytes.length > room) throw new DOMException('full', 'QuotaExceededError');
      return writeSync(descriptor, bytes, 0, bytes.length, at);
    },
    truncate: (length) => ftruncateSync(descriptor, length),
  };
}

const some = (length: number, seed: number): Uint8Array =>
  Uint8Array.from({ length }, (_, at) => (at * 31 + seed * 7) % 251);

it('gives back what was written, whatever was freed and written between', () => {
  const act = fc.record({
    free: fc.boolean(),
    which: fc.nat(30),
    length: fc.integer({ min: 0, max: 20_000 }),
  });
  fc.assert(
    fc.property(fc.array(act, { maxLength: 50 }), (acts) => {
      const spill = createFileSpill(scratch());
      const held: { handle: number; bytes: Uint8Array }[] = [];
      for (const [seed, { free, which, length }] of acts.entries()) {
        if (free && held.length > 0) {
          const [gone] = held.splice(which % held.length, 1);
          if (gone !== undefined) spill.free(gone.handle);
          continue;
        }
        const bytes = some(length, seed);
        const handle = spill.write(bytes);
        if (handle === null) throw new Error('there was room');
        held.push({ handle, bytes });
      }
      for (const { handle, bytes } of held) expect(spill.read(handle)).toEqual(bytes);
    }),
    { numRuns: 60 },
  );
});

it('uses freed places again, and is empty when nothing is in it', () => {
  const spill = createFileSpill(scratch());
  const kept = spill.write(some(9000, 1)) ?? 0;
  for (let round = 0; round < 100; round++) spill.free(spill.write(some(8500 + round, 2)) ?? 0);
  expect(fstatSync(descriptor).size).toBeLessThanOrEqual(2 * 12_288);
  expect(spill.read(kept)).toEqual(some(9000, 1));
  spill.free(kept);
  expect(fstatSync(descriptor).size).toBe(0);
  expect(() => spill.free(kept)).toThrow(/nothing is spilled/);
});

it('with a full disk tiles stay in memory, and none is lost', () => {
  const store = createTileStore(createFileSpill(scratch(10_000)));
  const tiles = Array.from({ length: 8 }, (_, at) => {
    // Every byte differs from its neighbours by no rule, so nothing packs small.
    let state = at + 1;
    const bytes = Uint8Array.from({ length: 65_536 }, () => {
      state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
      return state >> 16;
    });
    return { tile: store.make(bytes.slice(), 1), bytes };
  });
  store.relieve(0);
  expect(store.bytes.spilled).toBe(0);
  for (const { tile, bytes } of tiles) expect(store.read(tile)).toEqual(bytes);
});
