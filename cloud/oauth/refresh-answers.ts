import { eq } from 'drizzle-orm';
import type { Random } from '../../shared/kernel/index.ts';
import { type Queryable, refreshAnswers } from '../db/index.ts';
import { deriveKey, hashOf } from '../platform/chance.ts';
import { seal, unseal } from '../platform/seal.ts';

/** The presented token is the key: whoever reads the database has the box and not what opens it. */
function keyOf(token: string): Uint8Array {
  return deriveKey(Buffer.from(token), 'refresh answer');
}

export async function keepAnswer(
  tx: Queryable,
  token: string,
  grantId: string,
  answer: unknown,
  expiresAtMs: number,
  random: Random,
): Promise<void> {
  const sealed = seal(keyOf(token), Buffer.from(JSON.stringify(answer)), random);
  await tx.insert(refreshAnswers).values({ tokenHash: hashOf(token), grantId, sealed, expiresAtMs });
}

/** The answer that this token was given before; null when there is none any more. */
export async function answerOf(query: Queryable, token: string): Promise<unknown> {
  const rows = await query
    .select()
    .from(refreshAnswers)
    .where(eq(refreshAnswers.tokenHash, hashOf(token)))
    .limit(1);
  const row = rows[0];
  if (row === undefined) return null;
  const plain = unseal(keyOf(token), row.sealed);
  return plain === null ? null : JSON.parse(Buffer.from(plain).toString('utf8'));
}
