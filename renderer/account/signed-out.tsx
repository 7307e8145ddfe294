import { ChevronRight, UserRound } from 'lucide-react';
import type { AccountState } from '../../shared/contracts/desktop/index.ts';
import { useWords } from '../text/index.ts';
import { Icon, Notice } from '../ui/index.ts';
import styles from './account.module.css';
import { type Farewell, FarewellNotice } from './farewell.tsx';
import { Refused } from './refused.tsx';
import { LegalLinks } from './sign-in/legal-links.tsx';
import { SignIn } from './sign-in/sign-in.tsx';
import { useGuest } from './sign-in/use-guest.ts';

interface SignedOutProps {
  readonly state: AccountState;
  readonly session: Extract<AccountState['session'], { readonly kind: 'out' }>;
  readonly cloud: string;
  readonly farewell: Farewell | null;
}

/** Why nobody is signed in, when it was nobody's wish here, and the ways in. */
export function SignedOut({ state, session, cloud, farewell }: SignedOutProps) {
  const t = useWords();
  const { why, keychain } = session;
  return (
    <>
      {farewell === null ? null : (
        <div className={styles.notice}>
          <FarewellNotice farewell={farewell} />
        </div>
      )}
      {why === null || farewell !== null ? null : (
        <div className={styles.notice}>
          <Notice
            stop
            title={t(`account:signedOut.why.${why}.title`)}
            text={t(`account:signedOut.why.${why}.text`)}
          />
        </div>
      )}
      {keychain === null ? null : (
        <div className={styles.notice}>
          <Refused refusal={{ code: 'KEYCHAIN_UNAVAILABLE', data: { why: keychain } }} />
        </div>
      )}
      <section aria-label={t('account:signedOut.title')}>
        <h2>{t('account:signedOut.title')}</h2>
        <p className={styles.text}>{t('account:signedOut.text')}</p>
        <div className={styles.under}>
          <SignIn state={state} />
        </div>
        {state.service?.guests === false || state.signingIn !== null ? null : <GuestWay />}
        <div className={styles.under}>
          <LegalLinks cloud={cloud} />
        </div>
      </section>
    </>
  );
}

function GuestWay() {
  const t = useWords();
  const guest = useGuest();
  return (
    <>
      <button
        type="button"
        className={styles.way}
        aria-disabled={guest.busy || undefined}
        onClick={() => void guest.start()}
      >
        <Icon of={UserRound} />
        <span>
          <span className={styles.rowName}>{t('account:signIn.guest')}</span>
          <span className={styles.rowText}>{t('account:signIn.guestText')}</span>
        </span>
        <Icon of={ChevronRight} />
      </button>
      <Refused refusal={guest.refusal} />
    </>
  );
}
