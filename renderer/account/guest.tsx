import type { CloudAccount } from '../../shared/contracts/cloud/index.ts';
import type { AccountState } from '../../shared/contracts/desktop/index.ts';
import { beginSignIn, type CloudRefusal } from '../bridge/index.ts';
import { useWords } from '../text/index.ts';
import { Avatar, Button } from '../ui/index.ts';
import styles from './account.module.css';
import type { Farewell } from './farewell.tsx';
import type { Away } from './part.tsx';
import { ProfilePart } from './profile/profile-part.tsx';
import { Refused } from './refused.tsx';
import { DeletePart } from './safety/delete-part.tsx';
import { EventsPart } from './safety/events-part.tsx';
import { Ended } from './sign-in/ended.tsx';
import { useSigningIn } from './sign-in/use-signing-in.ts';
import { Waiting } from './sign-in/waiting.tsx';
import { TermsPart } from './terms/terms-part.tsx';

interface GuestProps {
  readonly state: AccountState;
  readonly account: CloudAccount;
  readonly cloud: string;
  readonly away: Away;
  readonly onFarewell: (farewell: Farewell) => void;
}

/** What a guest lacks, and the one act that mends it. */
export function Guest({ state, account, cloud, away, onFarewell }: GuestProps) {
  const t = useWords();
  return (
    <>
      <div className={styles.head}>
        <Avatar large picture={null} initials={null} />
        <div className={styles.who}>
          <h2 className={styles.name}>{t('account:guest.title')}</h2>
          <p className={styles.text}>{t('account:guest.text')}</p>
        </div>
      </div>
      <KeepEverything state={state} />
      <ProfilePart account={account} away={away} />
      <TermsPart
        state={state}
        cloud={cloud}
        account={account}
        away={away}
        onUnderAge={(minimumAge) => onFarewell({ kind: 'under-age', minimumAge })}
      />
      <EventsPart account={account} away={away} />
      <DeletePart
        account={account}
        away={away}
        onClosed={(when, goneAtMs) => onFarewell({ kind: 'closed', when, goneAtMs, wasGuest: true })}
      />
    </>
  );
}

/** The page in the browser asks how, so one button is enough. */
function KeepEverything({ state }: { readonly state: AccountState }) {
  const t = useWords();
  const signingIn = useSigningIn<null, CloudRefusal>({
    state,
    start: beginSignIn,
    // The page says it, because a guest's part of it is gone by then.
    onDone: () => undefined,
  });
  const { ending } = signingIn;
  if (state.signingIn !== null) return <Waiting signingIn={state.signingIn} takesFocus={signingIn.begun} />;
  return (
    <>
      {ending === null ? null : (
        <Ended
          title={t(`account:signIn.ended.${ending}.title`)}
          text={t(`account:signIn.ended.${ending}.text`)}
          stop={ending !== 'cancelled'}
          onAgain={ending === 'under-age' ? null : () => void signingIn.again()}
        />
      )}
      <Refused refusal={signingIn.refusal} />
      <p className={styles.under}>
        <Button look="primary" size="large" off={signingIn.busy} onClick={() => void signingIn.begin(null)}>
          {t('account:guest.keep')}
        </Button>
      </p>
    </>
  );
}
