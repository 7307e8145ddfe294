import type { Outcome } from '../contract/index.ts';

/** What a word in the prompt makes the sandbox do, so that every bad end can be seen without a provider. */
export type Misbehaviour =
  | { readonly kind: 'end'; readonly outcome: Outcome; readonly afterPictures: number }
  | { readonly kind: 'stall' }
  | { readonly kind: 'slow'; readonly steps: number; readonly stepMs: number }
  | { readonly kind: 'deliver'; readonly what: 'garbage' | 'bomb' };

const upstreamFailure: Outcome = {
  kind: 'failed',
  error: 'upstream',
  retryable: true,
  charged: 'no',
  requestId: null,
  status: null,
};

const refusal = (stage: 'input' | 'output'): Outcome => ({
  kind: 'refused',
  stage,
  categories: ['sandbox'],
  requestId: null,
});

/** The README shows the same table to people. */
export const MISBEHAVIOURS: Readonly<Record<string, Misbehaviour>> = {
  'sandbox:refuse': { kind: 'end', outcome: refusal('input'), afterPictures: 0 },
  'sandbox:refuse-output': { kind: 'end', outcome: refusal('output'), afterPictures: 0 },
  'sandbox:fail': { kind: 'end', outcome: upstreamFailure, afterPictures: 0 },
  'sandbox:fail-second': { kind: 'end', outcome: upstreamFailure, afterPictures: 1 },
  'sandbox:stall': { kind: 'stall' },
  'sandbox:slow': { kind: 'slow', steps: 10, stepMs: 1000 },
  'sandbox:garbage': { kind: 'deliver', what: 'garbage' },
  'sandbox:bomb': { kind: 'deliver', what: 'bomb' },
};

/** The first such word of the prompt; an unknown one is an ordinary word. */
export function readMisbehaviour(prompt: string): Misbehaviour | null {
  for (const [word] of prompt.matchAll(/\bsandbox:[a-z]+(?:-[a-z]+)*/g)) {
    const found = Object.hasOwn(MISBEHAVIOURS, word) ? MISBEHAVIOURS[word] : undefined;
    if (found !== undefined) return found;
  }
  return null;
}
