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
  nearDay,
  shortPath,
} from './format.ts';
export { folderOf } from './paths.ts';
export { pictureTitle } from './picture-title.ts';
export { say, useWords, type Words } from './words.ts';
