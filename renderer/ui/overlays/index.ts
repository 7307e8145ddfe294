export { AlertDialog, Dialog } from './dialog.tsx';
export { FileTarget } from './file-target.tsx';
export { default as form } from './form.module.css';
export { Menu, MenuChoices, MenuItem, MenuLine, MenuNote } from './menu.tsx';
export { useFocusBack } from './use-focus-back.ts';
