export { isLookedAt } from './candidates/run-store.ts';
export { isRunning } from './candidates/runs.ts';
export { useAccepted } from './canvas/board.tsx';
export { useSurround } from './canvas/status-bar.tsx';
export { zoomToFit, zoomToPixels } from './canvas/view-store.ts';
export { useEditor, useOpenDocument } from './editor/editor-store.ts';
export { convertedSentences } from './editor/file-facts.ts';
export { type Flattening, flattenDocument, studioSubject } from './editor/flatten-document.ts';
export { addGuide, clearGuides, toggleGuides, useGuides } from './editor/guides-store.ts';
export { makeLayeredFile } from './editor/layered-file.ts';
export {
  beginDocument,
  closeDocument,
  duplicateDocument,
  openRecent,
  showPicture,
} from './editor/open-document.ts';
export { isBehind, notSavedWords, renameDocument, saveDocument, writeFile } from './editor/save-document.ts';
export { agreeToPsd, questionBeforeSave } from './editor/save-question.ts';
export { editAgain, fillForm, focusPrompt, followModelSetting, useForm } from './form/form-store.ts';
export { priceWords, shortPriceWords } from './form/price-words.ts';
export { addReferences } from './form/references.ts';
export { keptFacts } from './in-place/kept-facts.ts';
export { openFiles } from './pictures-in.ts';
export { StudioView } from './studio-view.tsx';
