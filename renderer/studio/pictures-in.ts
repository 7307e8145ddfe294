import { goTo } from '../bridge/index.ts';
import { bringIn, pickFiles } from '../bring-in/index.ts';
import { say } from '../text/index.ts';
import { announce, showToast } from '../ui/index.ts';
import { useEditor } from './editor/editor-store.ts';
import { addPictureLayer, isDocumentFile, openDocumentFile, showPicture } from './editor/open-document.ts';
import { addReferences } from './form/references.ts';

/** A file that is opened stands for itself; what is dropped or pasted goes into the open document where there is one. */
type How = 'open' | 'add';

/** A document is opened with its layers; of pictures the first stands in the Studio. */
export async function openInStudio(files: readonly File[], how: How = 'add'): Promise<void> {
  const [first, ...others] = files.filter(isDocumentFile);
  const pictures = files.filter((file) => !isDocumentFile(file));
  if (first === undefined) {
    await filesIntoStudio(pictures, how);
    return;
  }
  await openDocumentFile(first);
  if (others.length > 0)
    showToast({
      icon: 'stop',
      title: say('documents:open.one', { name: first.name }),
      text: say('documents:open.oneText'),
    });
  await bringIn(pictures);
}

/** The first picture stands in the Studio; all of them are in the library. */
async function filesIntoStudio(files: readonly File[], how: How): Promise<void> {
  const pictures = await bringIn(files);
  const [first] = pictures;
  if (how === 'add' && useEditor.getState().id !== null) {
    // A document takes what is dropped or pasted as layers, in the order they were given.
    for (const { id } of pictures) await addPictureLayer(id);
    return;
  }
  if (first === undefined || !(await showPicture(first.id))) return;
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
  await openInStudio(await pickFiles(), 'open');
}

export async function filesAsReferences(files: readonly File[]): Promise<void> {
  const pictures = await bringIn(files);
  if (pictures.length === 0) return;
  announce(say('studio:references.added', { count: addReferences(pictures, 'subject') }));
}
