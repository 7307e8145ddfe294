import { TILE_SIDE } from '../compositor/pixel-reader.ts';
import type { SurfaceMaker } from './surface.ts';

/** The browser's own surfaces, as a worker has them. */
export const OFFSCREEN_SURFACES: SurfaceMaker = {
  surface: (width, height) => {
    const image = new OffscreenCanvas(width, height);
    const context = image.getContext('2d');
    if (context === null) throw new Error('There is no canvas to draw on.');
    return { image, context };
  },
  picture: ({ buffer, byteOffset, byteLength }) => {
    if (!(buffer instanceof ArrayBuffer)) throw new Error('A tile lies in memory of its own.');
    return new ImageData(new Uint8ClampedArray(buffer, byteOffset, byteLength), TILE_SIDE, TILE_SIDE);
  },
};
