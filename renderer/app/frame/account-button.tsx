import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import type { AccountState } from '../../../shared/contracts/desktop/index.ts';
import { accountName, accountPictureAddress, accountQuery } from '../../bridge/index.ts';
import { initialsOf, useWords, type Words } from '../../text/index.ts';
import { Avatar } from '../../ui/index.ts';
import { views } from '../views.ts';
import styles from './account-button.module.css';

const AccountMenu = lazy(views.accountMenu);

/** Who is signed in, at the end of the top bar. Without a cloud there is nobody to be, and nothing is shown. */
export function AccountButton() {
  const { data: state } = useQuery(accountQuery);
  if (state === undefined || state.cloud === null) return null;
  return <Button state={state} />;
}

/** As the mark's menu: its machinery is fetched when it is first opened. */
function Button({ state }: { readonly state: AccountState }) {
  const t = useWords();
  const [wanted, setWanted] = useState(false);
  const face = faceOf(state, t);
  const button = (
    <button
      type="button"
      className={`${styles.button} ${face.words === null ? '' : styles.worded}`}
      aria-label={face.label}
      aria-haspopup="menu"
      data-account=""
      onClick={wanted ? undefined : () => setWanted(true)}
    >
      {face.hasAvatar ? <Avatar picture={face.picture} initials={face.initials} /> : null}
      {face.words}
    </button>
  );
  if (!wanted) return button;
  return (
    <Suspense fallback={button}>
      <AccountMenu trigger={button} />
    </Suspense>
  );
}

interface Face {
  readonly label: string;
  readonly hasAvatar: boolean;
  readonly picture: string | null;
  readonly initials: string | null;
  readonly words: string | null;
}

function faceOf({ session }: AccountState, t: Words): Face {
  const plain = { hasAvatar: true, picture: null, initials: null, words: null };
  if (session.kind === 'out') {
    const words = t('account:button.signIn');
    return { ...plain, label: words, hasAvatar: false, words };
  }
  const account = session.kind === 'in' ? session.account : null;
  if (account?.kind === 'guest') {
    return { ...plain, label: t('account:button.guestNamed'), words: t('account:button.guest') };
  }
  const name = accountName(account);
  if (account === null || name === null) return { ...plain, label: t('account:button.unnamed') };
  const initials = initialsOf(name);
  return {
    ...plain,
    label: t('account:button.named', { initials, name }),
    picture: account.pictureVersion === null ? null : accountPictureAddress(account.pictureVersion),
    initials: initials || null,
  };
}
