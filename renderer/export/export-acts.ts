import type { ExportOptions } from '../../shared/contracts/desktop/index.ts';
import { type Answered, ask, desktop, type FaultWords, shownPath } from '../bridge/index.ts';
import { folderOf, formatBytes, say } from '../text/index.ts';
import { showToast } from '../ui/index.ts';
import { type ExportRefusal, faultText, refusalText } from './export-words.ts';

export interface Target {
  readonly id: string;
  readonly name: string;
  readonly folder: string | null;
  /** Where that is, for sentences. */
  readonly folderShown: string;
}

/** Null when the file is there and was told about; otherwise why not. */
export async function exportPicture(target: Target, options: ExportOptions): Promise<FaultWords | null> {
  const { id, name, folder } = target;
  return tell(await ask(desktop.library.exportPicture({ id, name, folder, options })), target, 'exported');
}

/** The file as it came, byte for byte. */
export async function saveOriginal(target: Target): Promise<FaultWords | null> {
  const { id, name, folder } = target;
  return tell(await ask(desktop.library.saveOriginal({ id, name, folder })), target, 'saved');
}

type Ending = Answered<
  { readonly path: string; readonly name: string; readonly sizeBytes: number },
  { readonly code: ExportRefusal }
>;

function tell(ending: Ending, target: Target, done: 'exported' | 'saved'): FaultWords | null {
  if (ending.kind === 'fault') return faultText(ending.error);
  if (ending.kind === 'refusal') return refusalText(ending.refusal.code, target.folderShown);
  const { path, name, sizeBytes } = ending.value;
  showToast({
    icon: 'done',
    title: say(`export:${done}`, { name }),
    text: say('export:where', { size: formatBytes(sizeBytes), folder: shownPath(folderOf(path)) }),
  });
  return null;
}
