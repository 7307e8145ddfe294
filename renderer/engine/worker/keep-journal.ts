/** What the desktop answers to an entry. */
type Answer =
  | { readonly kind: 'kept'; readonly sequence: number }
  | { readonly kind: 'refused'; readonly code: string; readonly sequence: number }
  | { readonly kind: 'not-found' | 'outage' | 'trouble' };

export type Saving = 'saved' | 'saving' | 'not-saved';

export interface JournalKeeper {
  /** Puts an entry in line; it is sent when those before it are on the desktop's disk. */
  keep(entry: Uint8Array<ArrayBuffer>): void;
  /** Resolves when nothing waits. */
  settled(): Promise<void>;
  /** Of the last entry that is on the disk. */
  sequence(): number;
  stop(): void;
}

export interface KeeperParts {
  /** Sends an entry that follows the given one. Rejects when the desktop is away. */
  readonly put: (after: number, entry: Uint8Array<ArrayBuffer>) => Promise<Answer>;
  readonly say: (saving: Saving, sequence: number) => void;
  readonly wait: (ms: number) => Promise<void>;
  /** The last entry that is on the disk already. */
  readonly sequence: number;
}

const AGAIN_AFTER_MS = [250, 1_000, 3_000, 5_000] as const;

/**
 * Steps on their way to the disk, one after the other. "Saved" is said when the last one is acknowledged, and not before.
 * What fails is tried again for as long as the document is open; an entry whose answer was lost is known by its number.
 */
export function createJournalKeeper({ put, say: tell, wait, sequence: first }: KeeperParts): JournalKeeper {
  const waiting: Uint8Array<ArrayBuffer>[] = [];
  const idle: (() => void)[] = [];
  let sequence = first;
  let running = false;
  let stopped = false;
  const say = (saving: Saving): void => tell(saving, sequence);

  const sendFirst = async (entry: Uint8Array<ArrayBuffer>): Promise<void> => {
    for (let failures = 0; !stopped; failures++) {
      const answer = await put(sequence, entry).catch((): Answer => ({ kind: 'outage' }));
      // Refused as one too many: it was kept, and only the answer was lost.
      if (answer.kind === 'kept' || (answer.kind === 'refused' && answer.sequence === sequence + 1)) {
        sequence = answer.sequence;
        return;
      }
      say('not-saved');
      await wait(AGAIN_AFTER_MS[Math.min(failures, AGAIN_AFTER_MS.length - 1)] ?? 5_000);
    }
  };
  const run = async (): Promise<void> => {
    running = true;
    say('saving');
    for (let entry = waiting[0]; entry !== undefined && !stopped; entry = waiting[0]) {
      await sendFirst(entry);
      waiting.shift();
      if (waiting.length > 0) say('saving');
    }
    running = false;
    if (!stopped) say('saved');
    for (const done of idle.splice(0)) done();
  };

  return {
    keep(entry) {
      waiting.push(entry);
      if (!running) void run();
    },
    sequence: () => sequence,
    settled: () => (running ? new Promise((resolve) => idle.push(resolve)) : Promise.resolve()),
    stop() {
      stopped = true;
    },
  };
}
