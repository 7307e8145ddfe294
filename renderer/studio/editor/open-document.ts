import { ask, changeSettings, desktop, pictureQuery, queryClient, sayFault } from '../../bridge/index.ts';
import { pictureTitle, say } from '../../text/index.ts';
import { lookAtAccepted } from '../candidates/run-store.ts';
import { pastePlace } from './clipboard.ts';
import { closeInEngine, openInEngine, tell } from './editor-link.ts';
import { useEditor } from './editor-store.ts';

/** The Studio's picture becomes the first layer of a document of its own; the picture itself stays as it is. */
export async function editPicture(pictureId: string): Promise<void> {
  const details = await queryClient.fetchQuery(pictureQuery(pictureId)).catch(() => null);
  if (details === null || details.file.missing) return;
  const { width, height, sha256 } = details.picture;
  const name = pictureTitle(details.fullPrompt) || say('tools:untitled');
  const answer = await ask(desktop.documents.create({ name, width, height }));
  if (answer.kind === 'fault') sayFault(answer.error);
  if (answer.kind !== 'value') return;
  openInEngine(answer.value.id, name, { kind: 'picture', sha256, layerName: name });
  lookAtAccepted();
  await changeSettings({ studioDocumentId: answer.value.id });
}

/** What was open when Gesso ended is open again, with its list of undo. */
export async function reopenDocument(id: string): Promise<void> {
  if (useEditor.getState().id === id) return;
  const answer = await ask(desktop.documents.open({ id }));
  if (answer.kind === 'value') openInEngine(id, answer.value.name, { kind: 'journal' });
  else if (answer.kind === 'refusal') await changeSettings({ studioDocumentId: null });
  else sayFault(answer.error);
}

/** The document is kept by the desktop; the Studio shows its picture again. */
export async function closeDocument(): Promise<void> {
  const { id } = useEditor.getState();
  if (id === null) return;
  closeInEngine();
  await changeSettings({ studioDocumentId: null });
  const answer = await ask(desktop.documents.close({ id }));
  if (answer.kind === 'fault') sayFault(answer.error);
}

/** A library picture as a layer on top of the open document. */
export async function addPictureLayer(pictureId: string): Promise<void> {
  const details = await queryClient.fetchQuery(pictureQuery(pictureId)).catch(() => null);
  if (details === null || useEditor.getState().id === null) return;
  const layerName = pictureTitle(details.fullPrompt) || say('tools:untitled');
  const { sha256 } = details.picture;
  tell({ kind: 'add-picture', sha256, layerName, at: pastePlace(details.picture) });
}
