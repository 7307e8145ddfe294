export { isLookedAt, lookAtAccepted } from './candidates/run-store.ts';
export { isRunning } from './candidates/runs.ts';
export { studioPicture, useAccepted } from './canvas/board.tsx';
export { useSurround } from './canvas/status-bar.tsx';
export { zoomToFit, zoomToPixels } from './canvas/view-store.ts';
export { useEditor, useOpenDocument } from './editor/editor-store.ts';
export {
  beginDocument,
  closeDocument,
  duplicateDocument,
  openRecent,
} from './editor/open-document.ts';
export { isBehind, notSavedWords, renameDocument, saveDocument, writeFile } from './editor/save-document.ts';
export { editAgain, fillForm, focusPrompt, followModelSetting, useForm } from './form/form-store.ts';
export { priceWords, shortPriceWords } from './form/price-words.ts';
export { addReferences } from './form/references.ts';
export { openFiles } from './pictures-in.ts';
export { StudioView } from './studio-view.tsx';
