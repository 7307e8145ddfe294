export {
  formatBytes,
  formatDate,
  formatDay,
  formatDollars,
  formatMoment,
  formatMonth,
  formatNumber,
  formatPixels,
  formatShortDay,
  formatTenths,
  formatTime,
  localDay,
  nearDay,
  shortPath,
} from './format.ts';
export { initialsOf } from './initials.ts';
export { folderOf } from './paths.ts';
export { pictureTitle } from './picture-title.ts';
export { LANGUAGES, say, useWords, type Words } from './words.ts';
