import { useState } from 'react';
import { type Answered, ask, type CloudRefusal, desktop } from '../../bridge/index.ts';
import { say } from '../../text/index.ts';
import { announce } from '../../ui/index.ts';
import type { CodeRefusal } from '../code-field.tsx';
import { useAct } from '../use-act.ts';

export type ClosingWhen = 'after-grace' | 'now';
type Closed = { readonly goneAtMs: number };

export interface Closing {
  readonly when: ClosingWhen;
  readonly code: string;
  /** Null until the cloud said whether it sent a code. */
  readonly codeNeeded: boolean | null;
  readonly busy: boolean;
  readonly codeRefusal: CodeRefusal | null;
  readonly refusal: CloudRefusal | null;
  choose(when: ClosingWhen): void;
  typeCode(code: string): void;
  /** Asks for the code, the first time and again. */
  askForCode(): Promise<void>;
  close(): Promise<void>;
}

/** Deleting the account, in two steps: when, and then the code that shows whose wish it is. */
export function useClosing(onClosed: (when: ClosingWhen, goneAtMs: number) => void): Closing {
  const act = useAct<CloudRefusal | CodeRefusal>();
  const [when, setWhen] = useState<ClosingWhen>('after-grace');
  const [code, setCode] = useState('');
  const [codeNeeded, setCodeNeeded] = useState<boolean | null>(null);
  const { refusal } = act;
  const isCode = refusal?.code === 'CODE_WRONG' || refusal?.code === 'CODE_GONE';
  return {
    when,
    code,
    codeNeeded,
    busy: act.busy,
    codeRefusal: isCode ? refusal : null,
    refusal: isCode ? null : refusal,
    choose: setWhen,
    typeCode(digits) {
      setCode(digits);
      act.forget();
    },
    async askForCode() {
      const again = codeNeeded !== null;
      const answer = await act.run(() => ask(desktop.account.requestClosing({})));
      if (answer === null) return;
      setCodeNeeded(answer.codeNeeded);
      if (again) {
        setCode('');
        announce(say('account:delete.sentAgain'));
      }
    },
    async close() {
      await act.run(async (): Promise<Answered<Closed, CloudRefusal | CodeRefusal>> => {
        const answer = await ask(desktop.account.close({ when, code: codeNeeded === true ? code : null }));
        // Said here, because the page of a signed-in person may be gone when the answer is here.
        if (answer.kind === 'value') onClosed(when, answer.value.goneAtMs);
        return answer;
      });
    },
  };
}
