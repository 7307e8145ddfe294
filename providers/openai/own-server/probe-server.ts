import { z } from 'zod';
import type { AdapterDeps } from '../../contract/index.ts';
import { AnswerTooLarge, boundedFetch } from '../bounded-fetch.ts';
import { isSendable } from '../client.ts';
import { startDeadline } from '../deadline.ts';
import { NO_KEY } from './compatible.ts';

export type ServerProbe =
  | {
      readonly kind: 'answers';
      /** Names the server gives its models, at most 200. */
      readonly models: readonly string[];
      readonly edits: boolean | 'unknown';
    }
  /** It wants a key, or another one. */
  | { readonly kind: 'refused' }
  /** Nobody answers, too slowly, or with a failure of its own. */
  | { readonly kind: 'unreachable' }
  | { readonly kind: 'not-compatible'; readonly why: 'redirects' | 'too-large' | 'no-models' };

export interface ProbeParts extends AdapterDeps {
  readonly baseUrl: string;
  readonly key: string | null;
  readonly signal: AbortSignal;
}

const PROBE_MS = 10 * 1000;
const MAX_LIST_BYTES = 1024 * 1024;
const MAX_MODELS = 200;

const listSchema = z.object({ data: z.array(z.unknown()).max(10_000) });
const modelSchema = z.object({ id: z.string().regex(/^[\x21-\x7e]{1,200}$/) });

/**
 * What a server can do, without making a picture: its models, and whether an empty edit form, which holds nothing to
 * make a picture of, is refused for being empty or for being unknown. Never throws.
 */
export async function probeServer(parts: ProbeParts): Promise<ServerProbe> {
  if (parts.key !== null && !isSendable(parts.key)) return { kind: 'refused' };
  const deadline = startDeadline(parts.clock, PROBE_MS, parts.signal);
  const ask = asker(parts, deadline.signal);
  try {
    const listed = await readModels(await ask('/models', 'GET'), parts.key);
    if (listed.kind !== 'answers') return listed;
    // What is known already stands, whatever becomes of the second question.
    const edits = await ask('/images/edits', 'POST').then(readEdits, () => 'unknown' as const);
    return { ...listed, edits };
  } catch (error) {
    const isLarge = error instanceof AnswerTooLarge;
    return isLarge ? { kind: 'not-compatible', why: 'too-large' } : { kind: 'unreachable' };
  } finally {
    deadline.clear();
  }
}

type Ask = (path: string, method: 'GET' | 'POST') => Promise<Response>;

function asker({ fetch: fetchAnswer, baseUrl, key }: ProbeParts, signal: AbortSignal): Ask {
  const bounded = boundedFetch(fetchAnswer, MAX_LIST_BYTES);
  const headers = { authorization: `Bearer ${key ?? NO_KEY}`, 'user-agent': 'Gesso' };
  return (path, method) =>
    bounded(`${baseUrl}${path}`, {
      method,
      headers,
      signal,
      ...(method === 'POST' ? { body: new FormData() } : {}),
    });
}

async function readModels(answer: Response, key: string | null): Promise<ServerProbe> {
  const { status } = answer;
  if (status !== 200) {
    await answer.body?.cancel();
    if (status === 401 || status === 403) return { kind: 'refused' };
    if (status >= 500) return { kind: 'unreachable' };
    return { kind: 'not-compatible', why: status < 400 ? 'redirects' : 'no-models' };
  }
  const list = listSchema.safeParse(parsed(await answer.text()));
  if (!list.success) return { kind: 'not-compatible', why: 'no-models' };
  const models = list.data.data.flatMap((entry) => {
    const model = modelSchema.safeParse(entry);
    // A server that echoes the key must not put it on the screen.
    return model.success && (key === null || !model.data.id.includes(key)) ? [model.data.id] : [];
  });
  return { kind: 'answers', models: models.slice(0, MAX_MODELS), edits: 'unknown' };
}

async function readEdits({ status, body }: Response): Promise<boolean | 'unknown'> {
  await body?.cancel();
  if (status === 404 || status === 405 || status === 501) return false;
  return status === 400 || status === 415 || status === 422 ? true : 'unknown';
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
