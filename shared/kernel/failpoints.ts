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
] as const;

export type FailpointName = (typeof FAILPOINTS)[number];
