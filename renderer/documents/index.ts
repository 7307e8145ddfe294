export { DocumentDialogs } from './document-dialogs.tsx';
export { DocumentMenu } from './document-menu.tsx';
export { PsdLosses } from './psd-losses.tsx';
