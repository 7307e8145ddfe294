import { appendFileSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import { temporaryFolder } from '../../../tests/drivers/storage/temporary-folder.ts';
import { FILE_HEADER_BYTES, FRAME_HEADER_BYTES, readFrameHeader } from './frames.ts';
import { createJournal, JOURNAL_NAME, type Journal, openJournal } from './journal.ts';

const never = { hit: () => undefined };

async function* body(...pieces: readonly (string | Uint8Array)[]) {
  for (const piece of pieces) yield typeof piece === 'string' ? Buffer.from(piece) : piece;
}

async function* breaking(first: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(first);
  throw new Error('the window went away');
}

/** A base as the window sends it: each entry with its length before it. */
function based(...entries: readonly string[]): Buffer {
  return Buffer.concat(
    entries.map((text) => {
      const length = Buffer.alloc(4);
      length.writeUInt32LE(Buffer.byteLength(text));
      return Buffer.concat([length, Buffer.from(text)]);
    }),
  );
}

/** What a reader of the journal gets: `sequence:text` for each frame. */
async function entries(journal: Journal): Promise<string[]> {
  const { state, file, start } = await journal.read();
  const bytes = Buffer.alloc(state.sizeBytes - start);
  await file.read(bytes, 0, bytes.byteLength, start);
  await file.close();
  const found: string[] = [];
  for (let at = 0; at < bytes.byteLength; ) {
    const { length, sequence } = readFrameHeader(bytes.subarray(at, at + FRAME_HEADER_BYTES));
    found.push(`${sequence}:${bytes.subarray(at + FRAME_HEADER_BYTES, at + FRAME_HEADER_BYTES + length)}`);
    at += FRAME_HEADER_BYTES + length;
  }
  return found;
}

async function begun(): Promise<{
  folder: string;
  path: string;
  journal: Journal;
  reopen(): Promise<Journal>;
}> {
  const folder = temporaryFolder();
  await createJournal(folder);
  const journal = await openJournal(folder, never);
  onTestFinished(() => journal.close());
  return {
    folder,
    path: join(folder, JOURNAL_NAME),
    journal,
    reopen: async () => {
      await journal.close();
      const again = await openJournal(folder, never);
      onTestFinished(() => again.close());
      return again;
    },
  };
}

describe('a journal', () => {
  it('keeps entries in their order, over a restart', async () => {
    const { journal, reopen } = await begun();
    expect(await journal.append(0, body('a', 'b'))).toEqual({ kind: 'kept', sequence: 1 });
    expect(await journal.append(1, body())).toEqual({ kind: 'kept', sequence: 2 });
    const again = await reopen();
    expect(await again.append(2, body('c'))).toEqual({ kind: 'kept', sequence: 3 });
    expect(await entries(again)).toEqual(['1:ab', '2:', '3:c']);
  });

  it('the last entry sent again is kept once; any other of its number is refused with what is kept', async () => {
    const { journal, reopen } = await begun();
    await journal.append(0, body('a'));
    const refusal = { kind: 'refused', code: 'out-of-order', sequence: 1 };
    expect(await journal.append(0, body('', 'a'))).toEqual({ kind: 'kept', sequence: 1 });
    for (const other of ['b', '', 'aa', 'ab']) expect(await journal.append(0, body(other))).toEqual(refusal);
    expect(await journal.append(7, body('x'))).toEqual(refusal);
    await journal.append(1, body('b'));
    expect(await journal.append(0, body('a'))).toEqual({ ...refusal, sequence: 2 });
    expect(await (await reopen()).append(1, body('b'))).toEqual({ kind: 'kept', sequence: 2 });
    expect(await entries(journal)).toEqual(['1:a', '2:b']);
  });

  it('two at once for one place: one is kept, the other hears of it when it is on the disk', async () => {
    const { journal } = await begun();
    const answers = await Promise.all([journal.append(0, body('a')), journal.append(0, body('b'))]);
    expect(answers).toEqual([
      { kind: 'kept', sequence: 1 },
      { kind: 'refused', code: 'out-of-order', sequence: 1 },
    ]);
  });

  it('a hundred at once share syncs, and each is on the disk before it is answered', async () => {
    const { journal } = await begun();
    const probe = await open(temporaryFolder(), 'r');
    const shape = Object.getPrototypeOf(probe) as { datasync(): Promise<void> };
    await probe.close();
    const real = shape.datasync;
    let syncs = 0;
    let synced = 0;
    let written = 0;
    shape.datasync = async function (this: unknown) {
      syncs += 1;
      const had = written;
      // As slow as a disk: on one that is quicker than the entries come there would be nothing to share.
      await new Promise((resolve) => setTimeout(resolve, 20));
      await real.call(this);
      synced = Math.max(synced, had);
    };
    async function* counted() {
      yield Buffer.from('entry');
      written += 1;
    }
    try {
      const all = Array.from({ length: 100 }, async (_, at) => {
        const answer = await journal.append(at, counted());
        expect(answer).toEqual({ kind: 'kept', sequence: at + 1 });
        expect(synced).toBeGreaterThanOrEqual(at + 1);
      });
      await Promise.all(all);
    } finally {
      shape.datasync = real;
    }
    expect(syncs).toBeLessThan(60);
    expect(journal.state().sequence).toBe(100);
  });

  it('an upload that breaks off leaves nothing, and the next is kept', async () => {
    const { journal, path } = await begun();
    await journal.append(0, body('a'));
    const before = statSync(path).size;
    await expect(journal.append(1, breaking('half'))).rejects.toThrow('went away');
    expect(statSync(path).size).toBe(before);
    expect(await journal.append(1, body('b'))).toMatchObject({ sequence: 2 });
    expect(await entries(journal)).toEqual(['1:a', '2:b']);
  });

  it('a sync that fails is no answer: what it was for is gone, what was kept stays, and it goes on', async () => {
    const { journal } = await begun();
    await journal.append(0, body('a'));
    const probe = await open(temporaryFolder(), 'r');
    const shape = Object.getPrototypeOf(probe) as { datasync(): Promise<void> };
    await probe.close();
    const real = shape.datasync;
    shape.datasync = () => Promise.reject(Object.assign(new Error('EIO'), { code: 'EIO', syscall: 'fsync' }));
    try {
      await expect(journal.append(1, body('b'))).rejects.toMatchObject({ code: 'EIO' });
    } finally {
      shape.datasync = real;
    }
    expect(journal.state().sequence).toBe(1);
    expect(await entries(journal)).toEqual(['1:a']);
    expect(await journal.append(1, body('B'))).toMatchObject({ sequence: 2 });
    expect(await entries(journal)).toEqual(['1:a', '2:B']);
  });

  it('damaged in the middle, it goes on from before that, and all that was cut off stays beside it', async () => {
    const { journal, folder, path, reopen } = await begun();
    for (const [at, text] of ['one', 'two', 'three'].entries()) await journal.append(at, body(text));
    const bytes = readFileSync(path);
    const inTwo = FILE_HEADER_BYTES + 2 * FRAME_HEADER_BYTES + 'one'.length + 1;
    bytes.writeUInt8(bytes.readUInt8(inTwo) ^ 4, inTwo);
    writeFileSync(path, bytes);
    await reopen();
    // Said over a restart, until something is kept in its place.
    const again = await reopen();
    expect(again.state().copy).toBe(`${path}-damaged-2`);
    expect(await entries(again)).toEqual(['1:one']);
    expect(await again.append(1, body('new'))).toMatchObject({ kind: 'kept', sequence: 2 });
    expect(again.state().copy).toBeNull();
    expect(readdirSync(folder).sort()).toEqual([JOURNAL_NAME, `${JOURNAL_NAME}-damaged-2`]);
    expect(readFileSync(join(folder, `${JOURNAL_NAME}-damaged-2`)).equals(bytes)).toBe(true);
  });

  it('torn at its end in any way, it keeps every entry before and takes the next', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(), fc.uint8Array({ minLength: 1, maxLength: 64 }), async (where, tail) => {
        const { journal, path, reopen } = await begun();
        for (const [at, text] of ['one', 'two', 'three'].entries()) await journal.append(at, body(text));
        const whole = readFileSync(path);
        const third = whole.byteLength - FRAME_HEADER_BYTES - 5;
        writeFileSync(path, whole.subarray(0, third + (where % (FRAME_HEADER_BYTES + 5))));
        appendFileSync(path, tail);
        const again = await reopen();
        const kept = again.state().sequence;
        // A tail that happens to finish the entry is the only way to have it.
        expect([2, 3]).toContain(kept);
        expect(await again.append(kept, body('next'))).toMatchObject({ kind: 'kept', sequence: kept + 1 });
        expect((await entries(again)).slice(0, 2)).toEqual(['1:one', '2:two']);
        await again.close();
      }),
      { numRuns: 60 },
    );
  });
});

