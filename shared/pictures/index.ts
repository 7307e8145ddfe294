export {
  EXPORT_EXTENSIONS,
  EXPORT_FORMATS,
  EXPORT_PROFILES,
  type ExportFormat,
  type ExportProfile,
  isLayered,
  isLossy,
  LAYERED_FORMATS,
  type LayeredFormat,
  layeredFormatOf,
} from './export-format.ts';
export { fillClear } from './fill-clear.ts';
export { PICTURE_MAX_BYTES, PICTURE_MAX_SIDE } from './limits.ts';
export { COMPOSITE_SOURCES, type DigitalSourceType, type XmpFacts, xmpPacket } from './xmp.ts';
