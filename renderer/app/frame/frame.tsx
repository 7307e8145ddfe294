import { lazy, Suspense } from 'react';
import { usePanels, usePlace } from '../../bridge/index.ts';
import { useDropGuard } from '../../bring-in/index.ts';
import { StudioView } from '../../studio/index.ts';
import { Outcomes } from '../jobs/outcomes.tsx';
import { views } from '../views.ts';
import { AwayBanner } from './away-banner.tsx';
import styles from './frame.module.css';
import { TopBar } from './top-bar.tsx';
import { useFrameKeys } from './use-frame-keys.ts';

const LibraryView = lazy(views.library);
const SettingsView = lazy(views.settings);
const AccountPage = lazy(views.account);
const Palette = lazy(views.palette);
const DocumentDialogs = lazy(views.documents);
const ExportDialog = lazy(views.exporting);

/** Its script may still be coming when the rest of Settings is there. */
const ACCOUNT = (
  <Suspense fallback={null}>
    <AccountPage />
  </Suspense>
);

export function Frame() {
  const place = usePlace();
  const palette = usePanels((panels) => panels.palette);
  const exporting = usePanels((panels) => panels.exporting);
  const asked = usePanels((panels) => panels.document);
  useFrameKeys();
  useDropGuard();
  return (
    <div className={styles.app}>
      <TopBar />
      <AwayBanner />
      <Suspense fallback={<div className={styles.wait} />}>
        {place.view === 'studio' ? <StudioView /> : null}
        {place.view === 'library' ? <LibraryView pictureIds={place.pictureIds} /> : null}
        {place.view === 'settings' ? <SettingsView page={place.page} account={ACCOUNT} /> : null}
      </Suspense>
      <Suspense fallback={null}>{palette ? <Palette /> : null}</Suspense>
      <Suspense fallback={null}>{exporting === null ? null : <ExportDialog of={exporting} />}</Suspense>
      <Suspense fallback={null}>{asked === null ? null : <DocumentDialogs panel={asked} />}</Suspense>
      <Outcomes />
    </div>
  );
}
