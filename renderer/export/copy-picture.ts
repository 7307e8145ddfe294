import { ask, desktop, type FaultWords, faultWords, fetchShown, readFault } from '../bridge/index.ts';
import { say } from '../text/index.ts';
import { showToast } from '../ui/index.ts';

/** Puts the picture on the clipboard as a PNG, which keeps its transparency, and says so. */
export async function copyPicture(id: string): Promise<void> {
  const problem = await copy(id);
  if (problem === null) showToast({ icon: 'done', title: say('export:copy.done') });
  else showToast({ icon: 'stop', urgent: true, title: problem.title, text: problem.text });
}

async function copy(id: string): Promise<FaultWords | null> {
  const answer = await ask(desktop.library.get({ id }));
  if (answer.kind === 'fault') return faultWords(readFault(answer.error));
  if (answer.kind === 'refusal') return copyWords('gone');
  const original = await fetchShown(answer.value.picture.sha256).catch(() => null);
  if (original === null) return copyWords('missing');
  const png = await asPng(original).catch(() => null);
  if (png === null) return copyWords('unreadable');
  try {
    await navigator.clipboard.write([new ClipboardItem({ [png.type]: png })]);
    return null;
  } catch {
    return copyWords('refused');
  }
}

function copyWords(why: 'gone' | 'missing' | 'unreadable' | 'refused'): FaultWords {
  return { title: say(`export:copy.${why}.title`), text: say(`export:copy.${why}.text`) };
}

const PNG = 'image/png';

/** Clipboards take PNG alone; whatever came otherwise is drawn again. */
async function asPng(original: Blob): Promise<Blob> {
  if (original.type === PNG) return original;
  const bitmap = await createImageBitmap(original);
  try {
    const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
    const context = canvas.getContext('2d');
    if (context === null) throw new Error('a canvas has no 2d context');
    context.drawImage(bitmap, 0, 0);
    return await canvas.convertToBlob({ type: PNG });
  } finally {
    bitmap.close();
  }
}
