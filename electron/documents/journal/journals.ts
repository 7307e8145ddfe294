import { join } from 'node:path';
import type { Failpoints } from '../../../shared/kernel/index.ts';
import { type Journal, openJournal } from './journal.ts';

export interface Journals {
  /** Does work on a document's journal, which stays open for the next. */
  with<Value>(id: string, work: (journal: Journal) => Promise<Value>): Promise<Value>;
  /** Closes one when nobody works on it any more. */
  release(id: string): Promise<void>;
  close(): Promise<void>;
}

interface Held {
  readonly journal: Promise<Journal>;
  busy: number;
  closing: boolean;
}

/** File handles held at one time; a journal that nobody works on is closed for the next one. */
const OPEN_MAX = 16;

/** Each journal once, however many ask: two writers on one file would write over each other. */
export function createJournals(folder: string, failpoints: Failpoints): Journals {
  const held = new Map<string, Held>();

  const end = async (id: string, one: Held): Promise<void> => {
    if (one.busy > 0 || held.get(id) !== one) return;
    // Nobody waits for anything between here and the close: what was answered is on the disk.
    held.delete(id);
    await (await one.journal.catch(() => null))?.close();
  };
  const makeRoom = (): void => {
    for (const [id, one] of held) {
      if (held.size < OPEN_MAX) return;
      void end(id, one).catch(() => undefined);
    }
  };

  const release = async (id: string): Promise<void> => {
    const one = held.get(id);
    if (one === undefined) return;
    one.closing = true;
    await end(id, one);
  };

  return {
    release,
    async with(id, work) {
      let one = held.get(id);
      if (one === undefined) {
        makeRoom();
        one = { journal: openJournal(join(folder, id), failpoints), busy: 0, closing: false };
        held.set(id, one);
      } else {
        // The one used last is closed last.
        held.delete(id);
        held.set(id, one);
      }
      one.busy += 1;
      one.closing = false;
      try {
        const journal = await one.journal.catch((error: unknown) => {
          // Tried again by the next who asks: the disk may be mended by then.
          held.delete(id);
          throw error;
        });
        return await work(journal);
      } finally {
        one.busy -= 1;
        if (one.closing) await end(id, one);
      }
    },
    async close() {
      await Promise.all([...held.keys()].map(release));
    },
  };
}
