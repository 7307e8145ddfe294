export { AlertDialog, Dialog } from './dialog.tsx';
export { Menu, MenuChoices, MenuItem, MenuLine, MenuNote } from './menu.tsx';
export { useFocusBack } from './use-focus-back.ts';
