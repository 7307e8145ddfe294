export { createLibrary, type Library, type LibraryParts, type OriginalFile } from './create-library.ts';
export type { ModelFacts } from './picture-details.ts';
export type { Delivered, NotAPicture, Stored } from './store-picture.ts';
