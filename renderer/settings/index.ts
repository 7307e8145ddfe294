export { FolderPicker } from './folder-picker.tsx';
export { KeychainNotice } from './keychain-notice.tsx';
export { chooseLibraryFolder } from './library-folder.ts';
export { SettingRow } from './setting-row.tsx';
export { SettingsView } from './settings-view.tsx';
export { useKeeping } from './use-keeping.ts';
