export { type Access, type AccessLog, createAccessLog } from './access-log.ts';
export { createByteRoutes } from './byte-routes.ts';
export { type FileStore, openFileStore } from './file-store.ts';
export type { ObjectStore, SignedRequest } from './object-store.ts';
export { createObjects, type Objects } from './objects.ts';
export type { ProfilePictures, PutPicture } from './profile-pictures.ts';
export { objectProcedures } from './routes.ts';
export { PICTURE_LIMITS, UPLOAD_DECODER, UPLOAD_LIMITS } from './rules.ts';
export { openS3Store, type S3Options } from './s3-store.ts';
