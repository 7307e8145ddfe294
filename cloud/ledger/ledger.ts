import { sql } from 'drizzle-orm';
import type { Deps } from '../../shared/kernel/index.ts';
import { type Queryable, rowsOf } from '../db/index.ts';
import { askLedger, type Balance, type LedgerAnswer } from './answers.ts';

/** Free of content: ids, counts and codes that a statement shows. */
export type About = Readonly<Record<string, string | number | boolean | null>>;

export interface BringIn {
  readonly owner: string;
  readonly credits: number;
  /** Names what is done, for one owner: asking twice with the same key does it once. */
  readonly key: string;
  readonly about?: About;
}

/**
 * The verbs of credits. Each is one call of a SQL function, which takes the owner's row first; give them the transaction that
 * needs them. None of them reads a clock or lowers a balance by time.
 */
export interface Ledger {
  grant(tx: Queryable, given: BringIn): Promise<LedgerAnswer>;
  /** `payment` names what was paid, for what is given back of it later. */
  purchase(
    tx: Queryable,
    bought: BringIn & { readonly payment: string; readonly plan: boolean },
  ): Promise<LedgerAnswer>;
  /** Sets aside for a generation, whose id is the key. Answers `short` or `owing` when it can't. */
  hold(
    tx: Queryable,
    asked: {
      readonly owner: string;
      readonly hold: string;
      readonly credits: number;
      readonly about?: About;
    },
  ): Promise<LedgerAnswer>;
  capture(
    tx: Queryable,
    taken: { readonly hold: string; readonly credits: number; readonly key: string; readonly about?: About },
  ): Promise<LedgerAnswer>;
  /** Gives back all that is still held. */
  release(tx: Queryable, given: { readonly hold: string; readonly about?: About }): Promise<LedgerAnswer>;
  /** Puts something right, up or down; down never further than what is available. */
  adjust(tx: Queryable, put: BringIn): Promise<LedgerAnswer>;
  freeze(
    tx: Queryable,
    lot: { readonly lot: string; readonly key: string; readonly about?: About },
  ): Promise<LedgerAnswer>;
  unfreeze(
    tx: Queryable,
    lot: { readonly lot: string; readonly key: string; readonly about?: About },
  ): Promise<LedgerAnswer>;
  /** What was paid back of a frozen lot; the rest of it is available again. */
  refund(
    tx: Queryable,
    back: { readonly lot: string; readonly credits: number; readonly key: string; readonly about?: About },
  ): Promise<LedgerAnswer>;
  chargeBack(
    tx: Queryable,
    lot: { readonly lot: string; readonly key: string; readonly about?: About },
  ): Promise<LedgerAnswer>;
  /** Everything of a guest goes to the account they turned out to have. */
  transfer(tx: Queryable, from: string, to: string): Promise<LedgerAnswer>;
  balance(query: Queryable, owner: string): Promise<Balance>;
  /** Everything that should be so and is not. */
  audit(query: Queryable): Promise<readonly { readonly law: string; readonly about: string }[]>;
}

export function createLedger({ clock, ids }: Pick<Deps, 'clock' | 'ids'>): Ledger {
  const about = (facts: About | undefined) => sql`${JSON.stringify(facts ?? {})}::jsonb`;
  const id = () => sql`${ids.uuid()}::uuid`;
  const now = () => sql`${clock.now()}::bigint`;

  const bringIn = (
    tx: Queryable,
    verb: 'grant' | 'purchase' | 'adjust',
    source: 'grant' | 'purchase' | 'plan' | 'adjust',
    given: BringIn,
    payment: string | null,
  ): Promise<LedgerAnswer> =>
    askLedger(
      tx,
      sql`SELECT * FROM ledger_bring_in(${id()}, ${given.owner}::uuid, ${verb}, ${source}, ${given.credits}::bigint,
          ${payment}::text, ${given.key}, ${about(given.about)}, ${now()})`,
    );

  return {
    grant: (tx, given) => bringIn(tx, 'grant', 'grant', given, null),
    purchase: (tx, bought) =>
      bringIn(tx, 'purchase', bought.plan ? 'plan' : 'purchase', bought, bought.payment),
    hold: (tx, { owner, hold, credits, about: facts }) =>
      askLedger(
        tx,
        sql`SELECT * FROM ledger_hold(${id()}, ${owner}::uuid, ${hold}::uuid, ${credits}::bigint, ${about(facts)}, ${now()})`,
      ),
    capture: (tx, { hold, credits, key, about: facts }) =>
      askLedger(
        tx,
        sql`SELECT * FROM ledger_capture(${id()}, ${hold}::uuid, ${credits}::bigint, ${key}, ${about(facts)}, ${now()})`,
      ),
    release: (tx, { hold, about: facts }) =>
      askLedger(
        tx,
        sql`SELECT * FROM ledger_release(${id()}, ${hold}::uuid, ${`release:${hold}`}, ${about(facts)}, ${now()})`,
      ),
    adjust: (tx, put) =>
      put.credits > 0
        ? bringIn(tx, 'adjust', 'adjust', put, null)
        : askLedger(
            tx,
            sql`SELECT * FROM ledger_take_away(${id()}, ${put.owner}::uuid, ${-put.credits}::bigint, ${put.key},
              ${about(put.about)}, ${now()})`,
          ),
    freeze: (tx, { lot, key, about: facts }) =>
      askLedger(
        tx,
        sql`SELECT * FROM ledger_freeze(${id()}, ${lot}::uuid, ${key}, ${about(facts)}, ${now()})`,
      ),
    unfreeze: (tx, { lot, key, about: facts }) =>
      askLedger(
        tx,
        sql`SELECT * FROM ledger_unfreeze(${id()}, ${lot}::uuid, ${key}, ${about(facts)}, ${now()})`,
      ),
    refund: (tx, { lot, credits, key, about: facts }) =>
      askLedger(
        tx,
        sql`SELECT * FROM ledger_refund(${id()}, ${lot}::uuid, ${credits}::bigint, ${key}, ${about(facts)}, ${now()})`,
      ),
    chargeBack: (tx, { lot, key, about: facts }) =>
      askLedger(
        tx,
        sql`SELECT * FROM ledger_charge_back(${id()}, ${lot}::uuid, ${key}, ${about(facts)}, ${now()})`,
      ),
    transfer: (tx, from, to) =>
      askLedger(
        tx,
        sql`SELECT * FROM ledger_transfer(${id()}, ${from}::uuid, ${to}::uuid, '{}'::jsonb, ${now()})`,
      ),
    balance: balanceOf,
    async audit(query) {
      const rows = rowsOf(await query.execute(sql`SELECT law, about FROM ledger_audit()`));
      return rows.map((row) => ({ law: String(row.law), about: String(row.about) }));
    },
  };
}

async function balanceOf(query: Queryable, owner: string): Promise<Balance> {
  const rows = rowsOf(
    await query.execute(
      sql`SELECT available, held, frozen, owed FROM ledger_owners WHERE owner = ${owner}::uuid`,
    ),
  );
  const row = rows[0];
  const of = (name: string): number => Number(row?.[name] ?? 0);
  return { available: of('available'), held: of('held'), frozen: of('frozen'), owed: of('owed') };
}
