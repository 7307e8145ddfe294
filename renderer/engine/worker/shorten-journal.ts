import type { JournalAnswer } from '../../../shared/contracts/desktop/index.ts';
import type { Session } from '../session/session.ts';
import type { JournalKeeper } from './keep-journal.ts';
import { baseList, makeBase } from './short-journal.ts';
import type { SliceParts } from './slices.ts';

/** Keeps the journal from growing for as long as one paints: now and then a base takes the place of what it holds. */
export interface BaseKeeper {
  /** So many bytes more are in the journal. */
  grew(bytes: number): void;
  /** Every step is on the disk. */
  settled(): void;
  /** The person's file is written: nobody paints just now. */
  rested(): void;
  /** Resolves when it holds no tile any more. */
  stop(): Promise<void>;
}

interface BaseParts extends SliceParts {
  readonly session: Session;
  readonly keeper: Pick<JournalKeeper, 'sequence' | 'isSettled'>;
  /** Rejects when the desktop is away. */
  readonly put: (sequence: number, base: Blob) => Promise<JournalAnswer>;
  readonly wait: (ms: number) => Promise<void>;
  readonly baseBytes: number;
  readonly grownBytes: number;
  readonly isBaseDue?: (grownBytes: number, baseBytes: number) => boolean;
}

const GROWTH_MIN_BYTES = 64 * 1024 * 1024;
/** Nobody has made a step for so long. */
const IDLE_MS = 3_000;

/**
 * A base is due when what follows the last one is as long as that one, and no less than is worth the trouble: so the
 * journal is at most about twice what it must be, and each byte is written about twice in all.
 */
function isDueByLength(grownBytes: number, baseBytes: number): boolean {
  return grownBytes > Math.max(GROWTH_MIN_BYTES, baseBytes);
}

export function createBaseKeeper(parts: BaseParts): BaseKeeper {
  const { session, keeper, put, wait, isBaseDue = isDueByLength } = parts;
  let { baseBytes, grownBytes } = parts;
  let steps = 0;
  let stopped = false;
  let running = false;
  /** While it is being made it holds tiles; on its way it does not. */
  let holding: Promise<Blob | null> | null = null;
  /** After one that failed, nothing is tried before the journal has grown by as much again. */
  let failedAt = 0;

  const isDue = (): boolean => isBaseDue(grownBytes - failedAt, baseBytes);
  const make = async (): Promise<void> => {
    const replaced = grownBytes;
    // Both at once, with nothing in between: the number names exactly what the base holds.
    const sequence = keeper.sequence();
    const list = baseList(session);
    failedAt = replaced;
    holding = makeBase(list, session.store, parts, () => !stopped).catch(orNoRoom);
    const base = await holding;
    if (base === null || stopped) return;
    const answer = await put(sequence, base).catch(() => null);
    if (answer?.kind !== 'kept') return;
    failedAt = 0;
    baseBytes = base.size;
    grownBytes -= replaced;
  };
  const start = (): void => {
    if (stopped || running || !isDue() || !keeper.isSettled()) return;
    running = true;
    void make().finally(() => {
      running = false;
    });
  };
  return {
    grew(bytes) {
      grownBytes += bytes;
      steps += 1;
    },
    settled() {
      if (!isDue()) return;
      const seen = steps;
      void wait(IDLE_MS).then(() => {
        if (seen === steps) start();
      });
    },
    rested: start,
    async stop() {
      stopped = true;
      await holding?.catch(() => null);
    },
  };
}

/** A base that does not fit into memory is none; what is kept already stays. */
function orNoRoom(error: unknown): null {
  if (error instanceof RangeError) return null;
  throw error;
}
