import type { FrameAnswer, FrameJob, GuaranteeWork, KeepAnswer, KeepJob } from './jobs.ts';

export interface ToGuarantee {
  readonly number: number;
  readonly job: KeepJob | FrameJob;
}

export type FromGuarantee =
  | { readonly number: number; readonly answer: KeepAnswer | FrameAnswer }
  | { readonly number: number; readonly fault: string };

/** Of a worker, what is used here. */
interface GuaranteeThread {
  postMessage(message: ToGuarantee, options: { transfer: Transferable[] }): void;
  onmessage: ((event: MessageEvent<FromGuarantee>) => void) | null;
  onerror: ((event: ErrorEvent) => void) | null;
  terminate(): void;
}

interface Waiting {
  readonly resolve: (answer: KeepAnswer | FrameAnswer) => void;
  readonly reject: (error: Error) => void;
}

/** The work in a thread that is started when there is some, and started anew when it has died: memory is its first death. */
export function createGuaranteeWork(start: () => GuaranteeThread): GuaranteeWork {
  let thread: GuaranteeThread | null = null;
  let numbered = 0;
  const waiting = new Map<number, Waiting>();
  const end = (error: Error): void => {
    thread?.terminate();
    thread = null;
    for (const { reject } of waiting.values()) reject(error);
    waiting.clear();
  };
  const started = (): GuaranteeThread => {
    if (thread !== null) return thread;
    const fresh = start();
    fresh.onmessage = ({ data }) => {
      const one = waiting.get(data.number);
      waiting.delete(data.number);
      if ('fault' in data) one?.reject(new Error(data.fault));
      else one?.resolve(data.answer);
    };
    fresh.onerror = (event) => end(new Error(event.message || 'the thread has died'));
    thread = fresh;
    return fresh;
  };
  const ask = (job: KeepJob | FrameJob, bytes: readonly (Uint8Array | null)[]) =>
    new Promise<KeepAnswer | FrameAnswer>((resolve, reject) => {
      numbered += 1;
      waiting.set(numbered, { resolve, reject });
      const transfer = bytes.flatMap((one) => (one?.buffer instanceof ArrayBuffer ? [one.buffer] : []));
      started().postMessage({ number: numbered, job }, { transfer });
    });
  return {
    // The thread answers each kind with its own.
    keep: (job) =>
      ask(job, [job.returned, job.sent?.original ?? null, job.sent?.mask ?? null]) as Promise<KeepAnswer>,
    frame: (job) => ask(job, [job.original, job.selection]) as Promise<FrameAnswer>,
  };
}
