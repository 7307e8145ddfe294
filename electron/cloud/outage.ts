import { z } from 'zod';
import type { CloudAway } from '../../shared/contracts/desktop/index.ts';

/** Gesso's cloud can't be asked now, or what answered is not it. The text of it holds nothing of what was sent. */
export class CloudOutage extends Error {
  override readonly name = 'CloudOutage';
  readonly away: CloudAway;
  constructor(why: CloudAway['why'], retryAfterMs: number | null = null) {
    super(`the cloud is away: ${why}`);
    this.away = { why, retryAfterMs };
  }
}

/** The outage in an error, or in what caused it: libraries wrap what their `fetch` throws. */
export function outageIn(error: unknown): CloudOutage | null {
  for (let one = error, depth = 0; one instanceof Error && depth < 5; one = one.cause, depth += 1)
    if (one instanceof CloudOutage) return one;
  return null;
}

/** What the system says when there is no way to the address at all. */
const NO_WAY: ReadonlySet<string> = new Set([
  'ENOTFOUND',
  'EAI_AGAIN',
  'ENETUNREACH',
  'ENETDOWN',
  'EHOSTUNREACH',
  'EADDRNOTAVAIL',
  'ETIMEDOUT',
  'UND_ERR_CONNECT_TIMEOUT',
]);

/** Somebody answers there who can't prove to be the one we meant. */
const NOT_WHO_WE_MEANT = /CERT|SELF_SIGNED|^ERR_TLS_|^ERR_SSL_|^EPROTO$/;

/** Why a request got no answer. */
export function whyFailed(error: unknown): CloudAway['why'] {
  for (let one = error, depth = 0; one instanceof Error && depth < 5; one = one.cause, depth += 1) {
    const code = 'code' in one && typeof one.code === 'string' ? one.code : '';
    if (NO_WAY.has(code)) return 'offline';
    if (NOT_WHO_WE_MEANT.test(code)) return 'not-gesso';
  }
  return 'down';
}

const DAY_MS = 86_400_000;

const typedAnswer = z.object({ data: z.object({ retryAfterMs: z.number() }) });

/** The outage that a status stands for; null for one that is an answer. */
export function outageOf(status: number, headers: Headers, body: Uint8Array): CloudOutage | null {
  if (status === 429) return new CloudOutage('busy', retryAfter(headers, body));
  return status >= 500 ? new CloudOutage('down', retryAfter(headers, body)) : null;
}

function retryAfter(headers: Headers, body: Uint8Array): number | null {
  const typed = typedAnswer.safeParse(tryJson(body));
  const header = headers.get('retry-after') ?? '';
  const ms = typed.success
    ? typed.data.data.retryAfterMs
    : /^\d{1,6}$/.test(header)
      ? Number(header) * 1_000
      : null;
  return ms === null || !(ms >= 0) ? null : Math.round(Math.min(ms, DAY_MS));
}

function tryJson(body: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(body).toString('utf8'));
  } catch {
    return null;
  }
}
