/** For libraries that want a date where we have milliseconds. */
export function instant(timeMs: number): Date {
  return new Date(timeMs);
}
