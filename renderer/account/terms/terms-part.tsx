import type { CloudAccount } from '../../../shared/contracts/cloud/index.ts';
import type { AccountState } from '../../../shared/contracts/desktop/index.ts';
import { SettingRow } from '../../settings/index.ts';
import { formatDate, say, useWords } from '../../text/index.ts';
import { announce, Notice, showToast } from '../../ui/index.ts';
import styles from '../account.module.css';
import { type Away, Part } from '../part.tsx';
import { LegalLinks } from '../sign-in/legal-links.tsx';
import { useFocusHere } from '../use-focus-here.ts';
import { TermsForm } from './terms-form.tsx';

interface TermsPartProps {
  readonly state: AccountState;
  readonly cloud: string;
  readonly account: CloudAccount;
  readonly away: Away;
  readonly onUnderAge: (minimumAge: number) => void;
}

/** Which terms were agreed to, and the form where some still are to be. */
export function TermsPart({ state, cloud, account, away, onUnderAge }: TermsPartProps) {
  const t = useWords();
  const [place, focusPlace] = useFocusHere<HTMLDivElement>();
  const { acceptedTerms, needs } = account;
  const asked = needs.length > 0;
  const changed = asked && acceptedTerms !== null;
  return (
    <Part title={t('account:terms.title')} away={asked ? away : null}>
      <div ref={place} className={styles.place} tabIndex={-1}>
        <SettingRow
          name={t(acceptedTerms === null ? 'account:terms.notYet' : 'account:terms.accepted')}
          text={
            acceptedTerms === null
              ? t('account:terms.none')
              : t('account:terms.acceptedText', { version: versionWords(acceptedTerms) })
          }
        >
          <LegalLinks cloud={cloud} />
        </SettingRow>
      </div>
      {changed ? (
        <div className={styles.under}>
          <Notice
            title={t('account:terms.changed.title')}
            text={t('account:terms.changed.text', { version: versionWords(acceptedTerms) })}
          />
        </div>
      ) : null}
      {asked && state.service !== null ? (
        <TermsForm
          service={state.service}
          livesIn={account.profile.country}
          off={away !== null}
          onUnderAge={onUnderAge}
          onAgreed={() => {
            announce(say('account:terms.thanks'));
            showToast({ icon: 'done', title: say('account:terms.thanks') });
            focusPlace();
          }}
        />
      ) : null}
    </Part>
  );
}

/** A version is the day since which a text holds; should it be called otherwise one day, it is shown as it is. */
function versionWords(version: string): string {
  return /^\d{4}-\d{2}-\d{2}$/.test(version) ? formatDate(version) : version;
}
