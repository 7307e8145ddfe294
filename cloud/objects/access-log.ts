import type { Log } from '../../shared/kernel/index.ts';

/** Why somebody's bytes are read. There is no other reason: each reader of the store is named here (P-17). */
export type AccessReason =
  /** Looked at once, before they are kept. */
  | 'check'
  /** Their owner asked for an address to fetch them. */
  | 'own-address';

export interface Access {
  readonly why: AccessReason;
  readonly objectId: string;
  readonly accountId: string;
  readonly generationId: string;
}

/** Hears of every read before it happens. */
export interface AccessLog {
  note(access: Access): void;
}

/** Ids alone, in the service's own log. */
export function createAccessLog(log: Log): AccessLog {
  return {
    note: ({ why, objectId, accountId, generationId }) =>
      log.info('object.read', { why, objectId, accountId, generationId }),
  };
}
