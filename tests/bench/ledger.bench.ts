import { readFileSync } from 'node:fs';
import pg from 'pg';
import { migrate, openPostgres } from '../../cloud/db/index.ts';
import { createLedger } from '../../cloud/ledger/index.ts';
import { freshDatabase, startPostgres } from '../drivers/postgres.ts';
import { quiet, storageDeps } from '../drivers/storage/deps.ts';
import { type BenchResult, judge, median } from './result.ts';

const CLIENTS = 8;
const ROUNDS = 7;
const ACCOUNTS = 200;
/** Ours at least 0.6 of the baseline's rate. */
const LIMIT = 1 / 0.6;
const CREDITS_EACH = 100_000_000;

interface Owner {
  readonly owner: string;
  readonly lot: string;
}

/**
 * A hold and its capture through the ledger's functions, against functions that write the same rows and check nothing, eight
 * clients at once, in turn in one run: all on one account, and on many. Both by prepared statements of the driver.
 */
export async function* run(options: readonly string[]): AsyncIterable<BenchResult> {
  const pairs = options.includes('--quick') ? 200 : 800;
  const server = await startPostgres();
  const deps = storageDeps();
  const url = await freshDatabase(server);
  const database = openPostgres(url, CLIENTS, quiet);
  const pool = new pg.Pool({ connectionString: url, max: CLIENTS });
  try {
    await migrate(database, deps);
    await pool.query(readFileSync(new URL('./baselines/ledger-rows.sql', import.meta.url), 'utf8'));
    const ledger = createLedger(deps);
    const owners: Owner[] = [];
    for (let index = 0; index <= ACCOUNTS; index++) {
      const owner = deps.ids.uuid();
      await database.transaction((tx) => ledger.grant(tx, { owner, credits: CREDITS_EACH, key: owner }));
      const { rows } = await pool.query('SELECT id FROM ledger_lots WHERE owner = $1', [owner]);
      owners.push({ owner, lot: rows[0].id });
    }
    const hot = owners.slice(0, 1);
    const many = owners.slice(1);
    for (const [name, set] of [
      ['one account', hot],
      ['200 accounts', many],
    ] as const) {
      const ours: number[] = [];
      const bare: number[] = [];
      for (let round = 0; round < ROUNDS; round++) {
        bare.push(await timed(pool, set, pairs, (client, who) => bareHold(client, who, deps.ids.uuid)));
        ours.push(await timed(pool, set, pairs, (client, who) => ledgerHold(client, who, deps.ids.uuid)));
      }
      yield judge({
        bench: 'ledger',
        case: `hold and capture, 8 clients, ${name}, over the same rows without checks`,
        value: (pairs / median(ours)) * 1000,
        unit: 'pairs/s',
        ratio: median(ours.map((ms, index) => ms / (bare[index] ?? Number.NaN))),
        limit: LIMIT,
      });
    }
    const wrong = await ledger.audit(database.query);
    yield judge({
      bench: 'ledger',
      case: 'laws the audit finds broken',
      value: wrong.length,
      unit: 'rows',
      limit: 0,
    });
  } finally {
    await pool.end();
    await database.close();
    await server.stop();
  }
}

async function timed(
  pool: pg.Pool,
  owners: readonly Owner[],
  pairs: number,
  pair: (client: pg.PoolClient, who: Owner) => Promise<void>,
): Promise<number> {
  const clients = await Promise.all(Array.from({ length: CLIENTS }, () => pool.connect()));
  const began = performance.now();
  let next = 0;
  await Promise.all(
    clients.map(async (client) => {
      for (let mine = next++; mine < pairs; mine = next++) {
        const who = owners[mine % owners.length];
        if (who !== undefined) await pair(client, who);
      }
    }),
  );
  const took = performance.now() - began;
  for (const client of clients) client.release();
  return took;
}

async function ledgerHold(client: pg.PoolClient, { owner }: Owner, uuid: () => string): Promise<void> {
  const hold = uuid();
  await client.query({
    name: 'hold',
    text: "SELECT * FROM ledger_hold($1, $2, $3, 4, '{}', 1)",
    values: [uuid(), owner, hold],
  });
  await client.query({
    name: 'capture',
    text: "SELECT * FROM ledger_capture($1, $2, 4, $3, '{}', 1)",
    values: [uuid(), hold, `${hold}:all`],
  });
}

async function bareHold(client: pg.PoolClient, { owner, lot }: Owner, uuid: () => string): Promise<void> {
  const hold = uuid();
  await client.query({
    name: 'bare-hold',
    text: 'SELECT bare_hold($1, $2, $3, $4, 4, 1)',
    values: [uuid(), owner, hold, lot],
  });
  await client.query({
    name: 'bare-capture',
    text: 'SELECT bare_capture($1, $2, $3, $4, 4, $5, 1)',
    values: [uuid(), owner, hold, lot, `${hold}:all`],
  });
}
