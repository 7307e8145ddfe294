import { type FaultWords, faultWords, outageWords, readFault, shownPath } from '../bridge/index.ts';
import type { Flattening } from '../studio/index.ts';
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

/** Why a document could not be made into one picture. */
export function flattenText(outcome: Exclude<Flattening, { kind: 'made' }>): FaultWords {
  if (outcome.kind === 'outage' && outcome.outage !== null) return outageWords(outcome.outage);
  const tooLarge = outcome.kind === 'refused' && outcome.code === 'too-large';
  const why = tooLarge ? 'too-large' : outcome.kind === 'not-found' ? 'not-found' : 'away';
  return { title: say(`export:flatten.${why}.title`), text: say(`export:flatten.${why}.text`) };
}
