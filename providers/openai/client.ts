import { OpenAI } from 'openai';
import type { AdapterDeps } from '../contract/index.ts';
import { boundedFetch } from './bounded-fetch.ts';

export const MAX_ANSWER_BYTES = 256 * 1024 * 1024;
const HOST = 'https://api.openai.com/v1';
/** The deadline is the adapter's own and on its clock; the library's timer must never be first. */
const NEVER_MS = 2_000_000_000;

/** Headers by which the library describes this computer; the service does not need them (P-51). */
const UNSENT = {
  'X-Stainless-Arch': null,
  'X-Stainless-Lang': null,
  'X-Stainless-OS': null,
  'X-Stainless-Package-Version': null,
  'X-Stainless-Retry-Count': null,
  'X-Stainless-Runtime': null,
  'X-Stainless-Runtime-Version': null,
  'X-Stainless-Timeout': null,
  'User-Agent': 'Gesso',
};

/** A client for one call. Everything it could read from the environment is said here instead. */
export function createClient(deps: AdapterDeps, key: string): OpenAI {
  return new OpenAI({
    apiKey: key,
    baseURL: deps.baseUrl ?? HOST,
    organization: null,
    project: null,
    webhookSecret: null,
    fetch: boundedFetch(deps.fetch, MAX_ANSWER_BYTES),
    maxRetries: 0,
    timeout: NEVER_MS,
    // It would print broken answers, prompts among them, to the console.
    logLevel: 'off',
    defaultHeaders: UNSENT,
  });
}

/** A key that cannot stand in a header is refused here; the library would throw. */
export function isSendable(key: string | null): key is string {
  return key !== null && /^[\x21-\x7e]{1,512}$/.test(key);
}
