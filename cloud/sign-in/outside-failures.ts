import * as openid from 'openid-client';
import { AnswerTooLarge } from '../platform/bounded-fetch.ts';
import { Outage } from '../platform/outage.ts';
import type { OutsideAnswer } from './identity-provider.ts';

/** A provider that did not answer may answer later; everything else is an answer that can't be used. */
export function readFailure(error: unknown): OutsideAnswer {
  if (error instanceof openid.AuthorizationResponseError)
    return error.error === 'access_denied' ? { kind: 'cancelled' } : { kind: 'failed' };
  if (isAway(error)) throw new Outage('identity-provider', { cause: error });
  return { kind: 'failed' };
}

export function asAway(error: unknown): Outage {
  return new Outage('identity-provider', { cause: error });
}

function isAway(error: unknown): boolean {
  if (error instanceof AnswerTooLarge) return false;
  if (error instanceof openid.ResponseBodyError) return error.status >= 500;
  const answer = unexpectedAnswer(error);
  if (answer !== null) return answer.status >= 500 || answer.status === 429 || isTooOften(answer);
  if (!(error instanceof Error)) return false;
  // Node's fetch says TypeError for a connection that failed; a deadline says TimeoutError.
  const words = `${error.name} ${error.message} ${error.cause instanceof Error ? error.cause.name : ''}`;
  return /TimeoutError|AbortError|fetch failed/.test(words);
}

/** GitHub says "too often" with the status that else means no. */
function isTooOften(answer: Response): boolean {
  return answer.status === 403 && answer.headers.get('x-ratelimit-remaining') === '0';
}

/** An answer that openid-client did not expect. */
function unexpectedAnswer(error: unknown): Response | null {
  return error instanceof Error && error.cause instanceof Response ? error.cause : null;
}
