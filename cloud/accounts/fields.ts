import type { Profile } from '../../shared/contracts/cloud/index.ts';

/** A change of some fields; those that are undefined stay as they are. */
export type ProfileChange = { readonly [Field in keyof Profile]?: Profile[Field] | undefined };

export type ProfileField = 'name' | 'language' | 'country' | 'timeZone';

/** A change of profile fields, made tidy; or the first field that can't be. */
export function tidyProfile(
  change: ProfileChange,
):
  | { readonly kind: 'tidy'; readonly change: Partial<Profile> }
  | { readonly kind: 'wrong'; readonly field: ProfileField } {
  const tidy: { -readonly [Field in keyof Profile]?: Profile[Field] } = {};
  if (change.marketing !== undefined) tidy.marketing = change.marketing;
  if (change.name !== undefined) {
    const name = tidyLine(change.name);
    if (name === null) return { kind: 'wrong', field: 'name' };
    tidy.name = name;
  }
  if (change.language !== undefined) {
    const language = change.language === null ? null : knownLanguage(change.language);
    if (language === undefined) return { kind: 'wrong', field: 'language' };
    tidy.language = language;
  }
  if (change.country !== undefined) {
    if (change.country !== null && !isCountry(change.country)) return { kind: 'wrong', field: 'country' };
    tidy.country = change.country;
  }
  if (change.timeZone !== undefined) {
    if (change.timeZone !== null && !isTimeZone(change.timeZone)) return { kind: 'wrong', field: 'timeZone' };
    tidy.timeZone = change.timeZone;
  }
  return { kind: 'tidy', change: tidy };
}

/** Control letters, and those that turn the direction of what follows: they make one name look like another. */
const UNSEEN = /[\p{Cc}\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/gu;

/** One line without anything unseen in it, and blanks as blanks. Null when it holds a digit string like a card's. */
export function tidyLine(text: string): string | null {
  const line = text.normalize('NFC').replace(UNSEEN, ' ').replace(/\s+/g, ' ').trim();
  return holdsCardNumber(line) ? null : line;
}

/** What a device calls itself, as far as it can be shown. */
export function tidyDevice(text: string | undefined): string {
  const line = tidyLine((text ?? '').slice(0, 200)) ?? '';
  return Array.from(line).slice(0, 80).join('');
}

/** Thirteen to nineteen digits that pass Luhn's check have no business in a name (P-26). */
export function holdsCardNumber(text: string): boolean {
  const runs = text.match(/\d(?:[ -]?\d){12,18}/g) ?? [];
  return runs.some((run) => passesLuhn(run.replace(/\D/g, '')));
}

function passesLuhn(digits: string): boolean {
  let sum = 0;
  for (const [index, digit] of [...digits].reverse().entries()) {
    const value = Number(digit) * (index % 2 === 1 ? 2 : 1);
    sum += value > 9 ? value - 9 : value;
  }
  return sum % 10 === 0;
}

function knownLanguage(text: string): string | undefined {
  try {
    return Intl.getCanonicalLocales(text)[0];
  } catch {
    return undefined;
  }
}

const regions = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' });

export function isCountry(code: string): boolean {
  if (!/^[A-Z]{2}$/.test(code) || NOT_COUNTRIES.has(code)) return false;
  // Codes of states that are no more are canonically another one: DD is DE.
  return regions.of(code) !== undefined && Intl.getCanonicalLocales(`und-${code}`)[0] === `und-${code}`;
}

/** Codes that have a name without being a place somebody lives in. */
const NOT_COUNTRIES: ReadonlySet<string> = new Set(['EU', 'EZ', 'UN', 'ZZ', 'XA', 'XB', 'QO']);

/** Every country by its code and its name in `language`, sorted by name. */
export function countries(language: string): readonly { readonly code: string; readonly name: string }[] {
  const names = new Intl.DisplayNames(language, { type: 'region', fallback: 'none' });
  const letters = Array.from({ length: 26 }, (_, index) => String.fromCharCode(65 + index));
  return letters
    .flatMap((first) => letters.map((second) => first + second))
    .filter(isCountry)
    .map((code) => ({ code, name: names.of(code) ?? code }))
    .sort((one, other) => one.name.localeCompare(other.name, language));
}

function isTimeZone(text: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: text });
    return true;
  } catch {
    return false;
  }
}

/** An address as it is compared: mail servers that tell capital letters apart are unheard of. */
export function tidyAddress(text: string): string | null {
  const address = text.trim().toLowerCase().normalize('NFC');
  if (address.length > 254 || !/^[^\s\p{Cc}@<>"(),:;\\[\]]+@[a-z0-9.-]+\.[a-z0-9-]{2,}$/u.test(address))
    return null;
  return address;
}

/** The mailbox that an address is one of many names for: what stands behind a plus is the owner's own mark. */
export function mailboxOf(address: string): string {
  return address.replace(/\+[^@]*(?=@[^@]*$)/, '');
}
