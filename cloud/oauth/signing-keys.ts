import { desc, sql } from 'drizzle-orm';
import { exportJWK, generateKeyPair, type JSONWebKeySet, type JWK } from 'jose';
import type { Provider } from 'oidc-provider';
import type { Deps } from '../../shared/kernel/index.ts';
import { type Database, type Queryable, signingKeys } from '../db/index.ts';
import { deriveKey } from '../platform/chance.ts';
import { seal, unseal } from '../platform/seal.ts';

const ALGORITHM = 'ES256';
/** A key signs for this long; then a new one is made at the next start, and the old one still checks what it signed. */
const SIGNS_FOR_MS = 180 * 86_400_000;
const KEPT = 3;
const LOCK_KEY = 4_739_203;

/** The deployment's secret is not the one that sealed the keys. Nothing was changed. */
export class WrongSecret extends Error {
  constructor() {
    super('The keys in the database were sealed with another SECRET_KEY.');
  }
}

/**
 * The keys that sign tokens, newest first, private parts included. Every process of the deployment has the same: whoever
 * starts first makes them.
 * @throws WrongSecret
 */
export async function openSigningKeys(
  database: Database,
  secret: Uint8Array,
  deps: Pick<Deps, 'clock' | 'random' | 'ids'>,
): Promise<readonly JWK[]> {
  const key = deriveKey(secret, 'signing keys');
  return database.transaction(async (tx) => {
    await tx.execute(sql`SELECT pg_advisory_xact_lock(${LOCK_KEY})`);
    const rows = await newest(tx);
    const first = rows[0];
    const keys = rows.map(({ sealed }) => open(key, sealed));
    if (first !== undefined && deps.clock.now() - first.createdAtMs < SIGNS_FOR_MS) return keys;
    const made = await makeKey(deps.ids.uuid());
    await tx.insert(signingKeys).values({
      kid: made.kid,
      sealed: seal(key, Buffer.from(JSON.stringify(made)), deps.random),
      createdAtMs: deps.clock.now(),
    });
    return [made, ...keys].slice(0, KEPT);
  });
}

/** What checks signatures, without what makes them. */
export function publicSet(keys: readonly JWK[]): JSONWebKeySet {
  return { keys: keys.map(({ d: _, ...rest }) => rest) };
}

/** The keys there are now: another process may have made one since this one started. */
export async function readSigningKeys(database: Database, secret: Uint8Array): Promise<JSONWebKeySet> {
  const key = deriveKey(secret, 'signing keys');
  return publicSet((await newest(database.query)).map(({ sealed }) => open(key, sealed)));
}

/** Answers `/oauth/jwks` with the keys there are now, where the library would with those it was started with. */
export function answerKeys(provider: Provider, readKeys: () => Promise<JSONWebKeySet>): void {
  provider.use(async (ctx, next) => {
    await next();
    if (ctx.path === '/oauth/jwks' && ctx.status === 200) ctx.body = await readKeys();
  });
}

function newest(query: Queryable) {
  return query.select().from(signingKeys).orderBy(desc(signingKeys.createdAtMs)).limit(KEPT);
}

function open(key: Uint8Array, sealed: Uint8Array): JWK {
  const plain = unseal(key, sealed);
  if (plain === null) throw new WrongSecret();
  return JSON.parse(Buffer.from(plain).toString('utf8'));
}

async function makeKey(kid: string): Promise<JWK & { readonly kid: string }> {
  const { privateKey } = await generateKeyPair(ALGORITHM, { extractable: true });
  return { ...(await exportJWK(privateKey)), kid, alg: ALGORITHM, use: 'sig' };
}
