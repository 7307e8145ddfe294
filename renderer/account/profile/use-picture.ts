import { useState } from 'react';
import {
  type AccountPictureAnswer,
  accountQuery,
  askAccount,
  type CloudRefusal,
  desktop,
  type FaultWords,
  outageWords,
  queryClient,
  sayFault,
  sendAccountPicture,
} from '../../bridge/index.ts';
import { say } from '../../text/index.ts';
import { announce, showToast } from '../../ui/index.ts';
import { useAct } from '../use-act.ts';

export interface PictureForm {
  readonly busy: boolean;
  readonly refusal: CloudRefusal | null;
  /** What was wrong with the file. */
  readonly problem: FaultWords | null;
  send(file: File): Promise<void>;
  /** True when it is gone. */
  remove(): Promise<boolean>;
}

/** The person's picture on its way to the cloud; what is looked at there is only taken when it is a picture. */
export function usePicture(): PictureForm {
  const act = useAct<CloudRefusal>();
  const [sending, setSending] = useState(false);
  const [sent, setSent] = useState<AccountPictureAnswer | null>(null);
  const tell = (key: 'saved' | 'removed'): void => {
    announce(say(`account:picture.${key}`));
    showToast({ icon: 'done', title: say(`account:picture.${key}`) });
  };
  return {
    busy: sending || act.busy,
    refusal: act.refusal ?? (sent === null ? null : cloudRefusalOf(sent)),
    problem: sent === null ? null : problemOf(sent),
    async send(file) {
      if (sending) return;
      setSending(true);
      setSent(null);
      act.forget();
      try {
        const answer = await sendAccountPicture(file);
        if (answer.kind === 'kept') tell('saved');
        setSent(answer);
        await queryClient.invalidateQueries({ queryKey: accountQuery.queryKey });
      } catch (error) {
        sayFault(error);
      }
      setSending(false);
    },
    async remove() {
      setSent(null);
      const state = await act.run(() => askAccount(desktop.account.removePicture({})));
      if (state !== null) tell('removed');
      return state !== null;
    },
  };
}

function cloudRefusalOf(answer: AccountPictureAnswer): CloudRefusal | null {
  if (answer.kind === 'away') return { code: 'CLOUD_AWAY', data: answer.away };
  return answer.kind === 'signed-out' ? { code: 'SIGNED_OUT' } : null;
}

function problemOf(answer: AccountPictureAnswer): FaultWords | null {
  switch (answer.kind) {
    case 'refused':
      return { title: say('account:picture.refused'), text: say(`account:picture.${answer.code}`) };
    case 'outage':
      return answer.outage === null
        ? { title: say('faults:unknown.title'), text: say('faults:unknown.text') }
        : outageWords(answer.outage);
    case 'trouble':
      return { title: say('faults:trouble.title'), text: say('faults:trouble.text') };
    default:
      return null;
  }
}
