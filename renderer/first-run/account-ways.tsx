import { Palette, UserRound } from 'lucide-react';
import { useState } from 'react';
import type { AccountState } from '../../shared/contracts/desktop/index.ts';
import { LegalLinks, Refused, SignIn, useGuest, useLook } from '../account/index.ts';
import { accountName } from '../bridge/index.ts';
import { useWords } from '../text/index.ts';
import { Button, Mark } from '../ui/index.ts';
import styles from './first-run.module.css';
import { KeyWay } from './key-way.tsx';
import { OtherWay } from './other-way.tsx';
import { Steps } from './steps.tsx';

interface AccountWaysProps {
  readonly state: AccountState;
  readonly cloud: string;
  /** There is an account now, a member's or a guest's. */
  readonly onAccount: () => void;
  readonly onKey: () => void;
  readonly onSandbox: () => void;
}

/** Step 1 where there is a cloud. None of the ways without an account waits for it. */
export function AccountWays({ state, cloud, onAccount, onKey, onSandbox }: AccountWaysProps) {
  const t = useWords();
  // Which ways there are is the cloud's to say; until it does, one is sure.
  useLook();
  const account = state.session.kind === 'in' ? state.session.account : null;
  const name = accountName(account);
  // Who signs in here goes on by themselves; who was signed in when this opened is asked.
  const [wasMember] = useState(account?.kind === 'member');
  const isMember = wasMember && account?.kind === 'member';
  return (
    <div className={styles.inside}>
      <div>
        <Mark />
        <h1 className={styles.headline}>{t('firstRun:headline')}</h1>
        <p className={styles.text}>
          {name === null ? t('firstRun:cloudText') : t('firstRun:memberText', { name })}
        </p>
      </div>
      {isMember ? (
        <Button look="primary" size="large" onClick={onAccount}>
          {t('firstRun:member')}
        </Button>
      ) : (
        <SignIn state={state} onDone={onAccount} />
      )}
      <div className={styles.or}>
        <hr />
        {t('firstRun:orWithout')}
        <hr />
      </div>
      <div className={styles.others}>
        <KeyWay onKept={onKey} />
        {isMember || state.service?.guests === false ? null : (
          <GuestWay isGuest={account?.kind === 'guest'} onGuest={onAccount} />
        )}
        <OtherWay
          icon={Palette}
          name={t('firstRun:sandbox')}
          text={t('firstRun:sandboxText')}
          onChoose={onSandbox}
        />
      </div>
      <div className={styles.foot}>
        <Steps step={1} />
        <LegalLinks cloud={cloud} />
      </div>
    </div>
  );
}

/** Who is a guest already goes on as the same one. */
function GuestWay({ isGuest, onGuest }: { readonly isGuest: boolean; readonly onGuest: () => void }) {
  const t = useWords();
  const guest = useGuest();
  const choose = async (): Promise<void> => {
    if (isGuest || (await guest.start())) onGuest();
  };
  return (
    <>
      <OtherWay
        icon={UserRound}
        name={t('account:signIn.guest')}
        text={t('account:signIn.guestText')}
        off={guest.busy}
        onChoose={() => void choose()}
      />
      <Refused refusal={guest.refusal} />
    </>
  );
}
