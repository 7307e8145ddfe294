/** Numbers, sizes, money and days as Gesso writes them: 24 h, MB, whole words for near days. */
const LOCALE = 'en-GB';

const whole = new Intl.NumberFormat(LOCALE, { maximumFractionDigits: 0 });
const oneDigit = new Intl.NumberFormat(LOCALE, { maximumFractionDigits: 1 });
const time = new Intl.DateTimeFormat(LOCALE, { hour: '2-digit', minute: '2-digit', hour12: false });
const longDay = new Intl.DateTimeFormat(LOCALE, {
  weekday: 'long',
  day: 'numeric',
  month: 'long',
  year: 'numeric',
  timeZone: 'UTC',
});
const plainDay = new Intl.DateTimeFormat(LOCALE, {
  day: 'numeric',
  month: 'long',
  year: 'numeric',
  timeZone: 'UTC',
});
const shortDay = new Intl.DateTimeFormat(LOCALE, { day: 'numeric', month: 'short', timeZone: 'UTC' });

const longMonth = new Intl.DateTimeFormat(LOCALE, { month: 'long', year: 'numeric', timeZone: 'UTC' });

const DAY_MS = 86_400_000;

export function formatNumber(value: number): string {
  return whole.format(value);
}

/** To one digit, with a minus as it is set, and no minus before a nought. */
export function formatTenths(value: number): string {
  const rounded = Math.round(value * 10) / 10;
  return rounded < 0 ? `−${oneDigit.format(-rounded)}` : oneDigit.format(Math.abs(rounded));
}

/** 1 MB is 1,000,000 bytes, as file managers and disk makers say it. */
export function formatBytes(bytes: number): string {
  if (bytes < 1_000) return `${bytes} B`;
  if (bytes < 1_000_000) return `${whole.format(bytes / 1_000)} kB`;
  if (bytes < 1_000_000_000) return `${oneDigit.format(bytes / 1_000_000)} MB`;
  if (bytes < 1_000_000_000_000) return `${oneDigit.format(bytes / 1_000_000_000)} GB`;
  return `${oneDigit.format(bytes / 1_000_000_000_000)} TB`;
}

const SMALL_MICROS = 100_000;

/**
 * Millionths of a dollar, rounded up so that a price never comes out dearer than it was said: to whole cents, and
 * to tenths of a cent below ten cents, where four times the price of one would not read as the price of four.
 */
export function formatDollars(micros: number): string {
  if (micros >= SMALL_MICROS) return `$${(Math.ceil(micros / 10_000) / 100).toFixed(2)}`;
  return `$${(Math.ceil(micros / 1_000) / 1_000).toFixed(3).replace(/0$/, '')}`;
}

/** A path as people write it: `~/Pictures` for a folder in the home folder. */
export function shortPath(path: string, home: string | null): string {
  if (home === null || !(path === home || path.startsWith(`${home}/`))) return path;
  return `~${path.slice(home.length)}`;
}

export function formatTime(atMs: number): string {
  return time.format(atMs);
}

/** 14:01 for a moment of today, 20 Nov for one of another day. */
export function formatMoment(atMs: number, nowMs: number): string {
  const day = localDay(atMs);
  return nearDay(day, nowMs) === 'today' ? formatTime(atMs) : formatShortDay(day);
}

export function formatPixels(width: number, height: number): string {
  return `${width} × ${height}`;
}

/** `2026-11-20` for the person's own calendar. */
export function localDay(atMs: number): string {
  const date = new Date(atMs);
  const month = String(date.getMonth() + 1).padStart(2, '0');
  return `${date.getFullYear()}-${month}-${String(date.getDate()).padStart(2, '0')}`;
}

export type NearDay = 'today' | 'yesterday' | null;

export function nearDay(day: string, nowMs: number): NearDay {
  if (day === localDay(nowMs)) return 'today';
  return day === localDay(nowMs - DAY_MS) ? 'yesterday' : null;
}

/** Friday 20 November 2026. */
export function formatDay(day: string): string {
  return longDay.format(Date.parse(`${day}T00:00:00Z`)).replace(',', '');
}

/** 23 October 2026. */
export function formatDate(day: string): string {
  return plainDay.format(Date.parse(`${day}T00:00:00Z`));
}

/** 20 Nov. */
export function formatShortDay(day: string): string {
  return shortDay.format(Date.parse(`${day}T00:00:00Z`));
}

/** November 2026, of `2026-11`. */
export function formatMonth(month: string): string {
  return longMonth.format(Date.parse(`${month}-01T00:00:00Z`));
}
