import type { Picture, PictureDetails } from '../../shared/contracts/desktop/index.ts';
import { goTo, restorePictures, trashPictures } from '../bridge/index.ts';
import { bringIn, pickFiles } from '../bring-in/index.ts';
import { addReferences, fillForm, focusPrompt, showPicture } from '../studio/index.ts';
import { say } from '../text/index.ts';
import { announce, showToast } from '../ui/index.ts';
import { clearSelection, selectOne, useLibrary, wantInSight } from './library-store.ts';

export async function openInStudio(id: string): Promise<void> {
  if (await showPicture(id)) goTo({ view: 'studio' });
}

/** Every parameter of a picture goes back into the form, and the next run is its child. */
export function makeAgain(details: PictureDetails): void {
  if (details.input === null) return;
  fillForm({ ...details.input, seed: details.seed ?? details.input.seed }, details.picture.id);
  goTo({ view: 'studio' });
  focusPrompt();
}

/** What goes to Trash takes the focus with it, so the nearest picture that stays is selected next. */
export async function trashSelected(pictures: readonly Picture[]): Promise<void> {
  const { selected, trashed, lead } = useLibrary.getState();
  if (selected.size === 0 || trashed) return;
  const at = pictures.findIndex((picture) => picture.id === lead);
  const stays = (picture: Picture): boolean => !selected.has(picture.id);
  const next = pictures.slice(at + 1).find(stays) ?? pictures.slice(0, Math.max(0, at)).findLast(stays);
  if (!(await trashPictures([...selected]))) return;
  if (next === undefined) clearSelection();
  else {
    selectOne(next.id);
    wantInSight(next.id);
  }
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

/** They go along with the next prompt. */
export function takeAsReference(ids: readonly string[]): void {
  addReferences(
    ids.map((id) => ({ id })),
    'subject',
  );
  announce(say('studio:references.added', { count: ids.length }));
  goTo({ view: 'studio' });
  focusPrompt();
}

/** Files into the library; the first of them is selected and in sight. */
export async function importFiles(files: readonly File[]): Promise<void> {
  const pictures = await bringIn(files);
  const [first] = pictures;
  if (first === undefined) return;
  selectOne(first.id);
  wantInSight(first.id);
  showToast({ icon: 'done', title: say('bring-in:done', { count: pictures.length }) });
}

export async function pickAndImport(): Promise<void> {
  await importFiles(await pickFiles());
}
