import type { ExportOptions } from '../../shared/contracts/desktop/index.ts';
import { type Answered, ask, desktop, type FaultWords, shownPath } from '../bridge/index.ts';
import { folderOf, formatBytes, say } from '../text/index.ts';
import { showToast } from '../ui/index.ts';
import type { ExportOf } from './export-subject.ts';
import { type ExportRefusal, faultText, refusalText } from './export-words.ts';

export interface Target {
  readonly name: string;
  readonly folder: string | null;
  /** Where that is, for sentences. */
  readonly folderShown: string;
}

/** Null when the file is there and was told about; otherwise why not. */
export async function exportPicture(
  of: ExportOf,
  target: Target,
  options: ExportOptions,
): Promise<FaultWords | null> {
  const { name, folder } = target;
  const { id } = of;
  const ending =
    of.kind === 'picture'
      ? await ask(desktop.library.exportPicture({ id, name, folder, options }))
      : await ask(desktop.documents.exportFlattened({ id, name, folder, origins: [...of.origins], options }));
  return tell(ending, target, 'exported');
}

/** How large the file will be. */
export function exportSize(of: ExportOf, options: ExportOptions, signal: AbortSignal) {
  const { id } = of;
  return of.kind === 'picture'
    ? ask(desktop.library.exportSize({ id, options }, { signal }))
    : ask(desktop.documents.exportSize({ id, origins: [...of.origins], options }, { signal }));
}

/** The file as it came, byte for byte. */
export async function saveOriginal(id: string, target: Target): Promise<FaultWords | null> {
  const { name, folder } = target;
  return tell(await ask(desktop.library.saveOriginal({ id, name, folder })), target, 'saved');
}

type Ending = Answered<
  { readonly path: string; readonly name: string; readonly sizeBytes: number },
  { readonly code: ExportRefusal }
>;

/** What came of it, in words or as a notice. */
export function tell(ending: Ending, target: Target, done: 'exported' | 'saved'): FaultWords | null {
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
