import type { DocumentRecord, PixelsId } from '../../../shared/document/index.ts';
import type { Grid } from '../tiles/index.ts';

/** What has another thumbnail than when it was last asked: layer ids, and `id:mask`. */
export interface ThumbnailWatch {
  changed(
    document: DocumentRecord,
    grids: ReadonlyMap<PixelsId, Grid>,
  ): readonly { readonly of: string; readonly layer: string; readonly part: 'pixels' | 'mask' }[];
}

/** Grids are immutable: another object is another picture, and the same one is the same. */
export function watchThumbnails(): ThumbnailWatch {
  let seen = new Map<string, string>();
  const names = new WeakMap<Grid, number>();
  let named = 0;
  const nameOf = (grid: Grid | undefined): number => {
    if (grid === undefined) return 0;
    const known = names.get(grid) ?? ++named;
    names.set(grid, known);
    return known;
  };
  return {
    changed(document, grids) {
      const now = new Map<string, string>();
      const parts = Object.values(document.layers).flatMap((layer) => [
        ...(layer.kind === 'raster'
          ? [
              {
                of: layer.id,
                layer: layer.id,
                part: 'pixels' as const,
                pixels: layer.pixels,
                offset: layer.offset,
              },
            ]
          : []),
        ...(layer.mask === null
          ? []
          : [{ of: `${layer.id}:mask`, layer: layer.id, part: 'mask' as const, ...layer.mask }]),
      ]);
      const changed = parts.filter(({ of, pixels, offset }) => {
        const print = `${nameOf(grids.get(pixels))} ${offset.x} ${offset.y} ${document.width} ${document.height}`;
        now.set(of, print);
        return seen.get(of) !== print;
      });
      seen = now;
      return changed;
    },
  };
}
