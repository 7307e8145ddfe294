export { leadingPicture } from './library-store.ts';
export { LibraryView } from './library-view.tsx';
