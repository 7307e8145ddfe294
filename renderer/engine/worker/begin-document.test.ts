import { expect, it } from 'vitest';
import { type LayerId, type PixelsId, rasterLayer } from '../../../shared/document/index.ts';
import { EMPTY, fileOf } from '../../../tests/drivers/canvas/ora-files.ts';
import { createPlainBackend } from '../kernel/plain-backend.ts';
import { createSession } from '../session/session.ts';
import { encodeStep } from '../undo/index.ts';
import { beginDocument } from './begin-document.ts';
import { createDesktopBytes } from './desktop-bytes.ts';
import type { JournalFrame } from './read-frames.ts';
import { writeStepEntry } from './read-frames.ts';
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

function begun(frames: readonly JournalFrame[] | null, file: Uint8Array | null) {
  const session = createSession({ backend: createPlainBackend(), state: BEFORE_ALL });
  const none = createDesktopBytes(() => Promise.reject(new TypeError('there is no desktop')));
  const desktop = { ...none, journal: async () => frames, file: async () => file };
  const begin = beginDocument({ desktop, newId: () => 'x' }, session, 'd', { kind: 'journal' });
  return begin.then((outcome) => ({ session, outcome }));
}

it('where nothing was kept yet, the file is the first step, and what is known of it is said', async () => {
  const { session, outcome } = await begun([], FILE);
  if (outcome.kind === 'failed' || outcome.step === null) throw new Error('not begun');
  expect(outcome).toMatchObject({
    sequence: 0,
    facts: { width: 64, height: 48, masksLost: false, modesLost: false },
  });
  session.push(outcome.step);
  expect(session.document().root).toEqual(['a']);
});

it('what was kept is opened without a look at the file', async () => {
  const first = await begun([], FILE);
  if (first.outcome.kind === 'failed' || first.outcome.step === null) throw new Error('not begun');
  const bytes = writeStepEntry(encodeStep(first.outcome.step, first.session.store));
  const { session, outcome } = await begun([{ sequence: 7, bytes }], null);
  expect(outcome).toEqual({ kind: 'begun', step: null, sequence: 7, facts: null });
  expect(session.document().root).toEqual(['a']);
});

it.each([
  ['no answer', null, FILE, 'not-reachable'],
  ['a journal of another kind', [{ sequence: 1, bytes: Uint8Array.of(9) }], FILE, 'damaged'],
  ['nothing kept, and no file', [], null, 'file-missing'],
  ['nothing kept, and a file that is none', [], Uint8Array.of(1, 2), 'file-unreadable'],
] as const)('%s is a failure by name', async (_name, frames, file, why) => {
  expect((await begun(frames, file)).outcome).toEqual({ kind: 'failed', why });
});
