export { onlyPixels } from './only-pixels.ts';
export {
  insertAfterHeader,
  PNG_LIMITS,
  type PngChunk,
  type PngHeader,
  type PngLimits,
  type PngRead,
  type PngRefusal,
  readPngChunks,
  readPngHeader,
  writePngChunks,
} from './png-chunks.ts';
export { type PngPixels, readPngPixels } from './png-pixels.ts';
export { unfilteredRows } from './png-rows.ts';
export { type PngText, pngTextChunks, readPngTexts, XMP_KEYWORD } from './png-text.ts';
