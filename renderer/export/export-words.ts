import { type FaultWords, faultWords, readFault, shownPath } from '../bridge/index.ts';
import { say } from '../text/index.ts';

export type ExportRefusal = 'NOT_FOUND' | 'FILE_MISSING' | 'NOT_A_PICTURE' | 'FOLDER_NOT_WRITABLE';

/** What happened, what it cost and what to do, for every no the desktop says to an export. */
export function refusalText(code: ExportRefusal, folder = ''): FaultWords {
  return {
    title: say(`export:refusal.${code}.title`, { folder: shownPath(folder) }),
    text: say(`export:refusal.${code}.text`),
  };
}

const WAYS_OUT = ['disk-full', 'folder-read-only', 'folder-missing'] as const;

/** The folder of an export is chosen here, so its outages point here and not to Settings. */
export function faultText(error: unknown): FaultWords {
  const fault = readFault(error);
  const words = faultWords(fault);
  const reason = fault.kind === 'outage' ? WAYS_OUT.find((way) => way === fault.outage.reason) : undefined;
  return reason === undefined ? words : { title: words.title, text: say(`export:outage.${reason}`) };
}
