import { afterEach, describe, expect, test } from 'vitest';
import { OPERATION_IDS } from '../../shared/operations/index.ts';
import {
  FAILURE_KINDS,
  type GenerationProvider,
  type InputPicture,
  type Outcome,
  type ProviderEvent,
  type ProviderRequest,
  type RunContext,
} from '../contract/index.ts';

/** What the suite asks of a world around a provider. */
export interface ProviderHarness {
  readonly provider: GenerationProvider;
  readonly key: string | null;
  readonly model: string;
  /** Arranges that the next run goes so, by script or by prompt; answers with what to change in the request. */
  arrange(course: Course): Partial<ProviderRequest>;
  /** Everything that went out so far, headers included, as text. Empty for a provider without a wire. */
  sent(): string;
  /** For whoever claims edits: pictures to send, and what arrived of them. */
  readonly uploads?: ProviderUploads;
  close(): Promise<void>;
}

export interface ProviderUploads {
  readonly source: Uint8Array;
  readonly reference: Uint8Array;
  /** Of the source's size: its first pixel may change, its last must not. */
  readonly mask: Uint8Array;
  lastCall(): {
    readonly pictures: readonly Uint8Array[];
    /** How far each pixel may change, 0 to 1, read as the provider reads it; null without a mask. */
    readonly freedom: readonly number[] | null;
  };
}

export type Course = 'deliver' | 'stall' | 'refuse' | 'fail' | 'garble';

const INVALID = { kind: 'failed', error: 'invalid-request', charged: 'no', retryable: false };
const ACCOUNT_DATA = /account|user_?id|email|@|device|hostname|generation-id-of-the-person/i;

/** The behaviour every provider owes, whatever its wire. Each test names the bug it would catch. */
export function describeProvider(name: string, makeHarness: () => Promise<ProviderHarness>): void {
  describe(`${name} keeps the provider contract`, () => {
    const open: ProviderHarness[] = [];
    const start = async () => {
      const harness = await makeHarness();
      open.push(harness);
      return harness;
    };
    afterEach(async () => {
      await Promise.all(open.splice(0).map((harness) => harness.close()));
    });

    test.each([[[0]], [[0, 1, 2]], [[1, 3]]])(
      'delivers exactly the ordinals %j asked for, in a lawful order',
      async (ordinals) => {
        const harness = await start();
        const events = await collect(harness, { count: 4, ordinals, ...harness.arrange('deliver') });
        expectLawful(events);
        const pictures = events.flatMap((event) => (event.kind === 'picture' ? [event] : []));
        expect(pictures.map((picture) => picture.ordinal).sort()).toEqual(ordinals);
        expect(
          pictures.every((picture) => picture.bytes.length > 100 && picture.mediaType === 'image/png'),
        ).toBe(true);
        expect(outcomeOf(events)).toEqual({ kind: 'succeeded' });
        const touched = events.flatMap((event) =>
          'ordinal' in event && event.ordinal !== undefined ? [event.ordinal] : [],
        );
        expect(touched.every((ordinal) => ordinals.includes(ordinal))).toBe(true);
      },
    );

    test('a refusal is a refusal, not a failure', async () => {
      const harness = await start();
      const events = await collect(harness, harness.arrange('refuse'));
      expectLawful(events);
      expect(outcomeOf(events)).toMatchObject({ kind: 'refused' });
      expect(events.some((event) => event.kind === 'picture')).toBe(false);
    });

    test('a failure is one of the closed set and says whether a retry helps', async () => {
      const harness = await start();
      const events = await collect(harness, harness.arrange('fail'));
      expectLawful(events);
      const outcome = outcomeOf(events);
      if (outcome.kind !== 'failed') throw new Error(`ended with ${outcome.kind}`);
      expect(FAILURE_KINDS).toContain(outcome.error);
      expect(outcome.retryable).toBe(true);
    });

    test('bytes that are no answer never make it throw', async () => {
      const harness = await start();
      expectLawful(await collect(harness, harness.arrange('garble')));
    });

    test('a cancel is honoured promptly and is the last word', async () => {
      const harness = await start();
      const cancel = new AbortController();
      const running = collect(harness, harness.arrange('stall'), { signal: cancel.signal });
      setImmediate(() => cancel.abort(new Error('the person pressed cancel')));
      const events = await running;
      expectLawful(events);
      expect(outcomeOf(events)).toEqual({ kind: 'cancelled' });
    });

    test('a cancel before the start makes nothing', async () => {
      const harness = await start();
      const events = await collect(harness, harness.arrange('deliver'), { signal: AbortSignal.abort() });
      expect(events.map((event) => event.kind)).toEqual(['ended']);
      expect(outcomeOf(events)).toEqual({ kind: 'cancelled' });
    });

    test('a request for what it cannot do ends as invalid, with nothing sent', async () => {
      const harness = await start();
      const { operations } = harness.provider.capabilities;
      const before = harness.sent();
      for (const operation of OPERATION_IDS.filter((id) => !operations.includes(id))) {
        expect(outcomeOf(await collect(harness, { operation }))).toMatchObject(INVALID);
      }
      expect(harness.sent()).toBe(before);
    });

    test('whoever claims edits can be watched doing them, and nobody else takes pictures', async () => {
      const harness = await start();
      const { operations, inputs } = harness.provider.capabilities;
      expect(harness.uploads !== undefined).toBe(operations.includes('edit-image'));
      expect(inputs.maxCount > 0).toBe(operations.includes('edit-image'));
    });

    test('an edit sends its source first, then the references, byte for byte, and makes a picture', async () => {
      const harness = await start();
      if (harness.uploads === undefined) return;
      const { source, reference, lastCall } = harness.uploads;
      const references = [input('style', reference), input('source', source)];
      const events = await collect(harness, {
        operation: 'edit-image',
        references,
        ...harness.arrange('deliver'),
      });
      expectLawful(events);
      expect(outcomeOf(events)).toEqual({ kind: 'succeeded' });
      expect(lastCall().pictures.map((bytes) => [...bytes])).toEqual([[...source], [...reference]]);
      expect(lastCall().freedom).toBeNull();
    });

    test('a mask means on the wire what it means here', async () => {
      const harness = await start();
      if (harness.uploads === undefined || harness.provider.capabilities.mask === 'none') return;
      const { source, mask, lastCall } = harness.uploads;
      const changes = { references: [input('source', source)], mask: input('mask', mask) };
      await collect(harness, { operation: 'edit-image', ...changes, ...harness.arrange('deliver') });
      const freedom = lastCall().freedom ?? [];
      expect([freedom.at(0), freedom.at(-1)]).toEqual([1, 0]);
    });

    test('a picture more than it takes, and an edit of nothing, are invalid, with nothing sent', async () => {
      const harness = await start();
      if (harness.uploads === undefined) return;
      const { source, reference } = harness.uploads;
      const before = harness.sent();
      const { maxCount } = harness.provider.capabilities.inputs;
      const many = Array.from({ length: maxCount }, () => input('style', reference));
      for (const references of [[], many, [input('source', source), ...many]]) {
        const events = await collect(harness, { operation: 'edit-image', references });
        expect(outcomeOf(events)).toMatchObject(INVALID);
      }
      expect(harness.sent()).toBe(before);
    });

    test('a consumer may leave early', async () => {
      const harness = await start();
      for await (const event of harness.provider.run(
        request(harness, harness.arrange('deliver')),
        context(harness),
      )) {
        if (event.kind === 'accepted' || event.kind === 'progress') break;
      }
    });

    test('the key stands in no event, whatever happens', async () => {
      for (const course of ['deliver', 'refuse', 'fail', 'garble'] as const) {
        const harness = await start();
        const events = await collect(harness, harness.arrange(course));
        if (harness.key !== null) expect(JSON.stringify(events, bytesAsText)).not.toContain(harness.key);
      }
    });

    test('what goes out holds nothing about the person (P-51)', async () => {
      const harness = await start();
      await collect(harness, { ...harness.arrange('deliver'), prompt: 'three quinces' });
      expect(harness.sent()).not.toMatch(ACCOUNT_DATA);
    });

    test('a key is proved without making anything', async () => {
      const harness = await start();
      expect(harness.provider.testKey !== undefined).toBe(harness.provider.capabilities.needsKey);
      const verdict = await harness.provider.testKey?.(context(harness));
      if (verdict !== undefined) expect(verdict).toEqual({ kind: 'works' });
    });
  });
}

