import { layeredFormatOf } from '../../../shared/pictures/index.ts';
import {
  ask,
  desktop,
  type FaultWords,
  outageWords,
  sayFault,
  showDocumentPanel,
} from '../../bridge/index.ts';
import type { FileWish, SaveOutcome } from '../../engine/protocol/index.ts';
import { say } from '../../text/index.ts';
import { announce, showToast } from '../../ui/index.ts';
import { tell } from './editor-link.ts';
import { useEditor } from './editor-store.ts';
import { askToSave } from './engine-answers.ts';
import { questionBeforeSave } from './save-question.ts';

type NotSaved = Exclude<SaveOutcome, { kind: 'saved' }>;

/** Ctrl S: into the file there is, or where there is none asks for a place. */
export async function saveDocument(force = false): Promise<void> {
  const { id, file } = useEditor.getState();
  if (id === null) return;
  if (file === null) {
    showDocumentPanel('save-as');
    return;
  }
  const format = layeredFormatOf(file.name);
  if (format === null || questionBeforeSave(useEditor.getState()) !== null) {
    showDocumentPanel('save-question');
    return;
  }
  const outcome = await writeFile({ format, ticket: null, force });
  if (outcome === null) return;
  if (outcome.kind === 'refused' && outcome.code === 'changed-outside') showDocumentPanel('changed-outside');
  else if (outcome.kind === 'refused' && outcome.code === 'no-file') showDocumentPanel('save-as');
  else showToast({ icon: 'stop', urgent: true, ...notSavedWords(outcome) });
}

/** Null when the file is written and was told about, or when another save is still under way. */
export async function writeFile(wish: FileWish): Promise<NotSaved | null> {
  const { id, savingFile } = useEditor.getState();
  if (id === null || savingFile) return null;
  useEditor.setState({ savingFile: true });
  announce(say('documents:save.started'));
  const { sequence, outcome } = await askToSave(tell, id, wish);
  // Another document may be open by now; what is said of a file is of its own document alone.
  if (useEditor.getState().id === id) useEditor.setState({ savingFile: false });
  if (outcome.kind !== 'saved') return outcome;
  const { name, file } = outcome.document;
  if (useEditor.getState().id === id)
    useEditor.setState({ name, file, savedSequence: sequence, savedHere: true });
  showToast({ icon: 'done', title: say('documents:save.done', { name: file?.name ?? name }) });
  return null;
}

/** What happened, and what to do next. */
export function notSavedWords(outcome: NotSaved): FaultWords {
  switch (outcome.kind) {
    case 'refused':
      return words(outcome.code);
    case 'outage':
      if (outcome.outage === null) return words('away');
      return { ...outageWords(outcome.outage), text: withKept(outageWords(outcome.outage).text) };
    default:
      return words(outcome.kind === 'trouble' ? 'away' : outcome.kind);
  }
}

type Code = keyof typeof CODES;
const CODES = {
  'changed-outside': true,
  'write-protected': true,
  'no-file': true,
  'ticket-unknown': true,
  'too-large': true,
  'too-large-for-psd': true,
  malformed: true,
  'not-found': true,
  'steps-wait': true,
  away: true,
} as const;

function words(code: Code): FaultWords {
  return { title: say(`documents:notSaved.${code}.title`), text: say(`documents:notSaved.${code}.text`) };
}

function withKept(text: string): string {
  return say('documents:notSaved.kept', { text });
}

/** Whether the file lacks steps that this computer has; null while there is no file. */
export function isBehind(
  view: Pick<ReturnType<typeof useEditor.getState>, 'file' | 'sequence' | 'savedSequence'>,
) {
  return view.file === null ? null : view.sequence > view.savedSequence;
}

/** The document's own name; its file keeps the one it has. Says whether it was taken. */
export async function renameDocument(name: string): Promise<boolean> {
  const { id } = useEditor.getState();
  if (id === null) return true;
  const answer = await ask(desktop.documents.rename({ id, name }));
  if (answer.kind === 'fault') sayFault(answer.error);
  if (answer.kind !== 'value') return false;
  if (useEditor.getState().id === id) useEditor.setState({ name: answer.value.name });
  return true;
}