describe('a base', () => {
  it('takes the place of what it holds; what came meanwhile follows it', async () => {
    const { folder, journal, reopen } = await begun();
    for (const [at, text] of ['a', 'b', 'c'].entries()) await journal.append(at, body(text));
    const bytes = based('state', '', 'undo');
    // Byte by byte: lengths and entries may be cut anywhere.
    const pieces = [...bytes].map((byte) => Uint8Array.of(byte));
    expect(await journal.replaceBase(2, body(...pieces))).toEqual({ kind: 'kept', sequence: 3 });
    expect(await entries(journal)).toEqual(['2:state', '2:', '2:undo', '3:c']);
    const again = await reopen();
    expect(again.state()).toMatchObject({ baseSequence: 2, sequence: 3, damaged: false });
    expect(await again.append(3, body('d'))).toMatchObject({ sequence: 4 });
    expect(await entries(again)).toEqual(['2:state', '2:', '2:undo', '3:c', '4:d']);
    expect(readdirSync(folder)).toEqual([JOURNAL_NAME]);
  });

  it('of steps that are not here, or that an earlier base holds, is refused', async () => {
    const { journal } = await begun();
    await journal.append(0, body('a'));
    expect(await journal.replaceBase(2, body(based('x')))).toMatchObject({
      code: 'out-of-order',
      sequence: 1,
    });
    await journal.replaceBase(1, body(based('x')));
    expect(await journal.replaceBase(0, body(based('y')))).toMatchObject({
      code: 'out-of-order',
      sequence: 1,
    });
    expect(await entries(journal)).toEqual(['1:x']);
  });

  it('that ends within an entry is refused and leaves all as it was', async () => {
    const { folder, journal } = await begun();
    await journal.append(0, body('a'));
    expect(await journal.replaceBase(1, body(based('state').subarray(0, 6)))).toMatchObject({
      code: 'malformed',
    });
    await expect(journal.replaceBase(1, breaking('x'))).rejects.toThrow('went away');
    expect(await entries(journal)).toEqual(['1:a']);
    expect(readdirSync(folder)).toEqual([JOURNAL_NAME]);
  });

  it('is put in place while entries come: none is lost or out of order', async () => {
    const { journal, reopen } = await begun();
    const texts = Array.from({ length: 40 }, (_, at) => `entry ${at + 1}`);
    const appended = (async () => {
      for (const [at, text] of texts.entries()) await journal.append(at, body(text));
    })();
    for (let round = 0; round < 6; round++) {
      const { sequence } = journal.state();
      const kept = texts.slice(0, sequence);
      expect(await journal.replaceBase(sequence, body(based(...kept)))).toMatchObject({ kind: 'kept' });
    }
    await appended;
    const again = await reopen();
    const found = await entries(again);
    expect(found.map((one) => one.slice(one.indexOf(':') + 1))).toEqual(texts);
  });

  it('a reader that began before it still reads what it began', async () => {
    const { journal } = await begun();
    await journal.append(0, body('a'.repeat(1000)));
    const { state, file, start } = await journal.read();
    await journal.replaceBase(1, body(based('b')));
    const bytes = Buffer.alloc(state.sizeBytes - start);
    await file.read(bytes, 0, bytes.byteLength, start);
    await file.close();
    expect(bytes.subarray(FRAME_HEADER_BYTES).toString()).toBe('a'.repeat(1000));
  });

  it('that takes the place of what could not be read leaves a copy of everything, and it is said', async () => {
    const { journal, path, reopen } = await begun();
    for (const [at, text] of ['one', 'two', 'three'].entries()) await journal.append(at, body(text));
    const before = readFileSync(path);
    const copy = `${path}-damaged-4`;
    const answer = await journal.replaceBase(3, body(based('one')), { aside: true });
    expect(answer).toEqual({ kind: 'kept', sequence: 3, copy });
    expect(readFileSync(copy).equals(before)).toBe(true);
    const again = await reopen();
    expect(again.state().copy).toBe(copy);
    expect(await entries(again)).toEqual(['3:one']);
    await again.append(3, body('four'));
    expect((await reopen()).state().copy).toBeNull();
  });

  it('damaged on the disk is said so, kept as it is, and mended by another base alone', async () => {
    const { journal, path, reopen } = await begun();
    await journal.replaceBase(0, body(based('state', 'undo')));
    await journal.append(0, body('a'));
    const bytes = readFileSync(path);
    const at = FILE_HEADER_BYTES + FRAME_HEADER_BYTES + 2;
    bytes.writeUInt8(bytes.readUInt8(at) ^ 0xff, at);
    writeFileSync(path, bytes);
    const again = await reopen();
    expect(again.state().damaged).toBe(true);
    expect(readFileSync(path).equals(bytes)).toBe(true);
    expect(await again.append(0, body('b'))).toMatchObject({ code: 'damaged' });
    expect(await again.replaceBase(5, body(based('new')))).toEqual({ kind: 'kept', sequence: 5 });
    expect(await entries(again)).toEqual(['5:new']);
  });
});
