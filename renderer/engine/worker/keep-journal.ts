/** What the desktop answers to an entry. */
type Answer =
  | { readonly kind: 'kept'; readonly sequence: number }
  | { readonly kind: 'refused'; readonly code: string; readonly sequence: number }
  | { readonly kind: 'not-found' | 'outage' | 'trouble' };

export type Saving = 'saved' | 'saving' | 'not-saved';

export interface JournalKeeper {
  /** Puts an entry in line; it is sent when those before it are on the desktop's disk. */
  keep(entry: Uint8Array<ArrayBuffer>): void;
  /** Resolves when nothing waits, or never will be sent: then false. */
  settled(): Promise<boolean>;
  /** Nothing waits or is on its way. */
  isSettled(): boolean;
  /** Of the last entry that is on the disk. */
  sequence(): number;
  /** More waits than may: nothing is to be made that would have to wait too. Ends by itself. */
  isFull(): boolean;
  stop(): void;
}

export interface KeeperParts {
  /** Sends an entry that follows the given one. Rejects when the desktop is away. */
  readonly put: (after: number, entry: Uint8Array<ArrayBuffer>) => Promise<Answer>;
  readonly say: (saving: Saving, sequence: number) => void;
  /** Another window kept steps of its own: what is here goes on from what is not so any more, and nothing is sent. */
  readonly overtaken: () => void;
  readonly wait: (ms: number) => Promise<void>;
  /** The last entry that is on the disk already. */
  readonly sequence: number;
  readonly waitingMaxBytes?: number;
}

/** So much may wait for a disk that takes nothing, in memory alone. */
const WAITING_MAX_BYTES = 256 * 1024 * 1024;

const AGAIN_AFTER_MS = [250, 1_000, 3_000, 5_000] as const;

/**
 * Steps on their way to the disk, one after the other. "Saved" is said when the last one is acknowledged, and not before.
 * What fails is tried again for as long as the document is open; the desktop knows an entry whose answer was lost.
 */
export function createJournalKeeper({
  put,
  say: tell,
  overtaken,
  wait,
  sequence: first,
  waitingMaxBytes = WAITING_MAX_BYTES,
}: KeeperParts): JournalKeeper {
  const waiting: Uint8Array<ArrayBuffer>[] = [];
  const idle: ((kept: boolean) => void)[] = [];
  let sequence = first;
  let waitingBytes = 0;
  /** Of the one that is on its way, when nothing has gone wrong with it: a large one may take its time. */
  let sendingBytes = 0;
  let running = false;
  let stopped = false;
  const say = (saving: Saving): void => tell(saving, sequence);

  const sendFirst = async (entry: Uint8Array<ArrayBuffer>): Promise<void> => {
    sendingBytes = entry.length;
    for (let failures = 0; !stopped; failures++) {
      const answer = await put(sequence, entry).catch((): Answer => ({ kind: 'outage' }));
      if (answer.kind === 'kept') {
        sequence = answer.sequence;
        waiting.shift();
        waitingBytes -= entry.length;
        sendingBytes = 0;
        return;
      }
      sendingBytes = 0;
      say('not-saved');
      if (answer.kind === 'refused' && answer.code === 'out-of-order' && answer.sequence > sequence) {
        stopped = true;
        overtaken();
        return;
      }
      await wait(AGAIN_AFTER_MS[Math.min(failures, AGAIN_AFTER_MS.length - 1)] ?? 5_000);
    }
  };
  const run = async (): Promise<void> => {
    running = true;
    say('saving');
    for (let entry = waiting[0]; entry !== undefined && !stopped; entry = waiting[0]) {
      await sendFirst(entry);
      if (waiting.length > 0 && !stopped) say('saving');
    }
    running = false;
    if (!stopped) say('saved');
    for (const done of idle.splice(0)) done(waiting.length === 0);
  };

  return {
    keep(entry) {
      if (stopped) return;
      waiting.push(entry);
      waitingBytes += entry.length;
      if (!running) void run();
    },
    sequence: () => sequence,
    isSettled: () => !running && waiting.length === 0,
    isFull: () => waitingBytes - sendingBytes > waitingMaxBytes,
    settled: () =>
      running ? new Promise((resolve) => idle.push(resolve)) : Promise.resolve(waiting.length === 0),
    stop() {
      stopped = true;
    },
  };
}
