export { isLookedAt, lookAtAccepted } from './candidates/run-store.ts';
export { isRunning } from './candidates/runs.ts';
export { studioPicture, useAccepted } from './canvas/board.tsx';
export { useSurround } from './canvas/status-bar.tsx';
export { zoomToFit, zoomToPixels } from './canvas/view-store.ts';
export { editAgain, fillForm, focusPrompt, followModelSetting } from './form/form-store.ts';
export { priceWords } from './form/price-words.ts';
export { StudioView } from './studio-view.tsx';
