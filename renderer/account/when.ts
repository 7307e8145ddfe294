import { formatDate, formatMoment, formatTime, localDay, nearDay, type Words } from '../text/index.ts';

/** `14:01`, `Yesterday, 14:01` or `20 November 2026, 14:01`; inside a sentence the words of near days are small. */
export function momentWords(atMs: number, place: 'line' | 'sentence', t: Words): string {
  const day = localDay(atMs);
  const time = formatTime(atMs);
  const near = nearDay(day, Date.now());
  if (near === null) return t('account:time.day', { day: formatDate(day), time });
  if (place === 'line') return t(`account:time.${near}`, { time });
  return t(`account:time.${near}Mid`, { time });
}

/** How old what is shown is: `Offline. As of 14:03.` Null while the cloud answers. */
export function asOfWords(
  reach: 'unknown' | 'reachable' | 'offline' | 'down',
  asOfMs: number | null,
  t: Words,
): string | null {
  if (reach !== 'offline' && reach !== 'down') return null;
  if (asOfMs === null) return t(`account:asOf.${reach}Never`);
  return t(`account:asOf.${reach}`, { time: formatMoment(asOfMs, Date.now()) });
}
