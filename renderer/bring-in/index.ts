export { bringIn } from './bring-in.ts';
export { DropHint } from './drop-hint.tsx';
export { pickFiles } from './files.ts';
export { useDrop, useDropGuard, usePaste } from './use-drop.ts';
