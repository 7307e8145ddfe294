import { useEffect, useRef, useState } from 'react';
import type { AccountState } from '../../../shared/contracts/desktop/index.ts';
import type { Answered } from '../../bridge/index.ts';
import { useAct } from '../use-act.ts';

export type Ending = NonNullable<AccountState['lastTry']>;

interface SigningIn<Method, Refusal> {
  readonly busy: boolean;
  /** What is waited for was begun by this part of the page. */
  readonly begun: boolean;
  /** Why the browser was not opened. */
  readonly refusal: Refusal | null;
  /** How what was waited for here ended without signing in. */
  readonly ending: Ending | null;
  begin(method: Method): Promise<void>;
  /** Once more, by the same way. */
  again(): Promise<void>;
}

interface SigningInParts<Method, Refusal> {
  readonly state: AccountState;
  readonly start: (method: Method) => Promise<Answered<AccountState, Refusal>>;
  /** It has ended well while somebody looked. Comes once. */
  readonly onDone: () => void;
}

/**
 * What is done in the person's browser, followed from here: signing in, or linking another way to. The desktop waits
 * for it and goes on doing so when this page is left.
 */
export function useSigningIn<Method, Refusal>(
  parts: SigningInParts<Method, Refusal>,
): SigningIn<Method, Refusal> {
  const act = useAct<Refusal>();
  const [method, setMethod] = useState<Method | null>(null);
  const [begun, setBegun] = useState(false);
  const [waited, setWaited] = useState(false);
  const { lastTry, signingIn } = parts.state;
  const waiting = signingIn !== null;
  const done = useRef(parts.onDone);
  useEffect(() => {
    done.current = parts.onDone;
  });
  const wasWaiting = useRef(false);
  useEffect(() => {
    if (waiting) setWaited(true);
    if (!waiting && wasWaiting.current) setBegun(false);
    if (!waiting && wasWaiting.current && lastTry === null) done.current();
    wasWaiting.current = waiting;
  }, [waiting, lastTry]);
  const begin = async (chosen: Method): Promise<void> => {
    setMethod(chosen);
    setWaited(false);
    setBegun(true);
    await act.run(() => parts.start(chosen));
  };
  return {
    busy: act.busy,
    begun,
    refusal: act.refusal,
    ending: waited && !waiting ? lastTry : null,
    begin,
    again: async () => {
      if (method !== null) await begin(method);
    },
  };
}
