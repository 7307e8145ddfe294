import { describe, expect, test } from 'vitest';
import { readPngChunks, readPngHeader } from '../../media/metadata/index.ts';
import { collect, outcomeOf } from '../conformance/describe-provider.ts';
import { createTestClock } from '../conformance/test-clock.ts';
import type { ProviderEvent } from '../contract/index.ts';
import { createInlinePaint, createPainter, createSandbox, MISBEHAVIOURS, type Paint } from './index.ts';

function harness(paint?: Paint) {
  const clock = createTestClock();
  return {
    provider: createSandbox({ clock, paint: paint ?? createInlinePaint(clock) }),
    model: 'sandbox-1',
    key: null,
    clock,
  };
}

function pictures(events: readonly ProviderEvent[]) {
  return events.flatMap((event) => (event.kind === 'picture' ? [event] : []));
}

describe('misbehaviour on request', () => {
  test.each([
    ['sandbox:refuse', 2, 0, { kind: 'refused', stage: 'input' }],
    ['sandbox:refuse-output', 2, 0, { kind: 'refused', stage: 'output' }],
    ['sandbox:fail', 2, 0, { kind: 'failed', error: 'upstream', retryable: true, charged: 'no' }],
    ['sandbox:fail-second', 2, 1, { kind: 'failed', error: 'upstream' }],
    ['sandbox:fail-second', 1, 1, { kind: 'failed', error: 'upstream' }],
    ['sandbox:slow', 2, 2, { kind: 'succeeded' }],
    ['sandbox:garbage', 1, 1, { kind: 'succeeded' }],
    ['sandbox:bomb', 1, 1, { kind: 'succeeded' }],
    ['sandbox:unheard-of', 1, 1, { kind: 'succeeded' }],
  ])('%s with %d asked for delivers %d', async (word, count, delivered, outcome) => {
    const ordinals = Array.from({ length: count }, (_, index) => index);
    const events = await collect(harness(), { prompt: `a tile ${word} please`, count, ordinals });
    expect(pictures(events)).toHaveLength(delivered);
    expect(outcomeOf(events)).toMatchObject(outcome);
    expect(events.at(-1)).toMatchObject({ cost: { kind: 'nothing' } });
  });

  test('every word of the table is a word the reader finds', () => {
    expect(Object.keys(MISBEHAVIOURS).every((word) => /^sandbox:[a-z]+(-[a-z]+)*$/.test(word))).toBe(true);
  });

  test('slow takes about ten seconds of the clock and shows its progress', async () => {
    const world = harness();
    let slept = 0;
    const clock = {
      ...world.clock,
      sleep: (ms: number, signal?: AbortSignal) => {
        slept += ms;
        return world.clock.sleep(ms, signal);
      },
    };
    const provider = createSandbox({ clock, paint: createInlinePaint(world.clock) });
    const events = await collect({ ...world, provider }, { prompt: 'tile sandbox:slow' });
    expect(slept).toBe(10_000);
    expect(events.filter((event) => event.kind === 'progress').length).toBeGreaterThan(9);
  });

  test('the bomb claims sixty thousand pixels a side in a hundred bytes', async () => {
    const [bomb] = pictures(await collect(harness(), { prompt: 'sandbox:bomb' }));
    const read = readPngChunks(bomb?.bytes ?? new Uint8Array(0));
    expect(read.kind === 'read' && readPngHeader(read.chunks)).toMatchObject({
      width: 60_000,
      height: 60_000,
    });
  });
});

describe('seeds', () => {
  test('the picture of an ordinal is the same in a run that goes on later', async () => {
    const whole = pictures(await collect(harness(), { prompt: 'tile', count: 3, ordinals: [0, 1, 2] }));
    const rest = pictures(await collect(harness(), { prompt: 'tile', count: 3, ordinals: [2] }));
    expect(rest[0]?.bytes).toEqual(whole[2]?.bytes);
    expect(rest[0]?.seed).toBe(whole[2]?.seed);
  });

  test('count on from the seed given and wrap at 2^32', async () => {
    const made = pictures(
      await collect(harness(), { prompt: 'tile', seed: 0xffff_ffff, count: 2, ordinals: [0, 1] }),
    );
    expect(made.map(({ seed }) => seed)).toEqual([0xffff_ffff, 0]);
  });
});

describe('the painter', () => {
  test('a painter that breaks is a failure that a retry may mend', async () => {
    const events = await collect(
      harness(() => Promise.reject(new Error('out of memory'))),
      { prompt: 'tile' },
    );
    expect(outcomeOf(events)).toMatchObject({
      kind: 'failed',
      error: 'upstream',
      retryable: true,
      charged: 'no',
    });
  });

  test('leaving early stops the painting', async () => {
    let stopped = false;
    const paint: Paint = (_job, onProgress, signal) =>
      new Promise((_resolve, reject) => {
        onProgress({ fraction: 0.5, preview: null });
        signal.addEventListener('abort', () => {
          stopped = true;
          reject(signal.reason);
        });
      });
    const world = harness(paint);
    const { request, context } = await import('../conformance/describe-provider.ts');
    for await (const event of world.provider.run(request(world, { prompt: 'tile' }), context(world))) {
      if (event.kind === 'progress') break;
    }
    expect(stopped).toBe(true);
  });

  test('paints in a worker what it paints here, and stops a worker at once', async () => {
    const painter = createPainter({ maxWorkers: 1 });
    try {
      const job = { prompt: 'tile', seed: 3, width: 96, height: 64 };
      const signal = new AbortController().signal;
      const here = await createInlinePaint(createTestClock())(job, () => {}, signal);
      expect((await painter.paint(job, () => {}, signal)).bytes).toEqual(here.bytes);
      const cancel = new AbortController();
      const long = painter.paint(
        { ...job, prompt: 'vase', width: 3456, height: 2304 },
        () => cancel.abort(),
        cancel.signal,
      );
      const queued = painter.paint(job, () => {}, signal);
      await expect(long).rejects.toThrow();
      expect((await queued).bytes).toEqual(here.bytes);
    } finally {
      await painter.close();
    }
  });
});
