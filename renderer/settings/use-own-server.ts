import { useState } from 'react';
import type { AddressRefusal, KeychainTrouble, ProviderState } from '../../shared/contracts/desktop/index.ts';
import { type Answered, ask, desktop, queryClient, sayFault } from '../bridge/index.ts';

/** What stood in the way, each with words of its own. */
export type ServerProblem =
  | { readonly kind: AddressRefusal }
  | { readonly kind: 'unreachable' | 'wants-key' | 'wants-another' | 'wants-its-own' }
  | { readonly kind: 'redirects' | 'too-large' | 'no-models' }
  | { readonly kind: 'keychain'; readonly why: KeychainTrouble };

export interface Serving {
  /** What stands in the field: as typed, or the address that is set. */
  readonly address: string;
  /** It is another address than the one that is set. */
  readonly changed: boolean;
  readonly busy: 'asking' | 'removing' | null;
  readonly problem: ServerProblem | null;
  /** Another computer in the network: the person has to say so first. */
  readonly unconfirmed: string | null;
  type(text: string): void;
  save(): Promise<void>;
  confirm(): Promise<void>;
  leave(): void;
  test(): Promise<void>;
  remove(): Promise<void>;
}

type Refusal =
  | { readonly code: 'ADDRESS_REFUSED'; readonly data: { readonly why: AddressRefusal } }
  | { readonly code: 'ADDRESS_UNCONFIRMED'; readonly data: { readonly address: string } }
  | { readonly code: 'SERVER_UNREACHABLE' | 'SERVER_WANTS_KEY' | 'KEY_MISSING' | 'SERVER_MISSING' }
  | {
      readonly code: 'SERVER_NOT_COMPATIBLE';
      readonly data: { readonly why: 'redirects' | 'too-large' | 'no-models' };
    }
  | { readonly code: 'KEYCHAIN_UNAVAILABLE'; readonly data: { readonly why: KeychainTrouble } };

/** The address of a person's own server, from the field to where it is kept. Nothing is kept of one that was refused. */
export function useOwnServer({ server, hasKey }: ProviderState): Serving {
  const [typed, setTyped] = useState<string | null>(null);
  const [busy, setBusy] = useState<Serving['busy']>(null);
  const [problem, setProblem] = useState<ServerProblem | null>(null);
  const [unconfirmed, setUnconfirmed] = useState<string | null>(null);
  const kept = server?.address ?? '';
  const address = typed ?? kept;

  const act = async (
    doing: NonNullable<Serving['busy']>,
    call: () => Promise<Answered<unknown, Refusal>>,
  ): Promise<void> => {
    if (busy !== null) return;
    setBusy(doing);
    setProblem(null);
    const answer = await call();
    if (answer.kind === 'fault') sayFault(answer.error);
    if (answer.kind === 'refusal') {
      const { refusal } = answer;
      if (refusal.code === 'ADDRESS_UNCONFIRMED') setUnconfirmed(refusal.data.address);
      else setProblem(problemOf(refusal, { hasKey, isAnother: server !== null && !isSame(kept, address) }));
    }
    await queryClient.invalidateQueries({ queryKey: ['providers'] });
    if (answer.kind === 'value') setTyped(null);
    setBusy(null);
  };
  const set = (wanted: string, confirmed: boolean) =>
    act('asking', () => ask(desktop.providers.setServer({ address: wanted, confirmed })));

  return {
    address,
    changed: address.trim() !== kept,
    busy,
    problem,
    unconfirmed,
    type(text) {
      setTyped(text);
      setProblem(null);
    },
    save: () => set(address, false),
    async confirm() {
      setUnconfirmed(null);
      // What was read out is what is meant, whatever the field says by now.
      if (unconfirmed !== null) await set(unconfirmed, true);
    },
    leave: () => setUnconfirmed(null),
    test: () => act('asking', () => ask(desktop.providers.testKey({ id: 'own-server' }))),
    remove: () => act('removing', () => ask(desktop.providers.removeServer({}))),
  };
}

interface Held {
  /** A server is set, and another one was asked: a key that is held was not shown to it. */
  readonly isAnother: boolean;
  readonly hasKey: boolean;
}

function problemOf(
  refusal: Exclude<Refusal, { code: 'ADDRESS_UNCONFIRMED' }>,
  held: Held,
): ServerProblem | null {
  switch (refusal.code) {
    case 'ADDRESS_REFUSED':
      return { kind: refusal.data.why };
    case 'SERVER_UNREACHABLE':
      return { kind: 'unreachable' };
    case 'SERVER_WANTS_KEY':
      if (held.isAnother) return { kind: 'wants-its-own' };
      return { kind: held.hasKey ? 'wants-another' : 'wants-key' };
    case 'SERVER_NOT_COMPATIBLE':
      return { kind: refusal.data.why };
    case 'KEYCHAIN_UNAVAILABLE':
      return { kind: 'keychain', why: refusal.data.why };
    case 'KEY_MISSING':
    case 'SERVER_MISSING':
      // The row shows by itself that there is none.
      return null;
  }
}

/** Keys belong to an origin: a new path on the same computer and port is the same server. */
function isSame(kept: string, typed: string): boolean {
  const whole = typed.includes('://') ? typed.trim() : `http://${typed.trim()}`;
  return URL.canParse(whole) && new URL(whole).origin === new URL(kept).origin;
}
