import { useState } from 'react';
import type { CloudAccount } from '../../../shared/contracts/cloud/index.ts';
import type { AccountState } from '../../../shared/contracts/desktop/index.ts';
import { SettingRow } from '../../settings/index.ts';
import { useWords } from '../../text/index.ts';
import { Button } from '../../ui/index.ts';
import { type Away, Part } from '../part.tsx';
import { AddressDialog } from './address-dialog.tsx';
import { WayRows } from './way-rows.tsx';

interface WaysPartProps {
  readonly state: AccountState;
  readonly account: CloudAccount;
  readonly away: Away;
}

/** The address, and every way this person signs in or could. */
export function WaysPart({ state, account, away }: WaysPartProps) {
  const t = useWords();
  const [changing, setChanging] = useState(false);
  return (
    <Part title={t('account:ways.title')} away={away}>
      <SettingRow name={t('account:ways.address')} text={account.address ?? t('account:ways.noAddress')}>
        <Button size="medium" off={away !== null} aria-haspopup="dialog" onClick={() => setChanging(true)}>
          {t('account:ways.change')}
        </Button>
      </SettingRow>
      <WayRows state={state} account={account} off={away !== null} />
      {changing ? <AddressDialog address={account.address} onClose={() => setChanging(false)} /> : null}
    </Part>
  );
}
