const CENT_MICROS = 10_000;
const MOST_DOLLARS = 1_000_000;

/** What stands in a money field: dollars with cents, nothing at all, or something else. */
export type Typed = { readonly kind: 'money'; readonly micros: number | null } | { readonly kind: 'wrong' };

/** Millionths of a dollar from `12`, `12.5`, `0,50` or `$3`; an empty field is null. Reckoned in whole cents. */
export function readDollars(text: string): Typed {
  const typed = text.trim().replace(/^\$\s*/, '');
  if (typed === '') return text.includes('$') ? { kind: 'wrong' } : { kind: 'money', micros: null };
  const parts = /^(\d{1,7})(?:[.,](\d{1,2}))?$/.exec(typed);
  if (parts === null) return { kind: 'wrong' };
  const cents = Number(parts[1]) * 100 + Number((parts[2] ?? '').padEnd(2, '0'));
  return cents > MOST_DOLLARS * 100 ? { kind: 'wrong' } : { kind: 'money', micros: cents * CENT_MICROS };
}

/** As it stands in the field: `0.50`. */
export function dollarsText(micros: number | null): string {
  return micros === null ? '' : (Math.round(micros / CENT_MICROS) / 100).toFixed(2);
}
