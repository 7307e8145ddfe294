import { useId } from 'react';
import type { AccountState } from '../../../shared/contracts/desktop/index.ts';
import { cloudWords, isCloudRefusal } from '../../bridge/index.ts';
import { useWords, type Words } from '../../text/index.ts';
import { Button, Notice, Select } from '../../ui/index.ts';
import { form as fields } from '../../ui/overlays/index.ts';
import styles from '../account.module.css';
import { countriesOnly, NOT_SET } from '../choices.ts';
import { RadioRow } from '../radio-row.tsx';
import { minimumAgeIn } from './age.ts';
import { type Terms, type TermsRefusal, useTerms } from './use-terms.ts';

interface TermsFormProps {
  readonly service: NonNullable<AccountState['service']>;
  readonly livesIn: string | null;
  readonly off: boolean;
  readonly onAgreed: () => void;
  /** Refused by age: nothing of the account stays, so the page that says so is another one. */
  readonly onUnderAge: (minimumAge: number) => void;
}

export function TermsForm({ service, livesIn, off, onAgreed, onUnderAge }: TermsFormProps) {
  const t = useWords();
  const reason = useId();
  const terms = useTerms(livesIn, onUnderAge);
  const { country, oldEnough } = terms;
  const unsaid = country === null || oldEnough === null;
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        if (!unsaid && !off) void terms.send().then((agreed) => agreed && onAgreed());
      }}
    >
      <div>
        <span className={fields.label}>{t('account:terms.country')}</span>
        <Select
          tall
          label={t('account:terms.country')}
          value={country ?? NOT_SET}
          options={[
            { value: NOT_SET, label: t('account:terms.chooseCountry'), off: true },
            ...countriesOnly(),
          ]}
          off={off}
          onChange={terms.choose}
        />
      </div>
      {country === null ? null : (
        <AgeField terms={terms} age={minimumAgeIn(country, service.minimumAge)} off={off} />
      )}
      <TermsNotice refusal={terms.refusal} />
      <div className={styles.line}>
        <Button
          type="submit"
          look={oldEnough === false ? 'default' : 'primary'}
          size="medium"
          off={unsaid || off || terms.busy}
          aria-describedby={unsaid ? reason : undefined}
        >
          {t(oldEnough === false ? 'account:terms.closeUnderAge' : 'account:terms.agree')}
        </Button>
        {unsaid ? (
          <span id={reason} className={styles.note}>
            {t('account:terms.chooseFirst')}
          </span>
        ) : null}
      </div>
    </form>
  );
}

interface AgeFieldProps {
  readonly terms: Terms;
  readonly age: number;
  readonly off: boolean;
}

/** What the lesser answer leads to is said before it is sent. */
function AgeField({ terms, age, off }: AgeFieldProps) {
  const t = useWords();
  const name = useId();
  return (
    <fieldset className={styles.radios}>
      <legend className={fields.label}>{t('account:terms.age')}</legend>
      {[true, false].map((older) => (
        <RadioRow
          key={String(older)}
          name={name}
          label={t(older ? 'account:terms.older' : 'account:terms.younger', { age })}
          checked={terms.oldEnough === older}
          off={off}
          onChoose={() => terms.say(older)}
        />
      ))}
      {terms.oldEnough === false ? (
        <p className={styles.rule} role="status">
          {t('account:terms.youngerText', { age })}
        </p>
      ) : null}
    </fieldset>
  );
}

function TermsNotice({ refusal }: { readonly refusal: TermsRefusal | null }) {
  const t = useWords();
  if (refusal === null) return null;
  return <Notice stop {...wordsOf(refusal, t)} />;
}

function wordsOf(refusal: TermsRefusal, t: Words) {
  if (isCloudRefusal(refusal)) return cloudWords(refusal);
  if (refusal.code === 'TERMS_OUTDATED') {
    return { title: t('account:terms.outdated.title'), text: t('account:terms.outdated.text') };
  }
  const { minimumAge } = refusal.data;
  return {
    title: t('account:terms.underAge.title', { age: minimumAge }),
    text: t('account:terms.underAge.text'),
  };
}
