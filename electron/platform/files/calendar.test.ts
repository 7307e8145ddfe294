import { describe, expect, test } from 'vitest';
import { createCalendar } from './index.ts';

describe('the local day', () => {
  test.each([
    ['Europe/Berlin', Date.UTC(2026, 10, 20, 22, 59), '2026-11-20'],
    ['Europe/Berlin', Date.UTC(2026, 10, 20, 23, 1), '2026-11-21'],
    ['America/Los_Angeles', Date.UTC(2026, 10, 21, 7, 59), '2026-11-20'],
    ['Pacific/Auckland', Date.UTC(2026, 11, 31, 12), '2027-01-01'],
    ['UTC', 0, '1970-01-01'],
    // The hour that happens twice when summer ends belongs to one day.
    ['Europe/Berlin', Date.UTC(2026, 9, 25, 0, 30), '2026-10-25'],
  ])('in %s', (timeZone, atMs, day) => {
    expect(createCalendar(timeZone).day(atMs)).toBe(day);
  });

  test("without a zone it is the system's", () => {
    expect(createCalendar().day(Date.UTC(2026, 5, 15, 12))).toMatch(/^2026-06-1[456]$/);
  });
});
