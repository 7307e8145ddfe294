import { ask, desktop, queryClient, sayFault, settingsQuery } from '../bridge/index.ts';

export type FolderRefusal = 'readOnly' | 'missing' | 'inData';

const REFUSALS = {
  FOLDER_NOT_WRITABLE: 'readOnly',
  FOLDER_MISSING: 'missing',
  FOLDER_IN_APPLICATION_DATA: 'inData',
} as const;

/** Null when new pictures go there from now on; otherwise why not, in the picker's own words. */
export async function chooseLibraryFolder(path: string): Promise<FolderRefusal | 'fault' | null> {
  const answer = await ask(desktop.settings.setLibraryFolder({ path }));
  if (answer.kind === 'refusal') return REFUSALS[answer.refusal.code];
  if (answer.kind === 'fault') {
    sayFault(answer.error);
    return 'fault';
  }
  queryClient.setQueryData(settingsQuery.queryKey, answer.value);
  await queryClient.invalidateQueries({ queryKey: ['settings'] });
  return null;
}
