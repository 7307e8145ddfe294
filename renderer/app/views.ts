import { type Exporting, patiently, sayFault } from '../bridge/index.ts';

/**
 * What is loaded only when it is looked at. The Studio is in the first script because the window opens on it;
 * everything here is fetched in idle time, so that looking at it later never waits.
 */
export const views = {
  firstRun: () => patiently(async () => ({ default: (await import('../first-run/index.ts')).FirstRun })),
  library: () => patiently(async () => ({ default: (await import('../library/index.ts')).LibraryView })),
  settings: () => patiently(async () => ({ default: (await import('../settings/index.ts')).SettingsView })),
  account: () => patiently(async () => ({ default: (await import('../account/index.ts')).AccountPage })),
  accountMenu: () =>
    patiently(async () => ({ default: (await import('./frame/account-menu.tsx')).AccountMenu })),
  trouble: () => patiently(async () => ({ default: (await import('./frame/trouble-page.tsx')).TroublePage })),
  palette: () => patiently(async () => ({ default: (await import('./palette/palette.tsx')).Palette })),
  documents: () =>
    patiently(async () => ({ default: (await import('../documents/index.ts')).DocumentDialogs })),
  documentMenu: () =>
    patiently(async () => ({ default: (await import('../documents/index.ts')).DocumentMenu })),
  exporting: () => patiently(async () => ({ default: (await import('../export/index.ts')).ExportDialog })),
  jobs: () => patiently(async () => ({ default: (await import('./jobs/jobs-popover.tsx')).JobsPopover })),
  menu: () => patiently(async () => ({ default: (await import('./frame/gesso-menu.tsx')).GessoMenu })),
  refused: () =>
    patiently(async () => ({ default: (await import('./jobs/refused-dialog.tsx')).RefusedDialog })),
} as const;

/** Its machinery comes with the export's, so that the first script stays small. */
export async function copyPicture(of: Exporting): Promise<void> {
  try {
    const exporting = await patiently(() => import('../export/index.ts'));
    await exporting.copyPicture(of);
  } catch (error) {
    sayFault(error);
  }
}

const IDLE_AFTER_MS = 1_500;

export function prefetchViews(): () => void {
  const timer = setTimeout(() => {
    requestIdleCallback(() => {
      for (const load of [
        views.library,
        views.palette,
        views.jobs,
        views.menu,
        views.settings,
        views.account,
        views.accountMenu,
        views.refused,
        views.exporting,
        views.documents,
      ]) {
        load().catch(() => undefined);
      }
    });
  }, IDLE_AFTER_MS);
  return () => clearTimeout(timer);
}
