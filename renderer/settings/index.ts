export { FolderPicker } from './folder-picker.tsx';
export { chooseLibraryFolder } from './library-folder.ts';
export { SettingsView } from './settings-view.tsx';
