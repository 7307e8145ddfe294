import type { LayeredFormat } from '../../shared/pictures/index.ts';
import { ask, desktop, type FaultWords, faultWords, readFault } from '../bridge/index.ts';
import { agreeToPsd, notSavedWords, writeFile } from '../studio/index.ts';
import { say } from '../text/index.ts';

export type SaveAsEnding =
  | { readonly kind: 'saved' }
  /** A file of that name is there, and nothing was written. */
  | { readonly kind: 'taken' }
  | { readonly kind: 'not-saved'; readonly words: FaultWords };

/** Looks whether the place can be had, then writes the document there: from then on it is the document's own file. */
export async function saveAs(
  id: string,
  { path, format }: { readonly path: string; readonly format: LayeredFormat },
  overwrite: boolean,
): Promise<SaveAsEnding> {
  const answer = await ask(desktop.documents.saveAs({ id, path, overwrite }));
  if (answer.kind === 'fault') return { kind: 'not-saved', words: faultWords(readFault(answer.error)) };
  if (answer.kind === 'refusal') {
    const { code } = answer.refusal;
    if (code === 'NAME_TAKEN' && !overwrite) return { kind: 'taken' };
    const words = { title: say('documents:notSaved.title'), text: say(`documents:where.${code}`) };
    return { kind: 'not-saved', words };
  }
  // What it will not keep stood in the dialog.
  if (format === 'psd') agreeToPsd();
  const outcome = await writeFile({ format, ticket: answer.value.ticket, force: false });
  return outcome === null ? { kind: 'saved' } : { kind: 'not-saved', words: notSavedWords(outcome) };
}
