import { expect, it } from 'vitest';
import type { KeepJob } from './jobs.ts';
import { createGuaranteeWork, type FromGuarantee, type ToGuarantee } from './worker-port.ts';

const JOB: KeepJob = {
  kind: 'keep',
  wanted: 'cut',
  returned: new Uint8Array(3),
  sent: null,
  width: 1,
  height: 1,
};

/** Threads that answer when the test says so. */
function threads() {
  const started: {
    readonly asked: ToGuarantee[];
    ended: boolean;
    say(message: FromGuarantee): void;
    die(): void;
  }[] = [];
  const work = createGuaranteeWork(() => {
    const thread = {
      asked: [] as ToGuarantee[],
      ended: false,
      onmessage: null as ((event: MessageEvent<FromGuarantee>) => void) | null,
      onerror: null as ((event: ErrorEvent) => void) | null,
      postMessage: (message: ToGuarantee) => void thread.asked.push(message),
      terminate: () => {
        thread.ended = true;
      },
      say: (data: FromGuarantee) => thread.onmessage?.({ data } as MessageEvent<FromGuarantee>),
      die: () => thread.onerror?.({ message: 'out of memory' } as ErrorEvent),
    };
    started.push(thread);
    return thread;
  });
  return { work, started };
}

it('starts a thread when there is work, and gives each answer to who asked', async () => {
  const { work, started } = threads();
  expect(started).toHaveLength(0);
  const [first, second] = [work.keep(JOB), work.keep(JOB)];
  const [thread] = started;
  expect(thread?.asked.map(({ number }) => number)).toEqual([1, 2]);
  thread?.say({ number: 2, answer: { kind: 'refused', why: 'picture-unreadable' } });
  thread?.say({ number: 1, fault: 'a bug' });
  await expect(first).rejects.toThrow('a bug');
  expect(await second).toEqual({ kind: 'refused', why: 'picture-unreadable' });
  expect(started).toHaveLength(1);
});

it('fails what a thread had when it dies, and starts another for what comes next', async () => {
  const { work, started } = threads();
  const lost = work.keep(JOB);
  started[0]?.die();
  await expect(lost).rejects.toThrow('out of memory');
  expect(started[0]?.ended).toBe(true);
  const next = work.keep(JOB);
  started[1]?.say({ number: 2, answer: { kind: 'refused', why: 'frame-missing' } });
  expect(await next).toEqual({ kind: 'refused', why: 'frame-missing' });
});
