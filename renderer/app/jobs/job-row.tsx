import {
  ArrowRight,
  Ban,
  CircleDashed,
  Hourglass,
  type LucideIcon,
  OctagonAlert,
  RotateCcw,
  X,
} from 'lucide-react';
import type { Job } from '../../../shared/contracts/desktop/index.ts';
import { cancelJob, goTo, showJobs, thumbnailAddress, useProgress } from '../../bridge/index.ts';
import { editAgain, isRunning } from '../../studio/index.ts';
import { useWords } from '../../text/index.ts';
import { Icon, IconButton, ProgressBar } from '../../ui/index.ts';
import { BlockedNote, InterruptedNote } from './job-notes.tsx';
import { jobCost, jobLine, jobTitle } from './job-words.ts';
import styles from './jobs-popover.module.css';

export function JobRow({ job }: { readonly job: Job }) {
  const progress = useProgress(job.id);
  const title = jobTitle(job);
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
        {job.blocked === null ? null : <BlockedNote job={job} blocked={job.blocked} />}
        {job.interrupted ? <InterruptedNote job={job} title={title} /> : null}
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
      <Icon of={iconOf(job)} />
    </span>
  );
}

/** A person's own "stop" is no alarm, and an end that nobody knows is no failure. */
function iconOf(job: Job): LucideIcon {
  if (job.interrupted) return CircleDashed;
  if (isRunning(job)) return Hourglass;
  return job.state === 'cancelled' ? Ban : OctagonAlert;
}

interface RowActionProps {
  readonly job: Job;
  readonly running: boolean;
  readonly title: string;
}

function RowAction({ job, running, title }: RowActionProps) {
  const t = useWords();
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
          goTo({ view: 'library', pictureIds: job.pictureIds });
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
        showJobs(false);
        editAgain(job.input);
      }}
    >
      <Icon of={RotateCcw} />
    </IconButton>
  );
}
