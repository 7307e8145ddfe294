import type { CloudObject } from '../../shared/contracts/cloud/index.ts';
import { isTaken } from '../db/index.ts';
import { type CompleteAnswer, complete } from './complete.ts';
import { type Announced, type CreateDecision, decideCreate, isGone, viewOf } from './decide.ts';
import { deleteBytes } from './jobs.ts';
import { storedKey, uploadKey } from './keys.ts';
import type { SignedRequest } from './object-store.ts';
import type { ObjectParts } from './parts.ts';
import {
  expectMore,
  expireNow,
  findObject,
  insertObject,
  kindOf,
  lockOwner,
  markDeleted,
  type ObjectRow,
  usageOf,
} from './rows.ts';
import { QUOTAS } from './rules.ts';

export type CreateAnswer =
  | { readonly kind: 'created'; readonly object: CloudObject; readonly upload: SignedRequest | null }
  | Exclude<CreateDecision, { kind: 'make' | 'known' }>;

export type GetAnswer =
  | { readonly kind: 'found'; readonly object: CloudObject; readonly download: SignedRequest | null }
  | { readonly kind: 'unknown' }
  | { readonly kind: 'gone' };

export interface ObjectCommands {
  create(accountId: string, asked: Announced): Promise<CreateAnswer>;
  complete(accountId: string, id: string): Promise<CompleteAnswer>;
  get(accountId: string, id: string): Promise<GetAnswer>;
  /** @returns how many there were to remove */
  remove(accountId: string, ids: readonly string[]): Promise<number>;
  usage(
    accountId: string,
  ): Promise<{ readonly usedBytes: number; readonly quotaBytes: number; readonly count: number }>;
}

export function createCommands(parts: ObjectParts): ObjectCommands {
  const { database, deps } = parts;
  return {
    create: (accountId, asked) => create(parts, accountId, asked),
    complete: (accountId, id) => complete(parts, accountId, id),
    get: (accountId, id) => get(parts, accountId, id),
    async remove(accountId, ids) {
      // The rows say so first: whatever stops the rest, nobody gets at them again, and the sweep goes on with it.
      const rows = await expireNow(database.query, accountId, ids, deps.clock.now());
      if (rows.length === 0) return 0;
      await deleteBytes(parts, rows);
      await markDeleted(
        database.query,
        rows.map(({ id }) => id),
        deps.clock.now(),
      );
      return rows.length;
    },
    async usage(accountId) {
      const { usedBytes, count } = await usageOf(database.query, accountId, deps.clock.now());
      const kind = await kindOf(database.query, accountId);
      return { usedBytes, quotaBytes: QUOTAS[kind].bytes, count };
    },
  };
}

async function create(parts: ObjectParts, accountId: string, asked: Announced): Promise<CreateAnswer> {
  const { store, deps } = parts;
  const answer = await announce(parts, accountId, asked).catch((error: unknown) => {
    // Another account was first with this id, at the same moment.
    if (isTaken(error)) return { kind: 'taken' } as const;
    throw error;
  });
  if (answer.kind !== 'known') return answer;
  deps.failpoints.hit('object.row-written');
  const { row } = answer;
  const object = viewOf(row);
  if (object === null) return { kind: 'taken' };
  if (row.state === 'stored') return { kind: 'created', object, upload: null };
  const { type, sizeBytes, expiresAtMs: endsAtMs } = row;
  const upload = await store.signedPut(uploadKey(row.key), { type, sizeBytes, endsAtMs });
  return { kind: 'created', object, upload };
}

/** One after the other for each account, so that awaited uploads count for whoever comes next. */
function announce(
  { database, deps }: ObjectParts,
  accountId: string,
  asked: Announced,
): Promise<Exclude<CreateDecision, { kind: 'make' }>> {
  return database.transaction(async (tx) => {
    const nowMs = deps.clock.now();
    const facts = {
      kind: await lockOwner(tx, accountId),
      existing: await findObject(tx, asked.id),
      usage: await usageOf(tx, accountId, nowMs),
    };
    const decision = decideCreate(facts, accountId, asked, nowMs);
    if (decision.kind === 'known') await expectMore(tx, decision.row.id, nowMs);
    if (decision.kind !== 'make') return decision;
    const row = await insertObject(tx, {
      ...asked,
      accountId,
      key: storedKey({ ...asked, accountId }),
      createdAtMs: nowMs,
      expiresAtMs: decision.expiresAtMs,
    });
    return { kind: 'known', row };
  });
}

async function get(parts: ObjectParts, accountId: string, id: string): Promise<GetAnswer> {
  const row = await findObject(parts.database.query, id);
  if (row === null || row.accountId !== accountId) return { kind: 'unknown' };
  const object = viewOf(row);
  if (object === null || isGone(row, parts.deps.clock.now())) return { kind: 'gone' };
  if (row.state === 'awaited') return { kind: 'found', object, download: null };
  return fetchable(parts, row, object);
}

async function fetchable(parts: ObjectParts, row: ObjectRow, object: CloudObject): Promise<GetAnswer> {
  const { id: objectId, accountId, generationId } = row;
  const download = await parts.store.signedGet(row.key, { type: row.type, endsAtMs: row.expiresAtMs });
  if (download === null) return { kind: 'gone' };
  parts.access.note({ why: 'own-address', objectId, accountId, generationId });
  return { kind: 'found', object, download };
}
