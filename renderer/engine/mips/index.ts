export { createMipCache, type MipCache, type PixelSource } from './cache.ts';
