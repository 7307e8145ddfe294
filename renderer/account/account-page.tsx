import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import type { CloudAccount } from '../../shared/contracts/cloud/index.ts';
import type { AccountState, KeychainTrouble } from '../../shared/contracts/desktop/index.ts';
import { accountQuery, signOut } from '../bridge/index.ts';
import { say, useWords } from '../text/index.ts';
import { announce, Button, Notice, showToast } from '../ui/index.ts';
import styles from './account.module.css';
import type { Farewell } from './farewell.tsx';
import { Guest } from './guest.tsx';
import { Member } from './member.tsx';
import type { Away } from './part.tsx';
import { SignedOut } from './signed-out.tsx';
import { useFocusHere } from './use-focus-here.ts';
import { useLook } from './use-look.ts';
import { asOfWords } from './when.ts';

/** Whose account this is: nobody's, a guest's or a member's. What it said last is shown while it cannot be asked. */
export function AccountPage() {
  const t = useWords();
  const { data: state } = useQuery(accountQuery);
  const [farewell, setFarewell] = useState<Farewell | null>(null);
  const [page, focusPage] = useFocusHere<HTMLDivElement>();
  useLook();
  const kind = state === undefined ? undefined : kindOf(state);
  const before = useRef(kind);
  const wasGuest = useRef(false);
  useEffect(() => {
    // Another page took the place of the one that had the focus.
    if (before.current !== undefined && before.current !== kind && document.activeElement === document.body) {
      focusPage();
    }
    before.current = kind;
    if (kind === 'member' && wasGuest.current) {
      announce(say('account:guest.kept'));
      showToast({ icon: 'done', title: say('account:guest.kept') });
    }
    // Between the two it may not be known for a moment whose account it is.
    if (kind !== 'in') wasGuest.current = kind === 'guest';
    if (kind === 'guest' || kind === 'member') setFarewell(null);
  }, [kind, focusPage]);
  if (state === undefined || state.cloud === null) return null;
  return (
    <div ref={page} className={styles.page} tabIndex={-1}>
      <p className={styles.lead}>{t('account:page.lead')}</p>
      {bodyOf(state, state.cloud, farewell, setFarewell)}
    </div>
  );
}

function bodyOf(
  state: AccountState,
  cloud: string,
  farewell: Farewell | null,
  onFarewell: (farewell: Farewell) => void,
): ReactNode {
  const { session } = state;
  switch (session.kind) {
    case 'opening':
      return <Opening />;
    case 'out':
      return <SignedOut state={state} session={session} cloud={cloud} farewell={farewell} />;
    case 'in': {
      const { account, keychain } = session;
      return (
        <>
          <AsOf state={state} />
          {keychain === null ? null : <NotKept why={keychain} />}
          {account === null ? (
            <NotAsked />
          ) : (
            <SignedIn state={state} account={account} cloud={cloud} onFarewell={onFarewell} />
          )}
        </>
      );
    }
  }
}

interface SignedInProps {
  readonly state: AccountState;
  readonly account: CloudAccount;
  readonly cloud: string;
  readonly onFarewell: (farewell: Farewell) => void;
}

function SignedIn(props: SignedInProps) {
  const away = awayOf(props.state);
  return props.account.kind === 'guest' ? (
    <Guest {...props} away={away} />
  ) : (
    <Member {...props} away={away} />
  );
}

/** The newest token is in memory alone. */
function NotKept({ why }: { readonly why: KeychainTrouble }) {
  const t = useWords();
  return (
    <div className={styles.notice}>
      <Notice stop title={t('account:keychain.newest.title')} text={t(`account:keychain.newest.${why}`)} />
    </div>
  );
}

function Opening() {
  const t = useWords();
  return (
    <p className={styles.text} role="status">
      {t('account:page.opening')}
    </p>
  );
}

/** Signed in, and nothing known yet: the sign-in came, and then the connection went. */
function NotAsked() {
  const t = useWords();
  return (
    <>
      <p className={styles.text}>{t('account:page.notAsked')}</p>
      <p>
        <Button size="medium" onClick={() => void signOut()}>
          {t('account:page.signOut')}
        </Button>
      </p>
    </>
  );
}

/** Offline is a state and no error: what it means is said once, and everything stays to be read. */
function AsOf({ state }: { readonly state: AccountState }) {
  const t = useWords();
  const { session } = state;
  const away = awayOf(state);
  const title = asOfWords(state.reach, session.kind === 'in' ? session.asOfMs : null, t);
  if (title === null || away === null) return null;
  return (
    <div className={styles.notice}>
      <Notice
        title={title}
        text={t(away === 'offline' ? 'account:page.offlineText' : 'account:page.downText')}
      />
    </div>
  );
}

function awayOf({ reach }: AccountState): Away {
  return reach === 'offline' || reach === 'down' ? reach : null;
}

function kindOf({ session }: AccountState): string {
  if (session.kind !== 'in') return session.kind;
  return session.account?.kind ?? 'in';
}
