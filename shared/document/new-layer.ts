import type { GroupLayer, LayerId, PixelsId, RasterLayer } from './records.ts';

/** How a layer is before anybody changed it. */
const UNCHANGED = {
  visible: true,
  locked: false,
  opacity: 1,
  fill: 1,
  blend: 'normal',
  clipped: false,
  mask: null,
  origins: [],
} as const;

/** Pixels where they are, fully shown. */
export function rasterLayer(id: LayerId, name: string, pixels: PixelsId): RasterLayer {
  return { ...UNCHANGED, kind: 'raster', id, name, pixels, offset: { x: 0, y: 0 } };
}

/** Empty, and its layers will blend with what is beneath it. */
export function groupLayer(id: LayerId, name: string): GroupLayer {
  return { ...UNCHANGED, kind: 'group', id, name, children: [], passThrough: true };
}
