import type { PictureDetails } from '../../shared/contracts/desktop/index.ts';
import { changeSettings, goTo, restorePictures, trashPictures } from '../bridge/index.ts';
import { fillForm, focusPrompt, lookAtAccepted } from '../studio/index.ts';
import { say } from '../text/index.ts';
import { announce, showToast } from '../ui/index.ts';
import { clearSelection, useLibrary } from './library-store.ts';

export async function openInStudio(id: string): Promise<void> {
  if (!(await changeSettings({ studioPictureId: id }))) return;
  lookAtAccepted();
  goTo({ view: 'studio' });
}

/** Every parameter of a picture goes back into the form, and the next run is its child. */
export function makeAgain(details: PictureDetails): void {
  if (details.input === null) return;
  fillForm({ ...details.input, seed: details.seed ?? details.input.seed }, details.picture.id);
  goTo({ view: 'studio' });
  focusPrompt();
}

export async function trashSelected(): Promise<void> {
  const { selected, trashed } = useLibrary.getState();
  if (selected.size === 0 || trashed) return;
  if (await trashPictures([...selected])) clearSelection();
}

export async function restoreSelected(): Promise<void> {
  const { selected } = useLibrary.getState();
  if (selected.size > 0 && (await restorePictures([...selected]))) clearSelection();
}

export async function copyPrompt(prompt: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(prompt);
    announce(say('library:details.copied'));
    showToast({ icon: 'done', title: say('library:details.copied') });
  } catch {
    showToast({ icon: 'stop', title: say('library:details.copyFailed') });
  }
}
