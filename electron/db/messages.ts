import type { OutageReason } from '../../shared/contracts/desktop/index.ts';
import type { LogValue } from '../../shared/kernel/index.ts';
import type { TroubleCode } from './outage.ts';

/** What a worker is told at its start. */
export interface WorkerStart {
  readonly role: 'writer' | 'reader';
  readonly path: string;
  /** Where this process is to die, for the recovery tests; null in every other run. */
  readonly failpoint: string | null;
}

export type Request =
  | {
      readonly kind: 'call';
      readonly id: number;
      readonly noun: string;
      readonly name: string;
      readonly arg: unknown;
    }
  | { readonly kind: 'close' };

export type Failure =
  | {
      readonly kind: 'outage';
      readonly reason: OutageReason;
      readonly retryable: boolean;
      readonly detail: string;
    }
  | { readonly kind: 'bug'; readonly message: string; readonly stack: string };

export type Answer =
  | { readonly kind: 'opened'; readonly trouble: TroubleCode | null }
  | { readonly kind: 'value'; readonly id: number; readonly value: unknown }
  | { readonly kind: 'failure'; readonly id: number; readonly failure: Failure }
  | {
      readonly kind: 'log';
      readonly level: 'info' | 'warn' | 'error';
      readonly event: string;
      readonly fields: Readonly<Record<string, LogValue>>;
    };
