import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/websocket';
import type { ContractRouterClient } from '@orpc/contract';
import { WebSocket } from 'ws';
import type {
  CandidateSet,
  DesktopContract,
  GenerationInput,
  Job,
} from '../../shared/contracts/desktop/index.ts';

export type DesktopClient = ContractRouterClient<DesktopContract>;

export interface OpenedClient {
  readonly client: DesktopClient;
  readonly origin: string;
  readonly cookie: string;
  close(): void;
}

/** Goes through the door as the window does: token, cookie, then the contract on one WebSocket. */
export async function openClient(launchUrl: string): Promise<OpenedClient> {
  const { origin, hash } = new URL(launchUrl);
  const answer = await fetch(`${origin}/launch`, {
    method: 'POST',
    body: hash.slice(1),
    headers: { origin },
  });
  const cookie = answer.headers.get('set-cookie')?.split(';')[0];
  if (cookie === undefined) throw new Error(`the door answered ${answer.status}`);
  const socket = new WebSocket(`${origin.replace('http', 'ws')}/contract`, { origin, headers: { cookie } });
  await new Promise<void>((resolve, reject) => {
    socket.once('open', () => resolve());
    socket.once('error', reject);
  });
  // The two WebSocket types differ in what `addEventListener` takes besides; the link uses none of it.
  const link = new RPCLink({ websocket: socket as unknown as globalThis.WebSocket });
  return { client: createORPCClient<DesktopClient>(link), origin, cookie, close: () => socket.close() };
}

export const SMALL_RUN: GenerationInput = {
  operation: 'text-to-image',
  modelId: 'sandbox',
  prompt: 'quinces in a bowl on linen',
  negativePrompt: '',
  aspect: '3:2',
  quality: 'standard',
  count: 2,
  seed: 7,
  background: 'auto',
  parentPictureId: null,
  references: [],
  place: null,
};

/** Waits until a job has ended, by asking again: the tests' own reader of `list`. */
export async function untilEnded(client: DesktopClient, id: string, withinMs = 60_000): Promise<Job> {
  return until(withinMs, async () => {
    const job = (await client.generations.list({})).find((one) => one.id === id);
    return job !== undefined && job.endedAtMs !== null ? job : null;
  });
}

export async function untilPending(
  client: DesktopClient,
  pictures: number,
  withinMs = 60_000,
): Promise<CandidateSet> {
  return until(withinMs, async () => {
    const [set] = await client.candidates.list({});
    return set !== undefined && set.pictures.length >= pictures ? set : null;
  });
}

export async function until<Value>(withinMs: number, look: () => Promise<Value | null>): Promise<Value> {
  const end = performance.now() + withinMs;
  for (;;) {
    const value = await look();
    if (value !== null) return value;
    if (performance.now() > end) throw new Error('it did not come in time');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
