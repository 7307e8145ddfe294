export {
  EXPORT_EXTENSIONS,
  EXPORT_FORMATS,
  EXPORT_PROFILES,
  type ExportFormat,
  type ExportProfile,
  isLossy,
} from './export-format.ts';
export { PICTURE_MAX_BYTES, PICTURE_MAX_SIDE } from './limits.ts';
