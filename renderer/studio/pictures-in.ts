import { changeSettings, goTo } from '../bridge/index.ts';
import { bringIn, pickFiles } from '../bring-in/index.ts';
import { say } from '../text/index.ts';
import { announce, showToast } from '../ui/index.ts';
import { lookAtAccepted } from './candidates/run-store.ts';
import { useEditor } from './editor/editor-store.ts';
import { addPictureLayer } from './editor/open-document.ts';
import { addReferences } from './form/references.ts';

/** The first picture stands in the Studio; all of them are in the library. */
export async function filesIntoStudio(files: readonly File[]): Promise<void> {
  const pictures = await bringIn(files);
  const [first] = pictures;
  if (useEditor.getState().id !== null) {
    // A document takes what is dropped or pasted as layers, in the order they were given.
    for (const { id } of pictures) await addPictureLayer(id);
    return;
  }
  if (first === undefined || !(await changeSettings({ studioPictureId: first.id }))) return;
  lookAtAccepted();
  if (pictures.length === 1) return;
  showToast({
    icon: 'done',
    title: say('bring-in:done', { count: pictures.length }),
    text: say('bring-in:firstShown'),
    actions: [
      {
        label: say('bring-in:show'),
        act: () => goTo({ view: 'library', pictureIds: pictures.map(({ id }) => id) }),
      },
    ],
  });
}

export async function openFiles(): Promise<void> {
  await filesIntoStudio(await pickFiles());
}

export async function filesAsReferences(files: readonly File[]): Promise<void> {
  const pictures = await bringIn(files);
  if (pictures.length === 0) return;
  announce(say('studio:references.added', { count: addReferences(pictures, 'subject') }));
}
