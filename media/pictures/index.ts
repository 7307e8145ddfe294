export {
  claimedFormat,
  EXTENSIONS,
  MEDIA_TYPES,
  PICTURE_FORMATS,
  type PictureFormat,
  SIGNATURE_BYTES,
} from './picture-format.ts';
