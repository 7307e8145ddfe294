import type { DocumentSummary, PictureDetails } from '../../../shared/contracts/desktop/index.ts';
import { NAME_MAX_CHARS, type Origin } from '../../../shared/document/index.ts';
import {
  ask,
  changeSettings,
  desktop,
  goTo,
  pictureQuery,
  queryClient,
  sayFault,
} from '../../bridge/index.ts';
import type { DocumentStart } from '../../engine/protocol/index.ts';
import { pictureTitle, say } from '../../text/index.ts';
import { announce, showToast } from '../../ui/index.ts';
import { lookAtAccepted } from '../candidates/run-store.ts';
import { copiedOrigins, pastePlace } from './clipboard.ts';
import { closeInEngine, openInEngine, tell } from './editor-link.ts';
import { useEditor } from './editor-store.ts';
import { askToLook } from './engine-answers.ts';
import { FILE_STEP } from './file-facts.ts';

export interface NewDocument {
  readonly name: string;
  readonly width: number;
  readonly height: number;
}

/** The Studio's picture becomes the first layer of a document of its own; the picture itself stays as it is. */
export async function editPicture(pictureId: string): Promise<void> {
  const details = await queryClient.fetchQuery(pictureQuery(pictureId)).catch(() => null);
  if (details === null || details.file.missing) return;
  const { width, height, sha256 } = details.picture;
  const name = pictureTitle(details.fullPrompt) || say('tools:untitled');
  await beginDocument(
    { name, width, height },
    {
      kind: 'picture',
      sha256,
      layerName: name,
      origins: originsOf(details),
    },
  );
}

/** Makes a document, and opens it in place of the one that is open. False when the desktop could not. */
export async function beginDocument(wish: NewDocument, start: DocumentStart): Promise<boolean> {
  // Before anything is waited for: a run that is asked for meanwhile is looked at.
  lookAtAccepted();
  const answer = await ask(desktop.documents.create(wish));
  if (answer.kind === 'fault') sayFault(answer.error);
  if (answer.kind !== 'value') return false;
  await show(answer.value, start);
  return true;
}

const LAYERED = /\.(?:ora|psd|psb)$/i;
const LAYERED_TYPES: readonly string[] = [
  'image/openraster',
  'image/vnd.adobe.photoshop',
  'image/x-photoshop',
];

/** One with layers, which becomes a document; every other file is a picture of the library. */
export function isDocumentFile({ name, type }: File): boolean {
  return LAYERED.test(name) || LAYERED_TYPES.includes(type);
}

/** A file of the person's, picked or dropped, as a document of its own: the browser says no path to save it to again. */
export async function openDocumentFile(file: File): Promise<void> {
  announce(say('documents:open.started', { name: file.name }));
  const look = await askToLook(tell, file);
  if (look.kind === 'refused') {
    const title = say('documents:open.refused', { name: file.name });
    showToast({ icon: 'stop', urgent: true, title, text: say(`documents:refused.${look.code}`) });
    return;
  }
  const { width, height } = look.facts;
  const name = file.name.replace(LAYERED, '').trim().slice(0, NAME_MAX_CHARS) || say('tools:untitled');
  await beginDocument({ name, width, height }, { kind: 'read-file' });
}

/** What was open when Gesso ended is open again, with its list of undo. */
export async function reopenDocument(id: string): Promise<void> {
  if (useEditor.getState().id !== null) return;
  const answer = await ask(desktop.documents.open({ id }));
  // What the person began meanwhile stands.
  if (useEditor.getState().id !== null) return;
  if (answer.kind === 'value') {
    openInEngine(answer.value, { kind: 'journal' });
    await noteSaved(id);
  } else if (answer.kind === 'refusal') await changeSettings({ studioDocumentId: null });
  else sayFault(answer.error);
}

/** One of the list, in place of what is open. False when it is there no more. */
export async function openRecent(id: string): Promise<boolean> {
  goTo({ view: 'studio' });
  lookAtAccepted();
  if (useEditor.getState().id === id) return true;
  const answer = await ask(desktop.documents.open({ id }));
  if (answer.kind === 'fault') sayFault(answer.error);
  if (answer.kind === 'refusal')
    showToast({
      icon: 'stop',
      urgent: true,
      title: say('documents:gone.title'),
      text: say('documents:gone.text'),
    });
  if (answer.kind !== 'value') return false;
  await show(answer.value, { kind: 'journal' });
  await noteSaved(id);
  return true;
}

