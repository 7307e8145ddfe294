import type { Outcome } from '../contract/index.ts';
import type { Unruly } from './edits/unruly.ts';

/** What a word in the prompt makes the sandbox do, so that every bad end can be seen without a provider. */
export type Misbehaviour =
  | { readonly kind: 'end'; readonly outcome: Outcome; readonly afterPictures: number }
  | { readonly kind: 'stall' }
  | { readonly kind: 'slow'; readonly steps: number; readonly stepMs: number }
  | { readonly kind: 'deliver'; readonly what: Hostile }
  /** A picture, but not the one that was asked for. */
  | { readonly kind: 'bend'; readonly unruly: Unruly };

export type Hostile = 'garbage' | 'bomb' | 'one-pixel' | 'error-page';

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
  'sandbox:one-pixel': { kind: 'deliver', what: 'one-pixel' },
  'sandbox:error-page': { kind: 'deliver', what: 'error-page' },
  'sandbox:everything': { kind: 'bend', unruly: 'everything' },
  'sandbox:mirror': { kind: 'bend', unruly: 'mirror' },
  'sandbox:unrelated': { kind: 'bend', unruly: 'unrelated' },
  'sandbox:other-size': { kind: 'bend', unruly: 'other-size' },
  'sandbox:no-alpha': { kind: 'bend', unruly: 'no-alpha' },
  'sandbox:noise': { kind: 'bend', unruly: 'noise' },
};

/** The first such word of the prompt; an unknown one is an ordinary word. */
export function readMisbehaviour(prompt: string): Misbehaviour | null {
  for (const [word] of prompt.matchAll(/\bsandbox:[a-z]+(?:-[a-z]+)*/g)) {
    const found = Object.hasOwn(MISBEHAVIOURS, word) ? MISBEHAVIOURS[word] : undefined;
    if (found !== undefined) return found;
  }
  return null;
}
