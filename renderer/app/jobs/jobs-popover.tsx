import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { cancelJob, jobsQuery, showJobs } from '../../bridge/index.ts';
import { isRunning } from '../../studio/index.ts';
import { useWords } from '../../text/index.ts';
import { Button } from '../../ui/index.ts';
import { JobRow } from './job-row.tsx';
import styles from './jobs-popover.module.css';

const JOBS_SHOWN = 20;

/** Every job that runs and the last that ended. It does not stop the work behind it, so it does not trap focus. */
export function JobsPopover({ onClosed }: { readonly onClosed: () => void }) {
  const t = useWords();
  const panel = useRef<HTMLElement>(null);
  const { data: jobs } = useQuery(jobsQuery);
  const running = (jobs ?? []).filter(isRunning);
  useEffect(() => {
    panel.current?.focus();
    const onPointerDown = (event: PointerEvent): void => {
      if (!(event.target instanceof Element)) return;
      const inside =
        panel.current?.contains(event.target) || event.target.closest('[data-jobs-pill]') !== null;
      if (!inside) showJobs(false);
    };
    document.addEventListener('pointerdown', onPointerDown);
    return () => document.removeEventListener('pointerdown', onPointerDown);
  }, []);
  return (
    <section
      ref={panel}
      className={styles.panel}
      role="dialog"
      aria-label={t('jobs:title')}
      tabIndex={-1}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.preventDefault();
        showJobs(false);
        onClosed();
      }}
    >
      <div className={styles.head}>
        <h2 className={styles.title}>{t('jobs:title')}</h2>
        {running.length > 0 ? (
          <Button
            look="ghost"
            size="small"
            onClick={() => {
              for (const job of running) void cancelJob(job.id);
            }}
          >
            {t('jobs:cancelAll')}
          </Button>
        ) : null}
      </div>
      {jobs === undefined || jobs.length === 0 ? (
        <p className={styles.none}>{t('jobs:none')}</p>
      ) : (
        <ul className={styles.list} aria-label={t('jobs:title')}>
          {jobs.slice(0, JOBS_SHOWN).map((job) => (
            <JobRow key={job.id} job={job} />
          ))}
        </ul>
      )}
      {running.length === 0 ? null : <p className={styles.foot}>{t('jobs:cancelNote')}</p>}
    </section>
  );
}
