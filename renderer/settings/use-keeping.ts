import { useState } from 'react';
import type { KeychainTrouble } from '../../shared/contracts/desktop/index.ts';
import { type Answered, ask, desktop, queryClient, sayFault } from '../bridge/index.ts';

/** What kept a key from being kept or removed. */
export type KeyProblem =
  | { readonly kind: 'malformed' }
  | { readonly kind: 'keychain'; readonly act: 'keep' | 'remove'; readonly why: KeychainTrouble };

export interface Keeping {
  readonly typed: string;
  readonly busy: 'saving' | 'removing' | 'testing' | null;
  readonly problem: KeyProblem | null;
  type(text: string): void;
  /** True when the key is kept. Without a keychain nothing is kept until `session` is chosen. */
  save(keep: 'keychain' | 'session'): Promise<boolean>;
  remove(): Promise<void>;
  test(): Promise<void>;
}

type KeyRefusal =
  | { readonly code: 'KEY_MALFORMED' | 'KEY_MISSING' | 'SERVER_MISSING' }
  | { readonly code: 'KEYCHAIN_UNAVAILABLE'; readonly data: { readonly why: KeychainTrouble } };

/** Whose keys can be kept. */
export type KeyHolder = 'openai' | 'own-server';

/** A provider's key on its way to where it is kept: typed once, gone from the window as soon as the desktop holds it. */
export function useKeeping(id: KeyHolder): Keeping {
  const [typed, setTyped] = useState('');
  const [busy, setBusy] = useState<Keeping['busy']>(null);
  const [problem, setProblem] = useState<KeyProblem | null>(null);
  const act = async (
    doing: NonNullable<Keeping['busy']>,
    call: () => Promise<Answered<unknown, KeyRefusal>>,
  ): Promise<boolean> => {
    if (busy !== null) return false;
    setBusy(doing);
    setProblem(null);
    const answer = await call();
    if (answer.kind === 'fault') sayFault(answer.error);
    if (answer.kind === 'refusal') setProblem(problemOf(answer.refusal, doing));
    if (answer.kind === 'value') setTyped('');
    await queryClient.invalidateQueries({ queryKey: ['providers'] });
    setBusy(null);
    return answer.kind === 'value';
  };
  return {
    typed,
    busy,
    problem,
    type(text) {
      setTyped(text);
      setProblem(null);
    },
    save: (keep) => act('saving', () => ask(desktop.providers.setKey({ id, key: typed, keep }))),
    remove: async () => void (await act('removing', () => ask(desktop.providers.removeKey({ id })))),
    test: async () => void (await act('testing', () => ask(desktop.providers.testKey({ id })))),
  };
}

function problemOf(refusal: KeyRefusal, doing: NonNullable<Keeping['busy']>): KeyProblem | null {
  switch (refusal.code) {
    case 'KEY_MALFORMED':
      return { kind: 'malformed' };
    case 'KEYCHAIN_UNAVAILABLE':
      return { kind: 'keychain', act: doing === 'removing' ? 'remove' : 'keep', why: refusal.data.why };
    case 'KEY_MISSING':
    case 'SERVER_MISSING':
      // The row shows by itself that there is none.
      return null;
  }
}