function input(role: InputPicture['role'], bytes: Uint8Array): InputPicture {
  return { role, bytes, mediaType: 'image/png' };
}

export function request(
  harness: Pick<ProviderHarness, 'model'>,
  changes: Partial<ProviderRequest> = {},
): ProviderRequest {
  return {
    operation: 'text-to-image',
    model: harness.model,
    prompt: 'three quinces on linen',
    negativePrompt: '',
    size: { width: 96, height: 64 },
    quality: 'standard',
    count: 1,
    ordinals: [0],
    seed: null,
    background: 'auto',
    references: [],
    mask: null,
    ...changes,
  };
}

export function context(
  harness: Pick<ProviderHarness, 'key'>,
  changes: Partial<RunContext> = {},
): RunContext {
  return {
    key: harness.key,
    idempotencyKey: '0198c0de-0000-7000-8000-000000000001',
    signal: new AbortController().signal,
    ...changes,
  };
}

export async function collect(
  harness: Pick<ProviderHarness, 'provider' | 'model' | 'key'>,
  changes: Partial<ProviderRequest>,
  surroundings: Partial<RunContext> = {},
): Promise<readonly ProviderEvent[]> {
  const events: ProviderEvent[] = [];
  for await (const event of harness.provider.run(request(harness, changes), context(harness, surroundings))) {
    events.push(event);
  }
  return events;
}

export function outcomeOf(events: readonly ProviderEvent[]): Outcome {
  const last = events[events.length - 1];
  if (last?.kind !== 'ended') throw new Error('the run did not end with an end');
  return last.outcome;
}

function expectLawful(events: readonly ProviderEvent[]): void {
  const kinds = events.map((event) => event.kind);
  expect(kinds.filter((kind) => kind === 'ended')).toHaveLength(1);
  expect(kinds.at(-1)).toBe('ended');
  expect(kinds.lastIndexOf('accepted')).toBeLessThanOrEqual(0);
  const fractions = events.flatMap((event) =>
    event.kind === 'progress' && event.fraction !== null ? [event.fraction] : [],
  );
  expect(fractions.every((fraction) => fraction >= 0 && fraction <= 1)).toBe(true);
  expect(fractions).toEqual(fractions.toSorted((a, b) => a - b));
}

function bytesAsText(_name: string, value: unknown): unknown {
  return value instanceof Uint8Array ? Buffer.from(value).toString('latin1') : value;
}
