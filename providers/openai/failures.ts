import { APIConnectionError, APIConnectionTimeoutError, APIError } from 'openai';
import { z } from 'zod';
import type { Failed, FailureKind, Outcome } from '../contract/index.ts';
import { AnswerTooLarge } from './bounded-fetch.ts';

const MAX_RETRY_AFTER_MS = 60 * 60 * 1000;

/** Names of transport errors that say the request never reached anyone. */
const NOT_SENT = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ENETUNREACH',
  'EHOSTUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
  'CERT_HAS_EXPIRED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'ERR_TLS_CERT_ALTNAME_INVALID',
]);

const moderationSchema = z.object({
  moderation_details: z.object({
    moderation_stage: z.enum(['input', 'output']).optional().catch(undefined),
    categories: z.array(z.string()).max(50).catch([]),
  }),
});

/** Whatever was thrown on the way, as exactly one outcome. Nothing of the message is kept: it may quote the key. */
export function outcomeOfError(error: unknown, key: string): Outcome {
  if (error instanceof APIConnectionTimeoutError)
    return failed('timeout', { charged: 'unknown', retryable: true });
  if (error instanceof AnswerTooLarge || error instanceof SyntaxError) return brokenAnswer();
  if (error instanceof APIConnectionError) return networkFailure(error);
  if (error instanceof APIError) return outcomeOfAnswer(error, key);
  // Node says "terminated" when the other side hangs up in the middle of an answer.
  if (error instanceof TypeError) return networkFailure(error);
  return brokenAnswer();
}

export function brokenAnswer(): Failed {
  return failed('broken-answer', { charged: 'unknown', retryable: true });
}

export function failed(
  error: FailureKind,
  facts: Pick<Failed, 'charged' | 'retryable'> &
    Partial<Pick<Failed, 'requestId' | 'status' | 'retryAfterMs'>>,
): Failed {
  return { kind: 'failed', error, requestId: null, status: null, ...facts };
}

function outcomeOfAnswer(error: APIError, key: string): Outcome {
  const status = error.status ?? null;
  const requestId = printable(error.requestID, key);
  const answer = { requestId, status, charged: 'no', retryable: false } as const;
  const code = error.code ?? '';
  if (isModeration(error)) return { kind: 'refused', ...moderation(error.error, key), requestId };
  // The same text comes with 400, 403 and 404, so the text decides and not the status.
  if (/must be verified/i.test(error.message)) return failed('unverified-organisation', answer);
  if (code === 'billing_hard_limit_reached') return failed('billing-limit', answer);
  if (code === 'insufficient_quota' || status === 402) return failed('quota', answer);
  if (isUnknownModel(error)) return failed('unknown-model', answer);
  if (status === 401) return failed('bad-key', answer);
  if (status === 429)
    return failed('rate-limited', { ...answer, retryable: true, ...retryAfter(error.headers) });
  if (status === 408 || status === 504)
    return failed('timeout', { ...answer, charged: 'unknown', retryable: true });
  // Without a status it came as an event in a stream: the service had begun, and may have charged.
  if (status === null || status >= 500)
    return failed('upstream', { ...answer, charged: 'unknown', retryable: true });
  // Nothing is followed: a redirect could lead the key and the pictures to anyone.
  if (isPage(error) || status < 400) return failed('broken-answer', { ...answer, retryable: true });
  if (status === 403) return failed('bad-key', answer);
  return failed('invalid-request', answer);
}

function isModeration(error: APIError): boolean {
  return (
    error.code === 'moderation_blocked' ||
    error.code === 'content_policy_violation' ||
    moderationSchema.safeParse(error.error).success
  );
}

function moderation(
  details: unknown,
  key: string,
): { stage: 'input' | 'output' | 'unknown'; categories: string[] } {
  const read = moderationSchema.safeParse(details);
  if (!read.success) return { stage: 'unknown', categories: [] };
  const { moderation_stage: stage, categories } = read.data.moderation_details;
  return {
    stage: stage ?? 'unknown',
    categories: categories.flatMap((category) => printable(category, key) ?? []),
  };
}

function isUnknownModel(error: APIError): boolean {
  return (
    error.code === 'model_not_found' ||
    (error.status === 404 && !isPage(error)) ||
    (error.param === 'model' && (error.status === 400 || error.status === 403))
  );
}

/** A gateway or a hotel's log-in page answered instead of the service. */
function isPage(error: APIError): boolean {
  return error.headers?.get('content-type')?.includes('html') ?? false;
}

function retryAfter(headers: Headers | undefined): { retryAfterMs?: number } {
  const ms = Number(headers?.get('retry-after-ms') ?? Number.NaN);
  const seconds = Number(headers?.get('retry-after') ?? Number.NaN);
  const wanted = Number.isFinite(ms) ? ms : seconds * 1000;
  return Number.isFinite(wanted) && wanted >= 0
    ? { retryAfterMs: Math.min(Math.round(wanted), MAX_RETRY_AFTER_MS) }
    : {};
}

function networkFailure(error: Error): Failed {
  const sent = !causes(error).some((cause) => NOT_SENT.has(cause));
  return failed('network', { charged: sent ? 'unknown' : 'no', retryable: true });
}

function causes(error: unknown, depth = 0): readonly string[] {
  if (!(error instanceof Error) || depth > 5) return [];
  const code = 'code' in error && typeof error.code === 'string' ? [error.code] : [];
  const several =
    error instanceof AggregateError ? error.errors.flatMap((each) => causes(each, depth + 1)) : [];
  return [...code, ...several, ...causes(error.cause, depth + 1)];
}

/** A short plain word from the wire, or null: an echo of the key must not reach an event. */
export function printable(text: string | null | undefined, key: string): string | null {
  if (text === null || text === undefined || text.includes(key)) return null;
  return /^[\w./ :-]{1,128}$/.test(text) ? text : null;
}
