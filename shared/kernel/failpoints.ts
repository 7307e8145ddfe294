/**
 * Every place where a crash would be worst. The same list feeds the recovery tests (one each), torture and
 * simulation, so a name added here without a test fails `tests/recovery`.
 */
export const FAILPOINTS = [
  'generate.queued',
  'generate.submitting',
  'generate.accepted',
  'generate.delivered',
  'generate.ending',
  'store.temporary-written',
  'store.renamed',
  'store.row-written',
  'store.thumbnail-written',
  'journal.appended',
  'journal.synced',
  'journal.base-written',
  'journal.base-renamed',
  'document.file-written',
  'document.file-renamed',
  'frame.written',
  'frame.renamed',
  'migrate.backed-up',
  'migrate.stepped',
  'migrate.committed',
  'cloud.migrated',
  'sign-in.code-kept',
  'sign-in.account-made',
  'token.committing',
  'token.committed',
  'closing.recorded',
  'purge.content-removed',
  'object.bytes-written',
  'object.row-written',
  'object.bytes-deleted',
] as const;

export type FailpointName = (typeof FAILPOINTS)[number];

/** Named places where the process may die. */
export interface Failpoints {
  hit(name: FailpointName): void;
}

/**
 * Failpoints armed by a spec `name` or `name:3` (the third hit). Hitting the armed one calls `die`, which ends the process
 * the way a power cut would: no handlers, no flushes.
 * @throws when the spec names no failpoint, so that a renamed one can't pass in silence
 */
export function createFailpoints(spec: string | null, die: () => void): Failpoints {
  if (spec === null) return { hit: () => undefined };
  const [name, nth = '1'] = spec.split(':');
  if (!FAILPOINTS.some((known) => known === name)) throw new Error(`no failpoint is called ${name}`);
  let left = Number.parseInt(nth, 10);
  return {
    hit(at) {
      if (at !== name) return;
      left -= 1;
      if (left === 0) die();
    },
  };
}
