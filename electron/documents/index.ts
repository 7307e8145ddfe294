export type { DocumentBytes } from './bytes.ts';
export { createDocuments, type Documents } from './create-documents.ts';
