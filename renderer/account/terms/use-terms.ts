import { useState } from 'react';
import type { AccountState } from '../../../shared/contracts/desktop/index.ts';
import { type Answered, askAccount, type CloudRefusal, desktop } from '../../bridge/index.ts';
import { type Act, useAct } from '../use-act.ts';

export type TermsRefusal =
  | CloudRefusal
  | { readonly code: 'TERMS_OUTDATED' }
  | { readonly code: 'UNDER_AGE'; readonly data: { readonly minimumAge: number } };

export interface Terms extends Pick<Act<TermsRefusal>, 'busy' | 'refusal'> {
  readonly country: string | null;
  /** Null until it was said. It is asked anew for another country. */
  readonly oldEnough: boolean | null;
  choose(country: string): void;
  say(oldEnough: boolean): void;
  /** True when the terms are agreed to. */
  send(): Promise<boolean>;
}

/** Agreeing to the terms in force: where the person lives, and that they are old enough there. */
export function useTerms(livesIn: string | null, onUnderAge: (minimumAge: number) => void): Terms {
  const act = useAct<TermsRefusal>();
  const [country, setCountry] = useState(livesIn);
  const [oldEnough, setOldEnough] = useState<boolean | null>(null);
  return {
    busy: act.busy,
    refusal: act.refusal,
    country,
    oldEnough,
    choose(chosen) {
      act.forget();
      setCountry(chosen);
      setOldEnough(null);
    },
    say(said) {
      act.forget();
      setOldEnough(said);
    },
    async send() {
      if (country === null || oldEnough === null) return false;
      const state = await act.run(async (): Promise<Answered<AccountState, TermsRefusal>> => {
        const answer = await askAccount(desktop.account.acceptTerms({ country, oldEnough }));
        if (answer.kind === 'refusal' && answer.refusal.code === 'UNDER_AGE') {
          onUnderAge(answer.refusal.data.minimumAge);
        }
        return answer;
      });
      return state !== null;
    },
  };
}
