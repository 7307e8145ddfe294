import { type ReactNode, useEffect, useState } from 'react';
import type { Job, OutageData } from '../../../shared/contracts/desktop/index.ts';
import { closeJob, outageWords, retryStore } from '../../bridge/index.ts';
import { useWords } from '../../text/index.ts';
import { Button } from '../../ui/index.ts';
import { providerName } from './job-words.ts';
import styles from './jobs-popover.module.css';

interface BlockedNoteProps {
  readonly job: Job;
  readonly blocked: OutageData;
}

/** How long a try that fails again may look like work before the row says that it failed again. */
const TRIED_AFTER_MS = 600;

/** What keeps a delivered picture from being saved. The desktop tries by itself; the person may say "now". */
export function BlockedNote({ job, blocked }: BlockedNoteProps) {
  const t = useWords();
  const [tries, setTries] = useState<'none' | 'trying' | 'tried'>('none');
  useEffect(() => {
    if (tries !== 'trying') return;
    const timer = setTimeout(() => setTries('tried'), TRIED_AFTER_MS);
    return () => clearTimeout(timer);
  }, [tries]);
  return (
    <Note
      text={
        tries === 'tried'
          ? `${t('jobs:stillBlocked')} ${outageWords(blocked).text}`
          : outageWords(blocked).text
      }
    >
      <Button
        size="small"
        off={tries === 'trying'}
        onClick={() => {
          setTries('trying');
          void retryStore(job.id);
        }}
      >
        {t('common:tryAgain')}
      </Button>
    </Note>
  );
}

/** It may have been made and paid for, so it is not sent again by itself and stays until a person closes it. */
export function InterruptedNote({ job, title }: { readonly job: Job; readonly title: string }) {
  const t = useWords();
  return (
    <Note text={t('jobs:interruptedText', { provider: providerName(job) })}>
      <Button size="small" aria-label={t('jobs:close', { title })} onClick={() => void closeJob(job.id)}>
        {t('common:close')}
      </Button>
    </Note>
  );
}

function Note({ text, children }: { readonly text: string; readonly children: ReactNode }) {
  return (
    <div className={styles.note}>
      <p role="status">{text}</p>
      {children}
    </div>
  );
}
