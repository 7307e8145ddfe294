import { LANGUAGES, type Words } from '../text/index.ts';
import type { Option } from '../ui/index.ts';
import { COUNTRIES } from './countries.ts';

/** A select has no empty value, so what is not set has one of its own. */
export const NOT_SET = 'not-set';

const regions = new Intl.DisplayNames('en', { type: 'region', fallback: 'code' });
const byName = new Intl.Collator('en');

export function countryName(country: string): string {
  return regions.of(country) ?? country;
}

const countries: readonly Option<string>[] = COUNTRIES.map((value) => ({
  value,
  label: countryName(value),
})).sort((one, other) => byName.compare(one.label, other.label));

export function countryOptions(t: Words): readonly Option<string>[] {
  return [notSet(t), ...countries];
}

/** Every country, for where one has to be chosen. */
export function countriesOnly(): readonly Option<string>[] {
  return countries;
}

/** What this browser knows of the IANA list, and the one that is kept should it be another. */
export function timeZoneOptions(kept: string | null, t: Words): readonly Option<string>[] {
  const known = Intl.supportedValuesOf('timeZone');
  const zones = new Set(['UTC', ...known, ...(kept === null ? [] : [kept])]);
  return [notSet(t), ...[...zones].map((value) => ({ value, label: value.replaceAll('_', ' ') }))];
}

/** The languages there are words in, by their own names. One that is kept and has none here is shown, and can't be chosen. */
export function languageOptions(kept: string | null, t: Words): readonly Option<string>[] {
  const known = LANGUAGES.map((value) => ({ value, label: languageName(value) }));
  if (kept === null || known.some(({ value }) => value === kept)) return [notSet(t), ...known];
  const foreign = { value: kept, label: languageName(kept), detail: t('account:profile.notHere'), off: true };
  return [notSet(t), ...known, foreign];
}

/** A tag from elsewhere may be one that this browser cannot read. */
function languageName(tag: string): string {
  try {
    return new Intl.DisplayNames(tag, { type: 'language' }).of(tag) ?? tag;
  } catch {
    return tag;
  }
}

function notSet(t: Words): Option<string> {
  return { value: NOT_SET, label: t('account:profile.notSet') };
}
