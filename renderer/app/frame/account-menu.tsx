import { useQuery } from '@tanstack/react-query';
import { LogIn, LogOut, Mail, UserRound, X } from 'lucide-react';
import type { ReactNode } from 'react';
import type { CloudAccount } from '../../../shared/contracts/cloud/index.ts';
import type { AccountState } from '../../../shared/contracts/desktop/index.ts';
import {
  accountName,
  accountQuery,
  beginSignIn,
  cancelSignIn,
  goTo,
  type SignInMethod,
  sayCloudRefusal,
  sayFault,
  signOut,
  startGuest,
} from '../../bridge/index.ts';
import { formatMoment, useWords } from '../../text/index.ts';
import { Menu, MenuItem, MenuLine, MenuNote } from '../../ui/overlays/index.ts';
import styles from './account-menu.module.css';

export function AccountMenu({ trigger }: { readonly trigger: ReactNode }) {
  const t = useWords();
  const { data: state } = useQuery(accountQuery);
  if (state === undefined) return trigger;
  const { session, signingIn } = state;
  return (
    <Menu label={t('account:menu.label')} trigger={trigger} align="end" startOpen>
      {session.kind === 'in' ? <Who account={session.account} /> : null}
      <Reach state={state} />
      {signingIn === null ? null : (
        <>
          <MenuNote>{t('account:menu.waiting')}</MenuNote>
          <MenuItem icon={X} onSelect={() => void cancelSignIn()}>
            {t('account:menu.cancel')}
          </MenuItem>
          <MenuLine />
        </>
      )}
      {session.kind !== 'in' && signingIn === null ? <WaysIn state={state} /> : null}
      <MenuItem icon={UserRound} onSelect={showAccount}>
        {t('account:menu.account')}
      </MenuItem>
      {session.kind === 'in' ? (
        <Leave isGuest={session.account?.kind === 'guest'} isWaiting={signingIn !== null} />
      ) : null}
    </Menu>
  );
}

function Who({ account }: { readonly account: CloudAccount | null }) {
  const t = useWords();
  if (account === null) return null;
  const name = accountName(account) ?? t('account:button.guest');
  const under = account.kind === 'guest' ? t('account:menu.guestNote') : account.address;
  return (
    <>
      <MenuNote>
        <span className={styles.who}>
          <span className={styles.name}>{name}</span>
          {under === null || under === name ? null : <span className={styles.under}>{under}</span>}
        </span>
      </MenuNote>
      <MenuLine />
    </>
  );
}

/** In words, because it is a state and no error: everything here goes on. */
function Reach({ state }: { readonly state: AccountState }) {
  const t = useWords();
  const { reach, session } = state;
  if (reach !== 'offline' && reach !== 'down') return null;
  const asOfMs = session.kind === 'in' ? session.asOfMs : null;
  return (
    <>
      <MenuNote>
        {asOfMs === null
          ? t(`account:asOf.${reach}Never`)
          : t(`account:asOf.${reach}`, { time: formatMoment(asOfMs, Date.now()) })}
      </MenuNote>
      <MenuLine />
    </>
  );
}

const ICONS = { email: Mail, google: LogIn, github: LogIn } as const;

function WaysIn({ state }: { readonly state: AccountState }) {
  const t = useWords();
  const methods = state.service?.methods ?? ['email'];
  return (
    <>
      {methods.map((method) => (
        <MenuItem key={method} icon={ICONS[method]} onSelect={() => void enter(method)}>
          {t(`account:menu.${method}`)}
        </MenuItem>
      ))}
      {state.service?.guests === false ? null : (
        <MenuItem icon={UserRound} onSelect={() => void enterAsGuest()}>
          {t('account:menu.guest')}
        </MenuItem>
      )}
      <MenuLine />
    </>
  );
}

/** A guest who signs out would lose the account for good, so they are offered to keep it; deleting it is on the page. */
function Leave({ isGuest, isWaiting }: { readonly isGuest: boolean; readonly isWaiting: boolean }) {
  const t = useWords();
  if (!isGuest) {
    return (
      <MenuItem icon={LogOut} onSelect={() => void signOut()}>
        {t('account:menu.signOut')}
      </MenuItem>
    );
  }
  if (isWaiting) return null;
  return (
    <MenuItem icon={LogIn} onSelect={() => void enter(null)}>
      {t('account:menu.keep')}
    </MenuItem>
  );
}

function showAccount(): void {
  goTo({ view: 'settings', page: 'account' });
}

/** The page says what to do in the browser, and how it ends. */
async function enter(method: SignInMethod | null): Promise<void> {
  const answer = await beginSignIn(method);
  if (answer.kind === 'value') showAccount();
  if (answer.kind === 'refusal') sayCloudRefusal(answer.refusal);
  if (answer.kind === 'fault') sayFault(answer.error);
}

async function enterAsGuest(): Promise<void> {
  const answer = await startGuest();
  if (answer.kind === 'refusal') sayCloudRefusal(answer.refusal);
  if (answer.kind === 'fault') sayFault(answer.error);
}
