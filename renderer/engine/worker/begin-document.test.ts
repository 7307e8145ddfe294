import { expect, it } from 'vitest';
import { type LayerId, type PixelsId, rasterLayer } from '../../../shared/document/index.ts';
import { EMPTY, fileOf } from '../../../tests/drivers/canvas/ora-files.ts';
import { psd } from '../../../tests/drivers/hostile/psd-bytes.ts';
import { createPlainBackend } from '../kernel/plain-backend.ts';
import { createSession } from '../session/session.ts';
import { encodeStep } from '../undo/index.ts';
import { beginDocument } from './begin-document.ts';
import { createDesktopBytes } from './desktop-bytes.ts';
import { writePositionEntry, writeStepEntries } from './journal-entries.ts';
import type { JournalFrame } from './read-frames.ts';
import { BrokenOff, readFrames } from './read-frames.ts';
import { BEFORE_ALL } from './replay.ts';

const rect = { x: 0, y: 0, width: 2, height: 2 };
const FILE = fileOf({
  document: {
    ...EMPTY,
    root: ['a' as LayerId],
    layers: { ['a' as LayerId]: rasterLayer('a' as LayerId, 'Layer', 'p' as PixelsId) },
  },
  pixels: new Map([['p' as PixelsId, { rect, channels: 4 as const, bytes: new Uint8Array(16).fill(9) }]]),
});

function begun(
  frames: AsyncIterable<JournalFrame> | readonly JournalFrame[] | null,
  file: Uint8Array | null,
) {
  const session = createSession({ backend: createPlainBackend(), state: BEFORE_ALL });
  const none = createDesktopBytes(() => Promise.reject(new TypeError('there is no desktop')));
  const journal = frames === null ? null : { frames, sequence: 0, damaged: false, copy: null };
  const desktop = { ...none, journal: async () => journal, file: async () => file };
  const begin = beginDocument({ desktop, newId: () => 'x' }, session, 'd', { kind: 'journal' });
  return begin.then((outcome) => ({ session, outcome }));
}

it('where nothing was kept yet, the file is the first step, and what is known of it is said', async () => {
  const { session, outcome } = await begun([], FILE);
  if (outcome.kind === 'failed' || outcome.step === null) throw new Error('not begun');
  expect(outcome).toMatchObject({
    sequence: 0,
    facts: { width: 64, height: 48, masksLost: false, modesLost: false, converted: [] },
  });
  session.push(outcome.step);
  expect(session.document().root).toEqual(['a']);
});

it('a Photoshop file is known by its bytes, and what it lost on the way is said', async () => {
  const bytes = psd({ head: { mode: 1, channels: 1 } });
  const { session, outcome } = await begun([], bytes);
  if (outcome.kind === 'failed' || outcome.step === null) throw new Error('not begun');
  expect(outcome.facts).toMatchObject({ width: 4, height: 2, converted: [{ kind: 'colours', layers: [] }] });
  session.push(outcome.step);
  expect(session.document().root).toEqual(['layer-1']);
  const cut = await begun([], bytes.subarray(0, 30));
  expect(cut.outcome).toEqual({ kind: 'failed', why: 'file-unreadable' });
});

it('what was kept is opened without a look at the file', async () => {
  const first = await begun([], FILE);
  if (first.outcome.kind === 'failed' || first.outcome.step === null) throw new Error('not begun');
  const [bytes = new Uint8Array()] = writeStepEntries(encodeStep(first.outcome.step, first.session.store));
  const { session, outcome } = await begun([{ sequence: 7, bytes }], null);
  expect(outcome).toMatchObject({ kind: 'begun', step: null, sequence: 7, facts: null });
  expect(session.document().root).toEqual(['a']);
});

it.each([
  ['no answer', null, FILE, 'not-reachable'],
  ['an answer that breaks off', readFrames(inPieces(Uint8Array.of(1, 2), 1)), FILE, 'not-reachable'],
  ['a journal of another kind', [{ sequence: 1, bytes: Uint8Array.of(9) }], FILE, 'damaged'],
  ['nothing kept, and no file', [], null, 'file-missing'],
  ['nothing kept, and a file that is none', [], Uint8Array.of(1, 2), 'file-unreadable'],
] as const)('%s is a failure by name', async (_name, frames, file, why) => {
  expect((await begun(frames, file)).outcome).toEqual({ kind: 'failed', why });
});

function framed(...entries: readonly Uint8Array[]): Uint8Array {
  const parts = entries.flatMap((bytes, at) => {
    const header = new DataView(new ArrayBuffer(12));
    header.setUint32(0, bytes.length, true);
    header.setUint32(8, at + 1, true);
    return [new Uint8Array(header.buffer), bytes];
  });
  return Uint8Array.from(Buffer.concat(parts));
}

async function* inPieces(bytes: Uint8Array, piece: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += piece) yield bytes.subarray(at, at + piece);
}

it('frames come whole however the answer is cut into pieces, and one that ends early is told from a short one', async () => {
  const bytes = framed(Uint8Array.of(1, 2, 3), new Uint8Array(0), new Uint8Array(40).fill(7));
  for (const piece of [1, 5, 12, 13, 1000]) {
    const frames: JournalFrame[] = [];
    for await (const frame of readFrames(inPieces(bytes, piece))) frames.push(frame);
    expect(frames.map((frame) => [frame.sequence, frame.bytes.length])).toEqual([
      [1, 3],
      [2, 0],
      [3, 40],
    ]);
  }
  for (const length of [bytes.length - 1, bytes.length - 45, 5]) {
    const cut = async (): Promise<void> => {
      for await (const frame of readFrames(inPieces(bytes.subarray(0, length), 7)))
        expect(frame.sequence).toBeLessThan(4);
    };
    await expect(cut()).rejects.toThrow(BrokenOff);
  }
});

it('a step of many parts is one step; parts that a window left behind are none', async () => {
  const first = await begun([], FILE);
  if (first.outcome.kind === 'failed' || first.outcome.step === null) throw new Error('not begun');
  const parts = writeStepEntries(encodeStep(first.outcome.step, first.session.store), 100);
  expect(parts.length).toBeGreaterThan(3);
  const read = (...entries: readonly Uint8Array[]) =>
    begun(readFrames(inPieces(framed(...entries), 64)), FILE);
  for (const left of [[], parts.slice(0, -1), [...parts.slice(0, 2), writePositionEntry(0)]]) {
    const { session, outcome } = await read(...left, ...parts);
    expect(outcome).toMatchObject({ kind: 'begun', step: null, sequence: left.length + parts.length });
    expect(session.document().root).toEqual(['a']);
  }
  // Nothing whole was kept yet: the file is still what it begins with, behind the parts.
  const { outcome } = await read(...parts.slice(0, -1));
  expect(outcome).toMatchObject({ kind: 'begun', sequence: parts.length - 1, facts: { width: 64 } });
});
