import { Outage } from '../platform/outage.ts';

/** Classes of SQLSTATE that say "not now" and not "never": connection, two that wait for each other, resources, shutting down, a wait that took too long. */
const AWAY = /^(08...|40...|53...|57P0[1-5]|57014|55P03|25P03)$/;
/** Node's and the driver's own words for a connection that is not there. */
const AWAY_CODES: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EHOSTUNREACH',
  'ENOENT',
]);
const AWAY_WORDS =
  /Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error|PGlite is closed|Cannot use a pool after calling end/i;

/** The driver's error under whatever drizzle wrapped around it. */
function causes(error: unknown): readonly Error[] {
  const found: Error[] = [];
  for (let at = error; at instanceof Error && found.length < 5; at = at.cause) found.push(at);
  return found;
}

function codeOf(error: Error): string {
  return 'code' in error && typeof error.code === 'string' ? error.code : '';
}

/** The error as an outage of the database, or as it came when it is something else. */
export function asOutage(error: unknown): unknown {
  if (error instanceof Outage) return error;
  const away = causes(error).some((cause) => {
    const code = codeOf(cause);
    return AWAY.test(code) || AWAY_CODES.has(code) || AWAY_WORDS.test(cause.message);
  });
  return away ? new Outage('database', { cause: error }) : error;
}

/** Whether a row was refused because another one has the same key; `constraint` narrows it to one. */
export function isTaken(error: unknown, constraint?: string): boolean {
  return causes(error).some(
    (cause) =>
      codeOf(cause) === '23505' &&
      (constraint === undefined || ('constraint' in cause && cause.constraint === constraint)),
  );
}
