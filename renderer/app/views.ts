/**
 * What is loaded only when it is looked at. The Studio is in the first script because the window opens on it;
 * everything here is fetched in idle time, so that looking at it later never waits.
 */
export const views = {
  firstRun: async () => ({ default: (await import('../first-run/index.ts')).FirstRun }),
  library: async () => ({ default: (await import('../library/index.ts')).LibraryView }),
  settings: async () => ({ default: (await import('../settings/index.ts')).SettingsView }),
  trouble: async () => ({ default: (await import('./frame/trouble-page.tsx')).TroublePage }),
  palette: async () => ({ default: (await import('./palette/palette.tsx')).Palette }),
  jobs: async () => ({ default: (await import('./jobs/jobs-popover.tsx')).JobsPopover }),
  menu: async () => ({ default: (await import('./frame/gesso-menu.tsx')).GessoMenu }),
  refused: async () => ({ default: (await import('./jobs/refused-dialog.tsx')).RefusedDialog }),
} as const;

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
        views.refused,
      ]) {
        void load();
      }
    });
  }, IDLE_AFTER_MS);
  return () => clearTimeout(timer);
}
