import {
  ask,
  cancelJob,
  catalogueQuery,
  changeSettings,
  desktop,
  pictureQuery,
  queryClient,
  sayFault,
} from '../../bridge/index.ts';
import { say } from '../../text/index.ts';
import { announce, dismissToast, showToast } from '../../ui/index.ts';
import { useEditor } from '../editor/editor-store.ts';
import { addPictureLayer, editPicture, openRecent } from '../editor/open-document.ts';
import { quoteOf } from '../form/live-quote.ts';
import type { Quote } from '../form/price-words.ts';
import { generate } from '../form/use-generate.ts';
import { acceptInDocument, type Wish } from '../in-place/stage-acts.ts';
import { isInDocument } from '../in-place/use-staging.ts';
import { lookAtAccepted, lookAtRun } from './run-store.ts';
import type { Run, Slot } from './runs.ts';

let deciding = false;
let lastDiscard: number | null = null;

/** One decision at a time: a second Enter while the first is on its way must not accept the next run unseen. */
async function once(act: () => Promise<void>): Promise<void> {
  if (deciding) return;
  deciding = true;
  const fromBar = document.activeElement?.closest('[role="toolbar"], [role="menu"]') != null;
  try {
    await act();
  } finally {
    deciding = false;
  }
  if (fromBar) requestAnimationFrame(focusCanvasIfLost);
}

/** The bar that had the focus may be gone with its run; keys then go on from the canvas. */
function focusCanvasIfLost(): void {
  if (document.activeElement !== document.body) return;
  document.querySelector<HTMLElement>('[data-region="canvas"]')?.focus({ preventScroll: true });
}

/**
 * The shown candidate becomes a layer; its siblings stay in the library. One that was asked for in another document is not
 * taken before it is seen in it.
 */
export function acceptCandidate(run: Run, slot: Slot | null, wish: Wish = 'edit'): Promise<void> {
  return once(async () => {
    const { place } = run.input;
    const isHere = isInDocument(run, useEditor.getState().id);
    // Its document can be opened before anything has come.
    if (place !== null && !isHere && (await openRecent(place.documentId))) {
      lookAtRun(run.id);
      return;
    }
    if (slot?.kind !== 'picture') return;
    const { pictureId } = slot.picture;
    if (isHere) {
      await acceptInDocument(run, slot.picture, wish);
      return;
    }
    // Its details are at hand before the bar goes, so that the canvas never stands empty in between.
    await queryClient.prefetchQuery(pictureQuery(pictureId));
    const answer = await ask(desktop.candidates.accept({ pictureId, proof: null }));
    if (answer.kind === 'fault') sayFault(answer.error);
    if (answer.kind !== 'value') return;
    await changeSettings({ studioPictureId: pictureId });
    // What is accepted is always a layer: of the open document, or the first of a new one.
    lookAtAccepted();
    if (useEditor.getState().id === null) await editPicture(pictureId);
    else await addPictureLayer(pictureId);
    announce(say('studio:candidates.accepted'));
  });
}

export function discardRun(run: Run): Promise<void> {
  return once(async () => {
    const answer = await ask(desktop.candidates.discard({ generationId: run.id }));
    if (answer.kind === 'fault') sayFault(answer.error);
    if (answer.kind !== 'value') return;
    const count = run.slots.filter((slot) => slot.kind === 'picture').length;
    // The last one is the one that is taken back; more of them would stand before the layers.
    if (lastDiscard !== null) dismissToast(lastDiscard);
    lastDiscard = showToast({
      icon: 'done',
      title: say('studio:candidates.discarded', { count }),
      text: say('studio:candidates.stay'),
      actions: [{ label: say('common:undo'), act: () => void reopenRun(run.id) }],
    });
  });
}

async function reopenRun(generationId: string): Promise<void> {
  const answer = await ask(desktop.candidates.reopen({ generationId }));
  if (answer.kind === 'fault') sayFault(answer.error);
}

/** What the same request costs now: a price may have changed since the run, and its button must say the new one. */
export function priceNow(run: Run): Quote {
  const models = queryClient.getQueryData(catalogueQuery.queryKey)?.models ?? [];
  const model = models.find(({ id }) => id === run.input.modelId);
  return model === undefined ? run.quote : quoteOf(model, run.input).quote;
}

/** The same request with a new seed, so that it really is another try. */
export function regenerate(run: Run): Promise<void> {
  return once(async () => {
    await generate({ ...run.input, seed: null }, priceNow(run));
  });
}

export function cancelRun(run: Run): Promise<void> {
  return once(() => cancelJob(run.id));
}
