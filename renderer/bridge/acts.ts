import type { GenerationInput, Job, Settings } from '../../shared/contracts/desktop/index.ts';
import { say } from '../text/index.ts';
import { showToast } from '../ui/index.ts';
import { ask, sayFault } from './attempt.ts';
import { desktop } from './desktop.ts';
import { queryClient, settingsQuery } from './stored.ts';

export type SettingsChange = Partial<Omit<Settings, 'libraryFolder'>>;

/** Shown at once and put back if the desktop says no, so that a theme or a surround answers the hand. */
export async function changeSettings(change: SettingsChange): Promise<boolean> {
  const before = queryClient.getQueryData(settingsQuery.queryKey);
  if (before !== undefined) queryClient.setQueryData(settingsQuery.queryKey, { ...before, ...change });
  const answer = await ask(desktop.settings.update(change));
  if (answer.kind === 'value') {
    queryClient.setQueryData(settingsQuery.queryKey, answer.value);
    return true;
  }
  queryClient.setQueryData(settingsQuery.queryKey, before);
  if (answer.kind === 'fault') sayFault(answer.error);
  return false;
}

export async function cancelJob(id: string): Promise<void> {
  const answer = await ask(desktop.generations.cancel({ id }));
  // A job that ended in the meantime needs no words: its row says how.
  if (answer.kind === 'fault') sayFault(answer.error);
}

export async function closeJob(id: string): Promise<void> {
  const answer = await ask(desktop.generations.close({ id }));
  if (answer.kind === 'fault') sayFault(answer.error);
}

export async function retryStore(id: string): Promise<void> {
  const answer = await ask(desktop.generations.retryStore({ id }));
  if (answer.kind === 'fault') sayFault(answer.error);
}

export async function trashPictures(ids: readonly string[]): Promise<boolean> {
  const answer = await ask(desktop.library.trash({ ids: [...ids] }));
  if (answer.kind === 'fault') sayFault(answer.error);
  if (answer.kind !== 'value') return false;
  showToast({
    icon: 'trash',
    title: say('library:trash.moved', { count: answer.value.moved }),
    text: say('library:trash.kept'),
    actions: [{ label: say('common:undo'), act: () => void restorePictures(ids) }],
  });
  return true;
}

export async function restorePictures(ids: readonly string[]): Promise<boolean> {
  const answer = await ask(desktop.library.restore({ ids: [...ids] }));
  if (answer.kind === 'fault') sayFault(answer.error);
  if (answer.kind !== 'value') return false;
  showToast({ icon: 'done', title: say('library:trash.restored', { count: answer.value.moved }) });
  return true;
}

/** Shows the file in the system's file manager, or says why not. */
export async function revealPicture(id: string): Promise<void> {
  const answer = await ask(desktop.library.reveal({ id }));
  if (answer.kind === 'fault') sayFault(answer.error);
  if (answer.kind === 'refusal') {
    showToast({
      icon: 'stop',
      urgent: true,
      title: say('library:file.missing'),
      text: say('library:file.missingHelp'),
    });
  }
}

/** The price that was shown goes along: what turned out dearer is refused, and not sent. */
export function submitGeneration(input: GenerationInput, shownQuote: Job['quote']) {
  return ask(desktop.generations.submit({ ...input, shownQuote }));
}
