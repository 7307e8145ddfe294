import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Database, migrate, openPglite, openPostgres, rowsOf } from '../../cloud/db/index.ts';
import { createLedger, type Ledger, type LedgerAnswer } from '../../cloud/ledger/index.ts';
import { fillCloudFolder } from '../drivers/cloud-template.ts';
import { LedgerModel } from '../drivers/ledger/model.ts';
import { freshDatabase, type PostgresServer, startPostgres } from '../drivers/postgres.ts';
import { quiet, storageDeps } from '../drivers/storage/deps.ts';

/** One thing to ask of the ledger, by small numbers that are taken modulo what there is. */
const act = fc.record({
  verb: fc.constantFrom(
    'grant',
    'purchase',
    'hold',
    'hold',
    'hold',
    'capture',
    'capture',
    'release',
    'adjust-up',
    'adjust-down',
    'freeze',
    'unfreeze',
    'refund',
    'charge-back',
    'transfer',
  ),
  owner: fc.nat({ max: 2 }),
  which: fc.nat({ max: 30 }),
  credits: fc.integer({ min: 1, max: 12 }),
});
type Act = typeof act extends fc.Arbitrary<infer Value> ? Value : never;

const deps = storageDeps();

/** Runs a list of acts against the database and the arithmetic, and compares after each. */
class Run {
  readonly owners = [deps.ids.uuid(), deps.ids.uuid(), deps.ids.uuid()];
  readonly holds: string[] = [];
  readonly #model = new LedgerModel();
  readonly #database: Database;
  readonly #ledger: Ledger;
  #step = 0;

  constructor(database: Database, ledger: Ledger) {
    this.#database = database;
    this.#ledger = ledger;
  }

  async do(asked: Act): Promise<void> {
    this.#step += 1;
    const expected = await this.#both(asked);
    for (const owner of this.owners)
      expect(await this.#ledger.balance(this.#database.query, owner), expected).toEqual(
        this.#model.balance(owner),
      );
  }

  #ask(work: (tx: Parameters<Ledger['release']>[0]) => Promise<LedgerAnswer>): Promise<LedgerAnswer> {
    return this.#database.transaction(work);
  }

  async #both({ verb, owner: index, which, credits }: Act): Promise<string> {
    const owner = this.owners[index] ?? '';
    const key = `${owner}:${this.#step}`;
    const hold = this.holds[which % Math.max(1, this.holds.length)] ?? deps.ids.uuid();
    const lot = this.#model.lots[which % Math.max(1, this.#model.lots.length)]?.id ?? deps.ids.uuid();
    const ledger = this.#ledger;
    const same = (answer: LedgerAnswer, outcome: string): string => {
      expect([verb, answer.outcome]).toEqual([verb, outcome]);
      return `${verb} ${outcome}`;
    };
    switch (verb) {
      case 'grant':
      case 'purchase':
      case 'adjust-up': {
        const given = { owner, credits, key };
        const answer = await this.#ask((tx) =>
          verb === 'grant'
            ? ledger.grant(tx, given)
            : verb === 'purchase'
              ? ledger.purchase(tx, { ...given, payment: key, plan: which % 2 === 0 })
              : ledger.adjust(tx, given),
        );
        this.#model.bringIn(owner, await this.#newestLot(key), credits);
        return same(answer, 'done');
      }
      case 'adjust-down':
        return same(
          await this.#ask((tx) => ledger.adjust(tx, { owner, credits: -credits, key })),
          this.#model.takeAway(owner, credits),
        );
      case 'hold': {
        const id = deps.ids.uuid();
        const answer = await this.#ask((tx) => ledger.hold(tx, { owner, hold: id, credits }));
        const outcome = this.#model.hold(owner, id, credits);
        if (outcome === 'done') this.holds.push(id);
        return same(answer, outcome);
      }
      case 'capture':
        return same(
          await this.#ask((tx) => ledger.capture(tx, { hold, credits, key })),
          this.#model.capture(hold, credits),
        );
      case 'release':
        return this.#release(hold, same);
      case 'freeze':
      case 'unfreeze':
        return same(
          await this.#ask((tx) => ledger[verb](tx, { lot, key })),
          this.#model.setFrozen(lot, verb === 'freeze'),
        );
      case 'refund':
        return same(
          await this.#ask((tx) => ledger.refund(tx, { lot, credits, key })),
          this.#model.refund(lot, credits),
        );
      case 'charge-back':
        return same(
          await this.#ask((tx) => ledger.chargeBack(tx, { lot, key })),
          this.#model.chargeBack(lot),
        );
      case 'transfer': {
        const to = this.owners[(index + 1) % 3] ?? '';
        const answer = await this.#ask((tx) => ledger.transfer(tx, owner, to));
        if (answer.outcome === 'done') this.#model.transfer(owner, to);
        return same(answer, answer.outcome === 'repeated' ? 'repeated' : 'done');
      }
    }
  }

  /** A second release of the same hold is the first one, told again. */
  async #release(hold: string, same: (answer: LedgerAnswer, outcome: string) => string): Promise<string> {
    const answer = await this.#ask((tx) => this.#ledger.release(tx, { hold }));
    const outcome = this.#model.release(hold);
    return same(answer, outcome === 'closed' && answer.outcome === 'repeated' ? 'repeated' : outcome);
  }

  async #newestLot(key: string): Promise<string> {
    const rows = rowsOf(
      await this.#database.query.execute(sql`SELECT id FROM ledger_journals WHERE key = ${key}`),
    );
    return String(rows[0]?.id);
  }
}

