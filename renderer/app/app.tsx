import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useEffect } from 'react';
import { appQuery, settingsQuery } from '../bridge/index.ts';
import { useWords } from '../text/index.ts';
import { Announcer, Tips, Toasts } from '../ui/index.ts';
import { AwayBanner } from './frame/away-banner.tsx';
import { FaultBoundary } from './frame/fault-boundary.tsx';
import styles from './frame/frame.module.css';
import { Frame } from './frame/frame.tsx';
import { useAppearance } from './frame/use-appearance.ts';
import { prefetchViews, views } from './views.ts';

const FirstRun = lazy(views.firstRun);
const TroublePage = lazy(views.trouble);

export function App() {
  const t = useWords();
  useAppearance();
  useEffect(prefetchViews, []);
  return (
    <>
      <FaultBoundary>
        <Suspense fallback={null}>
          <Page />
        </Suspense>
      </FaultBoundary>
      <Toasts label={t('common:notifications')} dismissLabel={t('common:dismiss')} />
      <Announcer />
      <Tips />
    </>
  );
}

/** What the whole window is: trouble, the first run, or Gesso. Nothing is drawn before it is known. */
function Page() {
  const { data: state } = useQuery(appQuery);
  const trouble = state?.trouble ?? null;
  const { data: settings } = useQuery({ ...settingsQuery, enabled: state !== undefined && trouble === null });
  if (trouble !== null) return <TroublePage trouble={trouble} />;
  if (settings === undefined) {
    return (
      <div className={styles.blank}>
        <AwayBanner />
      </div>
    );
  }
  return settings.firstRunDone ? <Frame /> : <FirstRun />;
}
