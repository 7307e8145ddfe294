import { ask, desktop, sayFault } from '../../bridge/index.ts';
import type { Converted, FileFacts } from '../../engine/protocol/index.ts';
import { say } from '../../text/index.ts';
import { showToast } from '../../ui/index.ts';
import { useEditor } from './editor-store.ts';

/** The step that a file begins with is the file itself, so it is never behind by that one. */
export const FILE_STEP = 1;

/** What the file of a document that was just opened turned out to be. */
export function noteFacts(documentId: string, facts: FileFacts): void {
  const { width, height, masksLost, modesLost, converted } = facts;
  const { id, file } = useEditor.getState();
  if (id === documentId) useEditor.setState({ converted });
  if (id === documentId && file !== null) useEditor.setState({ savedSequence: FILE_STEP });
  noteSize(documentId, { width, height });
  const lost = [
    masksLost ? say('documents:lost.masks') : null,
    modesLost ? say('documents:lost.modes') : null,
  ];
  const text = lost.filter((line) => line !== null).join('\n');
  if (text !== '') showToast({ icon: 'stop', urgent: true, title: say('documents:lost.title'), text });
  if (converted.length > 0)
    showToast({
      icon: 'stop',
      urgent: true,
      title: say('documents:converted.title'),
      text: [...convertedSentences(converted), say('documents:converted.file')].join('\n'),
    });
}

/** The desktop never looks into a document, so its list is told of the size: when a file was opened, and after a crop. */
export function noteSize(
  id: string,
  { width, height }: { readonly width: number; readonly height: number },
): void {
  void ask(desktop.documents.setSize({ id, width, height })).then((answer) => {
    if (answer.kind === 'fault') sayFault(answer.error);
  });
}

export function convertedSentences(converted: readonly Converted[]): readonly string[] {
  return converted.map(({ kind, layers }) => say(`documents:converted.${kind}`, { names: namesIn(layers) }));
}

/** A file of an agency has hundreds of texts: a few names say which layers are meant. */
const NAMES_SHOWN = 3;

function namesIn(layers: readonly string[]): string {
  const shown = layers.slice(0, NAMES_SHOWN).map((name) => name.trim() || say('documents:converted.unnamed'));
  const names = shown.join(', ');
  const count = layers.length - shown.length;
  return count === 0 ? names : say('documents:converted.names', { names, count });
}

/** The document is shorter than what was kept of it: the person is told where the rest is. */
export function noteCut(copy: string): void {
  const text = say('documents:cut.text', { copy });
  showToast({ icon: 'stop', urgent: true, title: say('documents:cut.title'), text });
}