describe.each(['pglite', 'postgres'] as const)('the ledger on %s', (kind) => {
  let folder: string;
  let server: PostgresServer | null = null;
  let database: Database;
  const ledger = createLedger(deps);

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'gesso-ledger-'));
    if (kind === 'pglite') {
      await fillCloudFolder(folder);
      database = await openPglite(folder);
    } else {
      server = await startPostgres();
      database = openPostgres(await freshDatabase(server), 10, quiet);
      await migrate(database, deps);
    }
  }, 60_000);
  afterAll(async () => {
    await database.close();
    await server?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it('does what plain arithmetic does, whatever is asked in whatever order', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(act, { minLength: 1, maxLength: 25 }), async (acts) => {
        const run = new Run(database, ledger);
        for (const each of acts) await run.do(each);
      }),
      { numRuns: 25 },
    );
    expect(await ledger.audit(database.query)).toEqual([]);
  });

  it('answers the same question once, and another one under the same key with a refusal of its own', async () => {
    const owner = deps.ids.uuid();
    const hold = deps.ids.uuid();
    const ask = (work: (tx: Parameters<Ledger['release']>[0]) => Promise<LedgerAnswer>) =>
      database.transaction(work);
    const outcomes = [
      await ask((tx) => ledger.grant(tx, { owner, credits: 5, key: `${owner}:grant` })),
      await ask((tx) => ledger.grant(tx, { owner, credits: 5, key: `${owner}:grant` })),
      await ask((tx) => ledger.grant(tx, { owner, credits: 6, key: `${owner}:grant` })),
      await ask((tx) => ledger.hold(tx, { owner, hold, credits: 4 })),
      await ask((tx) => ledger.hold(tx, { owner, hold, credits: 4 })),
      await ask((tx) => ledger.hold(tx, { owner, hold, credits: 3 })),
      await ask((tx) => ledger.capture(tx, { hold, credits: 1, key: `${hold}:0` })),
      await ask((tx) => ledger.capture(tx, { hold, credits: 1, key: `${hold}:0` })),
      await ask((tx) => ledger.capture(tx, { hold, credits: 2, key: `${hold}:0` })),
      await ask((tx) => ledger.release(tx, { hold })),
      await ask((tx) => ledger.release(tx, { hold })),
      await ask((tx) => ledger.capture(tx, { hold, credits: 1, key: `${hold}:1` })),
    ].map(({ outcome }) => outcome);
    expect(outcomes).toEqual([
      'done',
      'repeated',
      'conflict',
      'done',
      'repeated',
      'conflict',
      'done',
      'repeated',
      'conflict',
      'done',
      'repeated',
      'closed',
    ]);
    expect(await ledger.balance(database.query, owner)).toEqual({
      available: 4,
      held: 0,
      frozen: 0,
      owed: 0,
    });
  });

  it('what was entered can not be changed, removed or left uneven', async () => {
    const owner = deps.ids.uuid();
    await database.transaction((tx) => ledger.grant(tx, { owner, credits: 5, key: `${owner}:g` }));
    for (const statement of [
      sql`UPDATE ledger_entries SET amount = amount + 1`,
      sql`DELETE FROM ledger_entries`,
      sql`TRUNCATE ledger_entries`,
      sql`UPDATE ledger_journals SET amount = 0`,
      sql`DELETE FROM ledger_journals`,
      sql`INSERT INTO ledger_entries (journal, owner, account, amount)
        SELECT id, owner, 'held', 5 FROM ledger_journals WHERE owner = ${owner}`,
    ])
      await expect(database.transaction((tx) => tx.execute(statement))).rejects.toThrow();
    expect(await ledger.audit(database.query)).toEqual([]);
  });

  it('no passing of time lowers a balance (P-22)', async () => {
    const owner = deps.ids.uuid();
    const late = createLedger({ ...deps, clock: { ...deps.clock, now: () => deps.clock.now() + 1e12 } });
    await database.transaction((tx) => ledger.grant(tx, { owner, credits: 7, key: `${owner}:g` }));
    expect((await late.balance(database.query, owner)).available).toBe(7);
    const hold = deps.ids.uuid();
    await database.transaction((tx) => late.hold(tx, { owner, hold, credits: 7 }));
    await database.transaction((tx) => late.release(tx, { hold }));
    expect((await late.balance(database.query, owner)).available).toBe(7);
  });

  it('the audit finds a balance that somebody changed', async () => {
    const owner = deps.ids.uuid();
    await database.transaction((tx) => ledger.grant(tx, { owner, credits: 5, key: `${owner}:g` }));
    await database.query.execute(sql`UPDATE ledger_owners SET available = 50 WHERE owner = ${owner}`);
    expect((await ledger.audit(database.query)).map(({ law }) => law).sort()).toEqual([
      'balances are what the entries say',
      'lots hold what is available and frozen',
    ]);
    await database.query.execute(sql`UPDATE ledger_owners SET available = 5 WHERE owner = ${owner}`);
  });

  it('many at once: nothing is held that is not there, and nothing settled twice', async () => {
    const owner = deps.ids.uuid();
    await database.transaction((tx) => ledger.grant(tx, { owner, credits: 100, key: `${owner}:g` }));
    const holds = Array.from({ length: 40 }, () => deps.ids.uuid());
    const held = await Promise.all(
      holds.map((hold) => database.transaction((tx) => ledger.hold(tx, { owner, hold, credits: 7 }))),
    );
    expect(held.filter(({ outcome }) => outcome === 'done')).toHaveLength(14);
    expect(await ledger.balance(database.query, owner)).toMatchObject({ available: 2, held: 98 });
    const open = holds.filter((_, index) => held[index]?.outcome === 'done');
    await Promise.all(
      open.flatMap((hold) =>
        [1, 2, 3].map((credits) =>
          database.transaction(async (tx) => {
            await ledger.capture(tx, { hold, credits, key: `${hold}:picture` });
            return ledger.release(tx, { hold });
          }),
        ),
      ),
    );
    const after = await ledger.balance(database.query, owner);
    expect(after.held).toBe(0);
    expect(after.available).toBeLessThanOrEqual(100 - 14);
    expect(after.available).toBeGreaterThanOrEqual(100 - 14 * 3);
    expect(await ledger.audit(database.query)).toEqual([]);
  });

  // The embedded database has one connection: there is nobody to race with.
  if (kind === 'postgres')
    it('eight clients that ask at random leave every law whole, and nobody waits for ever', async () => {
      const run = (seed: number) =>
        fc.sample(
          fc.record({
            verb: fc.nat(9),
            one: fc.nat(5),
            other: fc.nat(5),
            hold: fc.nat(19),
            credits: fc.integer({ min: 1, max: 9 }),
          }),
          {
            seed,
            numRuns: 60,
          },
        );
      const owners = Array.from({ length: 6 }, () => deps.ids.uuid());
      const holds = Array.from({ length: 20 }, () => deps.ids.uuid());
      for (const owner of owners)
        await database.transaction((tx) =>
          ledger.purchase(tx, { owner, credits: 60, key: `${owner}:p`, payment: owner, plan: false }),
        );
      const lots = rowsOf(
        await database.query.execute(sql`SELECT id FROM ledger_lots WHERE payment IN ${owners}`),
      ).map(({ id }) => String(id));
      const client = async (seed: number): Promise<void> => {
        for (const [step, { verb, one, other, hold, credits }] of run(seed).entries()) {
          const owner = owners[one] ?? '';
          const key = `${seed}:${step}:${owner}`;
          const id = holds[hold] ?? '';
          const lot = lots[hold % lots.length] ?? '';
          const verbs: readonly ((tx: Parameters<Ledger['release']>[0]) => Promise<LedgerAnswer>)[] = [
            (tx) => ledger.hold(tx, { owner, hold: id, credits }),
            (tx) => ledger.hold(tx, { owner, hold: id, credits }),
            (tx) => ledger.grant(tx, { owner, credits, key }),
            (tx) => ledger.capture(tx, { hold: id, credits: 1, key }),
            (tx) => ledger.release(tx, { hold: id }),
            (tx) => ledger.freeze(tx, { lot, key }),
            (tx) => ledger.unfreeze(tx, { lot, key }),
            (tx) => ledger.refund(tx, { lot, credits, key }),
            (tx) => ledger.adjust(tx, { owner, credits: -credits, key }),
            (tx) => ledger.transfer(tx, owner, owners[(one + 1 + (other % 5)) % 6] ?? ''),
          ];
          const asked = verbs[verb];
          if (asked !== undefined) await database.transaction(asked);
        }
      };
      await Promise.all(Array.from({ length: 8 }, (_, index) => client(4711 + index)));
      expect(await ledger.audit(database.query)).toEqual([]);
    });
});
