export { type Calendar, createCalendar } from './calendar.ts';
export { hashBytes, hashFile } from './content-hash.ts';
export {
  codeOf,
  copyDurably,
  exists,
  isFile,
  makeFolder,
  makeFolderInside,
  nameDurably,
  PART_SUFFIX,
  removeFile,
  replaceDurably,
  replaceUnsynced,
  syncFolder,
  writeDurably,
} from './durable.ts';
export { fileStem } from './file-name.ts';
export { StorageOutage, storageOutage } from './storage-outage.ts';
