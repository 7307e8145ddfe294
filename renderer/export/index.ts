export { copyPicture } from './copy-picture.ts';
export { ExportDialog } from './export-dialog.tsx';
