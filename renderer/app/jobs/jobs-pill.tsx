import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useRef } from 'react';
import { jobsQuery, showJobs, usePanels, useProgressStore } from '../../bridge/index.ts';
import { isRunning } from '../../studio/index.ts';
import { useWords } from '../../text/index.ts';
import { ProgressRing } from '../../ui/index.ts';
import { views } from '../views.ts';
import styles from './jobs-pill.module.css';

const JobsPopover = lazy(views.jobs);

/** How far all running jobs are together, by pictures asked for. */
export function useRunningShare(): { readonly running: number; readonly share: number } {
  const { data: jobs } = useQuery(jobsQuery);
  const running = (jobs ?? []).filter(isRunning);
  const pictures = running.reduce((sum, job) => sum + job.count, 0);
  const share = useProgressStore(({ byId }) => {
    const made = running.reduce((sum, job) => sum + job.count * (byId[job.id]?.fraction ?? 0), 0);
    return pictures === 0 ? 0 : made / pictures;
  });
  return { running: running.length, share };
}

export function JobsPill() {
  const t = useWords();
  const open = usePanels((panels) => panels.jobs);
  const pill = useRef<HTMLButtonElement>(null);
  const { running, share } = useRunningShare();
  const percent = Math.round(share * 100);
  return (
    <div className={styles.anchor}>
      <button
        ref={pill}
        type="button"
        className={styles.pill}
        aria-label={running === 0 ? t('jobs:pill.none') : t('jobs:pill.running', { count: running, percent })}
        aria-haspopup="dialog"
        aria-expanded={open}
        aria-keyshortcuts="Control+Shift+J"
        data-jobs-pill=""
        onClick={() => showJobs(!open)}
      >
        <ProgressRing fraction={running === 0 ? null : share} />
        <span>{running === 0 ? t('jobs:title') : t('jobs:pill.count', { count: running })}</span>
      </button>
      {open ? (
        <Suspense fallback={null}>
          <JobsPopover onClosed={() => pill.current?.focus()} />
        </Suspense>
      ) : null}
    </div>
  );
}
