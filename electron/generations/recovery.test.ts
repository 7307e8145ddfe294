import { describe, expect, it } from 'vitest';
import type { GenerationProvider } from '../../providers/contract/index.ts';
import { loadCatalogue } from './catalogue.ts';
import type { Providers } from './providers.ts';
import { canGoOn } from './recovery.ts';
import type { GenerationRow } from './rows.ts';

const row: GenerationRow = {
  id: '01900000-0000-7000-8000-000000000000',
  operation: 'text-to-image',
  model_id: 'gpt-image-2',
  provider_id: 'openai',
  state: 'submitting',
  interrupted: 0,
  input: '{}',
  prompt: 'a vase',
  seed: null,
  quote: '{}',
  cost: null,
  reason: null,
  handle: null,
  decision: 'pending',
  count: 1,
  created_at_ms: 0,
  updated_at_ms: 0,
  ended_at_ms: null,
};

/** What the decision looks at: the provider's word on repeating, and whether its key is here. */
function facts(
  provider: { repeatable: boolean; needsKey: boolean; resumes: boolean },
  hasKey: boolean,
): Providers {
  const known = {
    capabilities: { repeatable: provider.repeatable, needsKey: provider.needsKey },
    ...(provider.resumes ? { resume: () => undefined } : {}),
  } as unknown as GenerationProvider;
  return { get: () => known, hasKey: () => hasKey } as unknown as Providers;
}

const paid = { repeatable: false, needsKey: true, resumes: false };
const paidJobs = { repeatable: false, needsKey: true, resumes: true };
const free = { repeatable: true, needsKey: false, resumes: false };
const handle = '{"externalId":"x","submittedAtMs":0}';

describe('what a restart may do with a job that has no end', () => {
  it.each([
    ['a paid call that may have left, with its key here', paid, true, { state: 'submitting' }, false],
    ['a paid call that was answering', paid, true, { state: 'running' }, false],
    ['a paid call that had not left', paid, true, { state: 'queued' }, true],
    ['the same without its key', paid, false, { state: 'queued' }, false],
    ['a paid job whose handle was saved', paidJobs, true, { state: 'running', handle }, true],
    ['a paid job killed before its handle was saved', paidJobs, true, { state: 'submitting' }, false],
    ['a paid job with a handle and no key', paidJobs, false, { state: 'running', handle }, false],
    ['the sandbox, at any moment', free, false, { state: 'running' }, true],
    ['a model that has left the catalogue', free, false, { state: 'queued', model_id: 'gone' }, false],
  ] as const)('%s', (_name, provider, hasKey, change, expected) => {
    expect(canGoOn({ ...row, ...change }, facts(provider, hasKey), loadCatalogue())).toBe(expected);
  });
});
