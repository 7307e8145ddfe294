import { useState } from 'react';
import { ask, askAccount, type CloudRefusal, desktop } from '../../bridge/index.ts';
import { say } from '../../text/index.ts';
import { announce, showToast } from '../../ui/index.ts';
import type { CodeRefusal } from '../code-field.tsx';
import { useAct } from '../use-act.ts';

type Refusal =
  | CloudRefusal
  | CodeRefusal
  | { readonly code: 'GUEST' }
  | { readonly code: 'ADDRESS_MALFORMED' };

export interface AddressChange {
  readonly typed: string;
  readonly code: string;
  /** The address that a code was sent to; null before. */
  readonly sentTo: string | null;
  readonly busy: boolean;
  readonly malformed: boolean;
  readonly codeRefusal: CodeRefusal | null;
  readonly refusal: CloudRefusal | { readonly code: 'GUEST' } | null;
  type(address: string): void;
  typeCode(code: string): void;
  send(): Promise<void>;
  /** True when the new address is in use. */
  confirm(): Promise<boolean>;
  /** Back to the field for the address. */
  another(): void;
}

/** A new address: a code goes there, and with the code it takes the old one's place. */
export function useAddressChange(): AddressChange {
  const act = useAct<Refusal>();
  const [typed, setTyped] = useState('');
  const [code, setCode] = useState('');
  const [sentTo, setSentTo] = useState<string | null>(null);
  const { refusal } = act;
  const isCode = refusal?.code === 'CODE_WRONG' || refusal?.code === 'CODE_GONE';
  const malformed = refusal?.code === 'ADDRESS_MALFORMED';
  return {
    typed,
    code,
    sentTo,
    busy: act.busy,
    malformed,
    codeRefusal: isCode ? refusal : null,
    refusal: isCode || malformed ? null : refusal,
    type(address) {
      setTyped(address);
      act.forget();
    },
    typeCode(digits) {
      setCode(digits);
      act.forget();
    },
    async send() {
      const address = typed.trim();
      const sent = await act.run(() => ask(desktop.account.requestAddressChange({ address })));
      if (sent !== null) setSentTo(address);
    },
    async confirm() {
      const state = await act.run(() => askAccount(desktop.account.confirmAddressChange({ code })));
      if (state === null) return false;
      const title = say('account:address.changed', { address: sentTo ?? '' });
      announce(title);
      showToast({ icon: 'done', title });
      return true;
    },
    another() {
      act.forget();
      setCode('');
      setSentTo(null);
    },
  };
}
