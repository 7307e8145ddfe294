/** The person's calendar: which local day a moment belongs to. */
export interface Calendar {
  /** `2026-11-20` for milliseconds since 1970. */
  day(atMs: number): string;
}

/**
 * @param timeZone an IANA name; without it the system's own, asked anew each time, since a laptop travels
 */
export function createCalendar(timeZone?: string): Calendar {
  const fixed = timeZone === undefined ? null : formatter(timeZone);
  return {
    day(atMs) {
      const parts = (fixed ?? formatter(undefined)).formatToParts(atMs);
      const part = (type: Intl.DateTimeFormatPartTypes) =>
        parts.find((each) => each.type === type)?.value ?? '';
      return `${part('year').padStart(4, '0')}-${part('month')}-${part('day')}`;
    },
  };
}

function formatter(timeZone: string | undefined): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat('en-u-ca-iso8601-nu-latn', {
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    ...(timeZone === undefined ? {} : { timeZone }),
  });
}
