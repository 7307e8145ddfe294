export {
  EXPORT_EXTENSIONS,
  EXPORT_FORMATS,
  EXPORT_PROFILES,
  type ExportFormat,
  type ExportProfile,
  isLossy,
} from './export-format.ts';
