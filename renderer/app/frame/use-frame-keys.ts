import {
  changeSettings,
  exportKey,
  goTo,
  queryClient,
  settingsQuery,
  showJobs,
  showPalette,
  usePanels,
  usePlace,
} from '../../bridge/index.ts';
import { studioSubject } from '../../studio/index.ts';
import { focusNextRegion, hasCommand, useKeys } from '../../ui/index.ts';
import { otherTheme } from './use-appearance.ts';

/** Keys that work in every view. */
export function useFrameKeys(): void {
  useKeys((event) => {
    if (event.key === 'F6') {
      focusNextRegion(event.shiftKey);
      return true;
    }
    if (event.altKey && !hasCommand(event)) return viewKey(event.code);
    if (usePlace.getState().view === 'studio' && exportKey(event, studioSubject())) return true;
    return hasCommand(event) && !event.altKey && commandKey(event);
  });
}

function viewKey(code: string): boolean {
  if (code === 'Digit1') goTo({ view: 'studio' });
  else if (code === 'Digit2') goTo({ view: 'library', pictureIds: [] });
  else return false;
  return true;
}

function commandKey(event: KeyboardEvent): boolean {
  const key = event.key.toLowerCase();
  if (event.shiftKey && key === 'j') showJobs(!usePanels.getState().jobs);
  else if (event.shiftKey && key === 'l') turnTheme();
  else if (!event.shiftKey && key === 'k') showPalette(true);
  else if (!event.shiftKey && key === ',') goTo({ view: 'settings', page: 'general' });
  else return false;
  return true;
}

export function turnTheme(): void {
  const theme = queryClient.getQueryData(settingsQuery.queryKey)?.theme ?? 'dark';
  void changeSettings({ theme: otherTheme(theme) });
}
