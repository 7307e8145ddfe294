import { useState } from 'react';
import { type Answered, sayFault } from '../bridge/index.ts';

export interface Act<Refusal> {
  readonly busy: boolean;
  /** Why the last one was refused; gone when the next one begins. */
  readonly refusal: Refusal | null;
  /** The call's value, or null when there is none and the person was told. One at a time. */
  run<Value>(call: () => Promise<Answered<Value, Refusal>>): Promise<Value | null>;
  forget(): void;
}

/** One thing that is asked of the cloud: what is shown while it is under way, and why it was not done. */
export function useAct<Refusal>(): Act<Refusal> {
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  return {
    busy,
    refusal,
    async run(call) {
      if (busy) return null;
      setBusy(true);
      setRefusal(null);
      const answer = await call();
      setBusy(false);
      if (answer.kind === 'value') return answer.value;
      if (answer.kind === 'refusal') setRefusal(answer.refusal);
      else sayFault(answer.error);
      return null;
    },
    forget: () => setRefusal(null),
  };
}
