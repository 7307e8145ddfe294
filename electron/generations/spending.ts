import type { Spending } from '../../shared/contracts/desktop/index.ts';
import type { Clock } from '../../shared/kernel/index.ts';
import type { Model } from '../../shared/operations/index.ts';
import type { Caps } from './caps.ts';
import type { Catalogue } from './catalogue.ts';
import type { Rows } from './index.ts';
import type { SpendingRow } from './rows.ts';

export interface SpendingParts {
  readonly rows: Rows;
  readonly catalogue: Catalogue;
  readonly caps: () => Caps;
  readonly clock: Clock;
}

export interface SpendingBook {
  /** What the decision on a run needs. The sum is asked for only where a cap looks at it. */
  capFacts(model: Model | null): Promise<{ readonly caps: Caps; readonly spentMicros: number }>;
  report(): Promise<Spending>;
}

/** What runs with the person's own keys cost, counted on this computer from its own rows. */
export function createSpendingBook({ rows, catalogue, caps, clock }: SpendingParts): SpendingBook {
  return {
    async capFacts(model) {
      const set = caps();
      const counts = set.monthMicros !== null && model?.price.kind === 'tokens';
      return { caps: set, spentMicros: counts ? await rows.read.spentInMonth(clock.now()) : 0 };
    },
    async report() {
      return toSpending(await rows.read.spending(clock.now()), (id) => catalogue.model(id)?.label ?? id);
    },
  };
}

const NOTHING = { micros: 0, ofThatEstimatedMicros: 0, runs: 0 };

/** The rows as the window shows them; a day or month without spending is nothing. */
export function toSpending(rows: readonly SpendingRow[], labelOf: (modelId: string) => string): Spending {
  const now = rows.find(({ per }) => per === 'now')?.name ?? '';
  const of = (per: SpendingRow['per']) =>
    rows
      .filter((row) => row.per === per)
      .map(({ name, micros, unsaid_micros: ofThatEstimatedMicros, runs }) => ({
        name,
        sums: { micros, ofThatEstimatedMicros, runs },
      }));
  const days = of('day');
  const months = of('month');
  return {
    today: days.find(({ name }) => name === now)?.sums ?? NOTHING,
    month: months.find(({ name }) => name === now.slice(0, 7))?.sums ?? NOTHING,
    days: days.map(({ name, sums }) => ({ day: name, ...sums })),
    months: months.map(({ name, sums }) => ({ month: name, ...sums })),
    models: of('model').map(({ name, sums }) => ({ modelId: name, modelLabel: labelOf(name), ...sums })),
  };
}
