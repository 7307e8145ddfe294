export type { ByteSource } from './byte-routes.ts';
export type { DocumentSource } from './document-routes.ts';
export { type LoopbackServer, PortTaken, startServer } from './loopback-server.ts';
export { createRouter } from './router.ts';
export type { Nouns } from './router-parts.ts';
export type { UploadTarget } from './uploads.ts';
