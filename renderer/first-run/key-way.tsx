import { KeyRound } from 'lucide-react';
import { useState } from 'react';
import { KeychainNotice, useKeeping } from '../settings/index.ts';
import { useWords } from '../text/index.ts';
import { Button, Field } from '../ui/index.ts';
import styles from './first-run.module.css';
import { OtherWay } from './other-way.tsx';

/** The person's own key: a row that opens the field for it. */
export function KeyWay({ onKept }: { readonly onKept: () => void }) {
  const t = useWords();
  const [open, setOpen] = useState(false);
  return (
    <>
      <OtherWay
        icon={KeyRound}
        name={t('firstRun:ownKey')}
        text={t('firstRun:ownKeyText')}
        expanded={open}
        onChoose={() => setOpen(!open)}
      />
      {open ? <KeyForm onKept={onKept} /> : null}
    </>
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
