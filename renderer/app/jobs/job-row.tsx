import { ArrowRight, Hourglass, OctagonAlert, RotateCcw, X } from 'lucide-react';
import type { Job } from '../../../shared/contracts/desktop/index.ts';
import {
  cancelJob,
  closeJob,
  goTo,
  outageWords,
  retryStore,
  showJobs,
  thumbnailAddress,
  useProgress,
} from '../../bridge/index.ts';
import { fillForm, focusPrompt, isRunning } from '../../studio/index.ts';
import { pictureTitle, useWords } from '../../text/index.ts';
import { Button, Icon, IconButton, ProgressBar } from '../../ui/index.ts';
import { jobCost, jobLine } from './job-words.ts';
import styles from './jobs-popover.module.css';

export function JobRow({ job }: { readonly job: Job }) {
  const t = useWords();
  const progress = useProgress(job.id);
  const title = t('jobs:name', { title: pictureTitle(job.prompt) });
  const running = isRunning(job);
  return (
    <li className={styles.row}>
      <Thumbnail job={job} />
      <div className={styles.words}>
        <div className={styles.first}>
          <span className={styles.name}>{title}</span>
          <span className={styles.cost}>{jobCost(job)}</span>
        </div>
        <div className={styles.line}>{jobLine(job, progress)}</div>
        {running ? (
          <div className={styles.progress}>
            <ProgressBar fraction={progress?.fraction ?? 0} label={title} />
          </div>
        ) : null}
        {job.blocked === null ? null : (
          <div className={styles.blocked}>
            <p>{outageWords(job.blocked).text}</p>
            <Button size="small" onClick={() => void retryStore(job.id)}>
              {t('common:tryAgain')}
            </Button>
          </div>
        )}
      </div>
      <RowAction job={job} running={running} title={title} />
    </li>
  );
}

function Thumbnail({ job }: { readonly job: Job }) {
  if (job.thumbnail !== null) {
    return <img className={styles.thumbnail} src={thumbnailAddress(job.thumbnail)} alt="" />;
  }
  return (
    <span className={`${styles.thumbnail} ${styles.without}`}>
      <Icon of={isRunning(job) ? Hourglass : OctagonAlert} />
    </span>
  );
}

interface RowActionProps {
  readonly job: Job;
  readonly running: boolean;
  readonly title: string;
}

function RowAction({ job, running, title }: RowActionProps) {
  const t = useWords();
  if (job.interrupted) {
    return (
      <IconButton label={t('jobs:close', { title })} onClick={() => void closeJob(job.id)}>
        <Icon of={X} />
      </IconButton>
    );
  }
  if (running) {
    return (
      <IconButton label={t('jobs:cancelOne', { title })} onClick={() => void cancelJob(job.id)}>
        <Icon of={X} />
      </IconButton>
    );
  }
  if (job.delivered > 0) {
    return (
      <IconButton
        label={t('jobs:showInLibrary')}
        onClick={() => {
          showJobs(false);
          goTo({ view: 'library', pictureId: null });
        }}
      >
        <Icon of={ArrowRight} />
      </IconButton>
    );
  }
  return (
    <IconButton
      label={t('jobs:editAgain')}
      onClick={() => {
        fillForm(job.input, job.input.parentPictureId);
        showJobs(false);
        goTo({ view: 'studio' });
        focusPrompt();
      }}
    >
      <Icon of={RotateCcw} />
    </IconButton>
  );
}