/**
 * The desktop was ended between making a document and keeping its first step: there is nothing of it. The picture that it
 * was to begin with stands in the library, and in the Studio.
 */
export async function dropEmptyDocument(id: string): Promise<void> {
  closeInEngine();
  await changeSettings({ studioDocumentId: null });
  const answer = await ask(desktop.documents.discard({ id }));
  if (answer.kind === 'fault') sayFault(answer.error);
}

/** With everything that is kept of it, and opened: the copy has no file yet. */
export async function duplicateDocument(): Promise<void> {
  const { id, name } = useEditor.getState();
  if (id === null) return;
  await stepsKept();
  const copy = say('documents:copyName', { name: name.slice(0, NAME_MAX_CHARS - 10) });
  const answer = await ask(desktop.documents.duplicate({ id, name: copy }));
  if (answer.kind === 'fault') sayFault(answer.error);
  if (answer.kind === 'value') await openRecent(answer.value.id);
}

/** The document is kept by the desktop; the Studio shows its picture again. */
export async function closeDocument(): Promise<void> {
  const { id } = useEditor.getState();
  if (id === null) return;
  closeInEngine();
  await changeSettings({ studioDocumentId: null });
  await release(id);
}

/** A library picture is looked at; an open document is put away, and stands in the list. */
export async function showPicture(pictureId: string): Promise<boolean> {
  const { id, name } = useEditor.getState();
  lookAtAccepted();
  if (id !== null) await stepsKept();
  if (!(await changeSettings({ studioPictureId: pictureId, studioDocumentId: null }))) return false;
  if (id === null) return true;
  closeInEngine();
  await release(id);
  showToast({
    icon: 'done',
    title: say('documents:putAway.title', { name }),
    text: say('documents:putAway.text'),
  });
  return true;
}

/** A library picture as a layer on top of the open document. */
export async function addPictureLayer(pictureId: string): Promise<void> {
  const details = await queryClient.fetchQuery(pictureQuery(pictureId)).catch(() => null);
  if (details === null || useEditor.getState().id === null) return;
  const layerName = pictureTitle(details.fullPrompt) || say('tools:untitled');
  const { sha256 } = details.picture;
  tell({
    kind: 'add-picture',
    sha256,
    layerName,
    origins: originsOf(details),
    at: pastePlace(details.picture),
  });
}

/** What a library picture counts as, for what an export of its layer says. */
export function originsOf({ picture, providerId }: PictureDetails): readonly Origin[] {
  const { sha256, origin } = picture;
  // What is pasted comes in as a file of the person's, also when it was copied here.
  if (origin === 'imported') return copiedOrigins(picture) ?? [{ sha256, made: 'brought' }];
  return [{ sha256, made: providerId === 'sandbox' ? 'drawn' : 'trained' }];
}

async function show(document: DocumentSummary, start: DocumentStart): Promise<void> {
  const before = useEditor.getState().id;
  // A step that is still on its way would be left behind with the engine that sends it.
  if (before !== null) await stepsKept();
  openInEngine(document, start);
  await changeSettings({ studioDocumentId: document.id });
  if (before !== null && before !== document.id) await release(before);
}

async function release(id: string): Promise<void> {
  const answer = await ask(desktop.documents.close({ id }));
  if (answer.kind === 'fault') sayFault(answer.error);
}

/** How far the file is, which the list does not say. */
async function noteSaved(id: string): Promise<void> {
  const answer = await ask(desktop.documents.get({ id }));
  if (answer.kind !== 'value' || useEditor.getState().id !== id) return;
  const { document, journal } = answer.value;
  useEditor.setState(({ sequence, savedSequence }) => ({
    file: document.file,
    sequence: Math.max(sequence, journal.sequence),
    savedSequence: Math.max(savedSequence, journal.savedSequence, document.file === null ? 0 : FILE_STEP),
  }));
}

/** Resolves when no step is on its way any more, whether it was kept or not. */
function stepsKept(): Promise<void> {
  return new Promise((resolve) => {
    const look = (): boolean => useEditor.getState().saving !== 'saving';
    if (look()) {
      resolve();
      return;
    }
    const stop = useEditor.subscribe(() => {
      if (!look()) return;
      stop();
      resolve();
    });
  });
}
