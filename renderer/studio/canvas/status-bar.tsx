import { useQuery } from '@tanstack/react-query';
import { Minus, Plus } from 'lucide-react';
import { useShallow } from 'zustand/react/shallow';
import { changeSettings, jobsQuery, settingsQuery, showJobs, useProgress } from '../../bridge/index.ts';
import { formatPixels, useWords } from '../../text/index.ts';
import { Icon, native, ProgressBar } from '../../ui/index.ts';
import { useLookedAt } from '../candidates/run-store.ts';
import { isRunning } from '../candidates/runs.ts';
import { useEditor } from '../editor/editor-store.ts';
import { isInDocument } from '../in-place/use-staging.ts';
import { useAccepted, useRunShown } from './board.tsx';
import styles from './status-bar.module.css';
import {
  currentViewport,
  percentShown,
  useView,
  zoomInSteps,
  zoomToFit,
  zoomToPixels,
} from './view-store.ts';

const SURROUNDS = ['black', 'dark', 'mid', 'light', 'white'] as const;

export function StatusBar() {
  const t = useWords();
  const viewport = useView(useShallow(currentViewport));
  const { run, slot } = useLookedAt();
  const accepted = useAccepted();
  const document = useEditor((view) => view.document);
  const documentId = useEditor((view) => view.id);
  const shown = useRunShown(run, slot);
  const candidate = isInDocument(run, documentId) ? null : shown;
  const size = candidate?.size ?? document ?? accepted?.size ?? null;
  const percent = percentShown(viewport);
  return (
    <footer className={styles.status} data-region="status">
      {size === null ? null : (
        <>
          <span className={styles.group}>
            <button
              type="button"
              className={styles.button}
              aria-label={t('studio:zoom.out')}
              onClick={() => zoomInSteps('out')}
            >
              <Icon of={Minus} size={12} />
            </button>
            <button
              type="button"
              className={styles.button}
              aria-label={t('studio:zoom.percent', { percent })}
              data-tip={t('studio:zoom.pixels')}
              onClick={zoomToPixels}
            >
              <span className={styles.percent}>{t('studio:zoom.short', { percent })}</span>
            </button>
            <button
              type="button"
              className={styles.button}
              aria-label={t('studio:zoom.in')}
              onClick={() => zoomInSteps('in')}
            >
              <Icon of={Plus} size={12} />
            </button>
            <button type="button" className={`${styles.button} ${styles.wide}`} onClick={zoomToFit}>
              {t('studio:zoom.fit')}
            </button>
          </span>
          <span className={styles.line} />
          <span className={styles.group}>
            {t('studio:canvas.pixels', { size: formatPixels(size.width, size.height) })}
          </span>
          <span className={styles.line} />
        </>
      )}
      <Surround />
      <span className={styles.end}>
        <Running />
      </span>
    </footer>
  );
}

/** Unset, it follows the theme; the swatch that is on is then the theme's own grey. */
export function useSurround(): (typeof SURROUNDS)[number] {
  const { data: settings } = useQuery(settingsQuery);
  if (settings?.surround) return settings.surround;
  const light =
    settings?.theme === 'light' ||
    (settings?.theme === 'system' && matchMedia('(prefers-color-scheme: light)').matches);
  return light ? 'light' : 'dark';
}

function Surround() {
  const t = useWords();
  const chosen = useSurround();
  return (
    <span className={styles.group}>
      <span aria-hidden="true">{t('studio:surround.short')}</span>
      <span className={styles.swatches} role="radiogroup" aria-label={t('studio:surround.label')}>
        {SURROUNDS.map((surround) => (
          <label key={surround} className={styles.swatch} data-tip={t(`common:surround.${surround}`)}>
            <input
              type="radio"
              name="surround"
              className={`${native.covering} ${styles.input}`}
              aria-label={t(`common:surround.${surround}`)}
              checked={surround === chosen}
              onChange={() => void changeSettings({ surround })}
            />
            <span className={styles.grey} style={{ background: `var(--surround-${surround})` }} />
          </label>
        ))}
      </span>
    </span>
  );
}

function Running() {
  const t = useWords();
  const { data: jobs } = useQuery(jobsQuery);
  const { run } = useLookedAt();
  const running = (jobs ?? []).filter(isRunning);
  // What waits for the person comes first, then what is looked at, then whatever has begun.
  const job =
    running.find((each) => each.blocked !== null) ??
    running.find((each) => each.id === run?.id) ??
    running.find((each) => each.state === 'running') ??
    running[0];
  const progress = useProgress(job?.id ?? null);
  if (job === undefined) return null;
  const words =
    job.blocked !== null
      ? t('jobs:notSaved')
      : progress?.ordinal == null
        ? t(job.state === 'queued' ? 'jobs:state.waiting' : 'jobs:state.starting')
        : t('jobs:making', { number: progress.ordinal + 1, count: job.count });
  return (
    <button type="button" className={`${styles.button} ${styles.running}`} onClick={() => showJobs(true)}>
      <span className={styles.progress}>
        <ProgressBar fraction={progress?.fraction ?? 0} label={t('jobs:progress')} />
      </span>
      {words}
    </button>
  );
}
