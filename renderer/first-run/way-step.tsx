import { useQuery } from '@tanstack/react-query';
import { ChevronRight, KeyRound, Palette } from 'lucide-react';
import { useState } from 'react';
import { catalogueQuery } from '../bridge/index.ts';
import { KeychainNotice, useKeeping } from '../settings/index.ts';
import { useWords } from '../text/index.ts';
import { Button, Field, Icon, Mark } from '../ui/index.ts';
import styles from './first-run.module.css';
import { Steps } from './steps.tsx';

/** Step 1: the sandbox, or the person's own key. The answer is the model the form starts with. */
export function WayStep({ onChosen }: { readonly onChosen: (modelId: string) => void }) {
  const t = useWords();
  const [ownKey, setOwnKey] = useState(false);
  const { data: catalogue } = useQuery(catalogueQuery);
  const modelOf = (provider: 'sandbox' | 'openai'): string =>
    catalogue?.models.find((model) => model.provider === provider && model.status === 'live')?.id ??
    'sandbox';
  return (
    <div className={styles.inside}>
      <div>
        <Mark />
        <h1 className={styles.headline}>{t('firstRun:headline')}</h1>
        <p className={styles.text}>{t('firstRun:text')}</p>
      </div>
      <button type="button" className={styles.way} onClick={() => onChosen(modelOf('sandbox'))}>
        <Icon of={Palette} />
        <span>
          <span className={styles.wayName}>{t('firstRun:sandbox')}</span>
          <span className={styles.wayText}>{t('firstRun:sandboxText')}</span>
        </span>
      </button>
      <div className={styles.or}>
        <hr />
        {t('firstRun:or')}
        <hr />
      </div>
      <button
        type="button"
        className={styles.other}
        aria-expanded={ownKey}
        onClick={() => setOwnKey(!ownKey)}
      >
        <Icon of={KeyRound} />
        <span>
          <span className={styles.name}>{t('firstRun:ownKey')}</span>
          <span className={styles.note}>{t('firstRun:ownKeyText')}</span>
        </span>
        <Icon of={ChevronRight} />
      </button>
      {ownKey ? <KeyForm onKept={() => onChosen(modelOf('openai'))} /> : null}
      <div className={styles.foot}>
        <Steps step={1} />
      </div>
    </div>
  );
}

/** The key is kept in the system keychain; without one nothing is kept until the person says so. */
function KeyForm({ onKept }: { readonly onKept: () => void }) {
  const t = useWords();
  const keeping = useKeeping('openai');
  const { typed, problem, busy } = keeping;
  const off = typed.trim() === '' || busy !== null;
  const keep = async (where: 'keychain' | 'session'): Promise<void> => {
    if (await keeping.save(where)) onKept();
  };
  return (
    <form
      className={styles.key}
      onSubmit={(event) => {
        event.preventDefault();
        if (!off) void keep('keychain');
      }}
    >
      <Field
        tall
        autoFocus
        type="password"
        autoComplete="off"
        label={t('firstRun:key')}
        placeholder={t('firstRun:keyPlaceholder')}
        wrong={problem?.kind === 'malformed'}
        value={typed}
        onChange={(event) => keeping.type(event.currentTarget.value)}
      />
      <Button type="submit" look="inverse" size="medium" off={off}>
        {t('firstRun:keyContinue')}
      </Button>
      {busy === null ? null : (
        <p className={styles.wrong} role="status">
          {t('firstRun:keySaving')}
        </p>
      )}
      {problem?.kind === 'malformed' ? (
        <p className={styles.wrong} role="alert">
          {t('firstRun:keyMalformed')}
        </p>
      ) : null}
      {problem?.kind === 'keychain' ? (
        <div className={styles.notice}>
          <KeychainNotice problem={problem} onSession={() => void keep('session')} />
        </div>
      ) : null}
    </form>
  );
}
