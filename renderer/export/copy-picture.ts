import {
  ask,
  desktop,
  type Exporting,
  type FaultWords,
  faultWords,
  fetchShown,
  readFault,
} from '../bridge/index.ts';
import { flattenDocument } from '../studio/index.ts';
import { say } from '../text/index.ts';
import { showToast } from '../ui/index.ts';
import { flattenText } from './export-words.ts';

/** Puts it on the clipboard as a PNG, which keeps its transparency, and says so. */
export async function copyPicture(of: Exporting): Promise<void> {
  const found = await (of.kind === 'picture' ? pngOfPicture(of.id) : pngOfDocument());
  const problem = found instanceof Blob ? await write(found) : found;
  if (problem === null) showToast({ icon: 'done', title: say('export:copy.done') });
  else showToast({ icon: 'stop', urgent: true, title: problem.title, text: problem.text });
}

async function pngOfDocument(): Promise<Blob | FaultWords> {
  const outcome = await flattenDocument();
  return outcome.kind === 'made' ? outcome.png : flattenText(outcome);
}

async function pngOfPicture(id: string): Promise<Blob | FaultWords> {
  const answer = await ask(desktop.library.get({ id }));
  if (answer.kind === 'fault') return faultWords(readFault(answer.error));
  if (answer.kind === 'refusal') return copyWords('gone');
  const original = await fetchShown(answer.value.picture.sha256).catch(() => null);
  if (original === null) return copyWords('missing');
  return (await asPng(original).catch(() => null)) ?? copyWords('unreadable');
}

async function write(png: Blob): Promise<FaultWords | null> {
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
