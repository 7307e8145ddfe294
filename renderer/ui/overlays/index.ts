export { AlertDialog, Dialog } from './dialog.tsx';
export { Menu, MenuChoices, MenuItem, MenuLine } from './menu.tsx';
export { useFocusBack } from './use-focus-back.ts';
