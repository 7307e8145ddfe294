import { createHash } from 'node:crypto';
import { DecoderUnavailable, type Inspected, type Refused } from '../../media/decoder/index.ts';
import type { CloudObject } from '../../shared/contracts/cloud/index.ts';
import { Outage } from '../platform/outage.ts';
import { decideLook, isGone, type LookRefusal, viewOf } from './decide.ts';
import { readBytes } from './failures.ts';
import { uploadKey } from './keys.ts';
import type { ObjectParts } from './parts.ts';
import { findObject, markStored, type ObjectRow } from './rows.ts';

export type CompleteAnswer =
  | { readonly kind: 'stored'; readonly object: CloudObject }
  | { readonly kind: 'unknown' }
  | { readonly kind: 'gone' }
  | { readonly kind: 'not-uploaded' }
  | { readonly kind: LookRefusal };

/** For the whole of an upload to be read out of the store. */
const READ_MS = 60_000;

/**
 * Has the uploaded bytes looked at and keeps them. What is kept is written anew from the very bytes that were looked at:
 * whatever is sent to the upload's address afterwards, or at the same time, is read by nobody.
 */
export async function complete(parts: ObjectParts, accountId: string, id: string): Promise<CompleteAnswer> {
  const { database, deps } = parts;
  const row = await findObject(database.query, id);
  if (row === null || row.accountId !== accountId) return { kind: 'unknown' };
  if (isGone(row, deps.clock.now())) return { kind: 'gone' };
  if (row.state === 'stored') return answerWith(row);
  return parts.gate.through(() => check(parts, row));
}

type Look =
  | { readonly kind: 'good'; readonly bytes: Uint8Array; readonly width: number; readonly height: number }
  | { readonly kind: 'not-uploaded' }
  | { readonly kind: LookRefusal };

async function check(parts: ObjectParts, row: ObjectRow): Promise<CompleteAnswer> {
  const { store, deps } = parts;
  const look = await lookAt(parts, row);
  if (look.kind === 'not-uploaded') return afterAll(parts, row);
  if (look.kind !== 'good') {
    await store.deleteMany([uploadKey(row.key)]);
    deps.log.info('object.refused', { objectId: row.id, why: look.kind });
    return look;
  }
  await store.put(row.key, look.bytes, row.type);
  deps.failpoints.hit('object.bytes-written');
  return keep(parts, row, look);
}

/** There is nothing at the upload's address: it never came, or another call has just kept it. */
async function afterAll({ database }: ObjectParts, { id }: ObjectRow): Promise<CompleteAnswer> {
  const row = await findObject(database.query, id);
  return row?.state === 'stored' ? answerWith(row) : { kind: 'not-uploaded' };
}

async function lookAt(parts: ObjectParts, row: ObjectRow): Promise<Look> {
  const { id: objectId, accountId, generationId } = row;
  parts.access.note({ why: 'check', objectId, accountId, generationId });
  const body = await parts.store.get(uploadKey(row.key));
  if (body === null) return { kind: 'not-uploaded' };
  const bytes = await within(parts, READ_MS, (signal) => readBytes(body, row.sizeBytes, signal));
  if (bytes === null || bytes.byteLength !== row.sizeBytes || hashOf(bytes) !== row.sha256)
    return { kind: 'not-as-announced' };
  const seen = await decode(parts, bytes);
  const refusal = decideLook(row, seen);
  if (refusal !== null || seen.kind === 'refused') return { kind: refusal ?? 'not-a-picture' };
  return { kind: 'good', bytes, width: seen.width, height: seen.height };
}

async function keep(
  parts: ObjectParts,
  row: ObjectRow,
  { width, height }: { readonly width: number; readonly height: number },
): Promise<CompleteAnswer> {
  const { database, store, deps } = parts;
  const kept = await markStored(database.query, row.id, { width, height, nowMs: deps.clock.now() });
  if (kept !== null) deps.failpoints.hit('object.row-written');
  const now = kept ?? (await findObject(database.query, row.id));
  if (now?.state !== 'stored') {
    // Removed or expired while it was looked at: the bytes that came too late go as well.
    await store.deleteMany([row.key, uploadKey(row.key)]);
    return { kind: 'gone' };
  }
  // Not needed any more, and looked after again by the sweep: an answer need not wait for a store that has trouble now.
  await store.deleteMany([uploadKey(row.key)]).catch(() => undefined);
  return answerWith(now);
}

function answerWith(row: ObjectRow): CompleteAnswer {
  const object = viewOf(row);
  return object === null ? { kind: 'gone' } : { kind: 'stored', object };
}

/** @throws Outage('objects') when there is no child to look, which says nothing about the bytes */
async function decode({ decoder }: ObjectParts, bytes: Uint8Array): Promise<Inspected | Refused> {
  try {
    return await decoder.inspect(bytes);
  } catch (error) {
    if (error instanceof DecoderUnavailable) throw new Outage('objects', { cause: error });
    throw error;
  }
}

/** Work that is told to stop after a while. */
async function within<Value>(
  { deps }: ObjectParts,
  ms: number,
  work: (signal: AbortSignal) => Promise<Value>,
): Promise<Value> {
  const late = new AbortController();
  const done = new AbortController();
  deps.clock.sleep(ms, done.signal).then(
    () => late.abort(),
    () => undefined,
  );
  try {
    return await work(late.signal);
  } finally {
    done.abort();
  }
}

function hashOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
