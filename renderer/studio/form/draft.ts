import type { Settings } from '../../../shared/contracts/desktop/index.ts';
import { ask, desktop } from '../../bridge/index.ts';
import { type Form, useForm } from './form-store.ts';

const SAVED_AFTER_MS = 700;
/** The contract's own bounds: what is longer cannot be sent either, and the form says so. */
const PROMPT_KEPT_CHARS = 200_000;
const NEGATIVE_KEPT_CHARS = 20_000;

type Draft = NonNullable<Settings['draft']>;

let restored = false;
let timer: ReturnType<typeof setTimeout> | null = null;

/** Puts back what stood in the form when Gesso ended, once; from then on what changes in it is kept. */
export function restoreDraft(draft: Settings['draft']): void {
  if (restored) return;
  restored = true;
  if (draft !== null) useForm.setState(draft);
  useForm.subscribe(() => {
    if (timer !== null) clearTimeout(timer);
    timer = setTimeout(saveDraft, SAVED_AFTER_MS);
  });
  // A window that closes does not wait until the hand has rested.
  window.addEventListener('pagehide', () => {
    if (timer !== null) saveDraft();
  });
}

/** Nobody asked for this, so a desktop that is away is not mentioned; the next change is saved again. */
function saveDraft(): void {
  if (timer !== null) clearTimeout(timer);
  timer = null;
  const draft = draftOf(useForm.getState());
  if (draft !== null) void ask(desktop.settings.update({ draft }));
}

function draftOf(form: Form): Draft | null {
  if (form.prompt.length > PROMPT_KEPT_CHARS || form.negativePrompt.length > NEGATIVE_KEPT_CHARS) return null;
  return { ...form, references: [...form.references], act: null };
}
