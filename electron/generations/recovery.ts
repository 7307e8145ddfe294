import type { Noun } from '../../shared/contracts/desktop/index.ts';
import type { Deps } from '../../shared/kernel/index.ts';
import type { Catalogue } from './catalogue.ts';
import type { Rows } from './index.ts';
import type { Providers } from './providers.ts';
import type { JobQueue } from './queue.ts';
import { type GenerationRow, isOpen, readGeneration } from './rows.ts';

export interface Recovery {
  /** This run began it: no leftover, however early it was. */
  note(id: string): void;
  /** Takes up what the last run left: what needs no key at once, the rest when it is known which keys there are. */
  run(which: 'free' | 'paid'): Promise<void>;
  /** A run broke off in this process: says so in its row, so that nobody waits for it. */
  settle(id: string): Promise<void>;
}

export interface RecoveryParts {
  readonly rows: Rows;
  readonly providers: Providers;
  readonly catalogue: Catalogue;
  /** Asked for late: the queue itself reports runs that broke off to here. */
  readonly queue: () => JobQueue;
  readonly deps: Deps;
  readonly announce: (noun: Noun, ids: readonly string[]) => void;
}

/** Its key was held for the session only, or its model is gone: nothing left the computer. */
const NEVER_SENT = {
  code: 'never-sent',
  stage: null,
  categories: [],
  retryable: true,
  charged: 'no',
  retryAfterMs: null,
  requestId: null,
} as const;

export function createRecovery(parts: RecoveryParts): Recovery {
  const { rows, providers, catalogue, queue, deps, announce } = parts;
  const begun = new Set<string>();
  let over = false;

  const needsKey = (row: GenerationRow): boolean => {
    const model = catalogue.model(row.model_id);
    return model !== null && providers.get(model.provider).capabilities.needsKey;
  };

  const giveUp = async ({ id, state }: GenerationRow): Promise<void> => {
    const nowMs = deps.clock.now();
    if (state !== 'queued') await rows.write.interrupt({ id, nowMs });
    else await rows.write.end({ id, state: 'failed', reason: JSON.stringify(NEVER_SENT), cost: null, nowMs });
  };

  return {
    async settle(id) {
      const row = await rows.read.byId(id);
      if (row === null || !isOpen(row.state)) return;
      await giveUp(row);
      announce('generations', [id]);
    },
    note(id) {
      if (!over) begun.add(id);
    },
    async run(which) {
      const unfinished = await rows.read.unfinished();
      for (const row of unfinished.filter((one) => needsKey(one) === (which === 'paid'))) {
        if (begun.has(row.id)) continue;
        if (canGoOn(row, providers, catalogue)) queue().add(readGeneration(row));
        else await giveUp(row);
        announce('generations', [row.id]);
      }
      if (which === 'free') return;
      over = true;
      begun.clear();
    },
  };
}

/**
 * A job that had not left the computer starts; one that may be sent again, or whose handle was saved, goes on.
 * Anything else may have been paid for: it is shown as interrupted and never sent a second time.
 */
export function canGoOn(row: GenerationRow, providers: Providers, catalogue: Catalogue): boolean {
  const model = catalogue.model(row.model_id);
  if (model === null) return false;
  const provider = providers.get(model.provider);
  if (provider.capabilities.needsKey && !providers.hasKey(model.provider)) return false;
  if (row.state === 'queued' || provider.capabilities.repeatable) return true;
  return row.handle !== null && provider.resume !== undefined;
}
