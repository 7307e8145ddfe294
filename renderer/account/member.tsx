import { useState } from 'react';
import type { CloudAccount } from '../../shared/contracts/cloud/index.ts';
import type { AccountState } from '../../shared/contracts/desktop/index.ts';
import { accountName, accountPictureAddress, signOut } from '../bridge/index.ts';
import { initialsOf, useWords } from '../text/index.ts';
import { Avatar, Button } from '../ui/index.ts';
import styles from './account.module.css';
import type { Farewell } from './farewell.tsx';
import type { Away } from './part.tsx';
import { ProfilePart } from './profile/profile-part.tsx';
import { DeletePart } from './safety/delete-part.tsx';
import { DevicesPart } from './safety/devices-part.tsx';
import { EventsPart } from './safety/events-part.tsx';
import { TermsPart } from './terms/terms-part.tsx';
import { WaysPart } from './ways/ways-part.tsx';

interface MemberProps {
  readonly state: AccountState;
  readonly account: CloudAccount;
  readonly cloud: string;
  readonly away: Away;
  readonly onFarewell: (farewell: Farewell) => void;
}

/** Everything of a member's account. Signing out works without a connection, so it is never off. */
export function Member({ state, account, cloud, away, onFarewell }: MemberProps) {
  const t = useWords();
  const name = accountName(account) ?? t('account:button.unnamed');
  const { address, pictureVersion } = account;
  // What is waited for stands first, what is settled with the rest; and it stays there while it is looked at.
  const [asked] = useState(account.needs.length > 0);
  const terms = (
    <TermsPart
      state={state}
      cloud={cloud}
      account={account}
      away={away}
      onUnderAge={(minimumAge) => onFarewell({ kind: 'under-age', minimumAge })}
    />
  );
  return (
    <>
      <div className={styles.head}>
        <Avatar
          large
          picture={pictureVersion === null ? null : accountPictureAddress(pictureVersion)}
          initials={initialsOf(name) || null}
        />
        <div className={styles.who}>
          <span className={styles.name}>{name}</span>
          {address === null || address === name ? null : <span className={styles.address}>{address}</span>}
        </div>
        <Button size="medium" onClick={() => void signOut()}>
          {t('account:page.signOut')}
        </Button>
      </div>
      {asked ? terms : null}
      <ProfilePart account={account} away={away} />
      <WaysPart state={state} account={account} away={away} />
      {asked ? null : terms}
      <DevicesPart account={account} away={away} />
      <EventsPart account={account} away={away} />
      <DeletePart
        account={account}
        away={away}
        onClosed={(when, goneAtMs) => onFarewell({ kind: 'closed', when, goneAtMs, wasGuest: false })}
      />
    </>
  );
}
