import { intersectRects, isEmptyRect, type Rect } from '../../../shared/geometry/index.ts';
import { TILE_SIDE, type TileKey, tileKey, tileX, tileY } from '../compositor/pixel-reader.ts';
import type { Surface, SurfaceMaker } from './surface.ts';

export type ReadTile = (level: number, key: TileKey) => Uint8Array | null;

/**
 * The tiles of a view side by side in one image, in whole pixels of the level: it is scaled as one, so that tiles have
 * no seams at any zoom. Moves along with the view and keeps what stays in sight.
 */
export interface Sheet {
  readonly level: number;
  /** In the level's pixels, on the lines of tiles. */
  readonly rect: Rect;
  readonly image: CanvasImageSource;
  /** Takes over what was drawn and what is new; answers with what looks different, in the level's pixels. */
  update(drawn: readonly Rect[], read: ReadTile): readonly Rect[];
  /** The same sheet over another part of the level; null when its size or level is another. */
  moved(level: number, rect: Rect): Sheet | null;
}

export function createSheet(level: number, rect: Rect, surfaces: SurfaceMaker): Sheet {
  return sheetOn(surfaces.surface(rect.width, rect.height), level, rect, new Set(), surfaces);
}

function sheetOn(
  surface: Surface,
  level: number,
  rect: Rect,
  laid: Set<TileKey>,
  surfaces: SurfaceMaker,
): Sheet {
  const lay = (key: TileKey, bytes: Uint8Array, part: Rect): void => {
    const x = tileX(key) * TILE_SIDE;
    const y = tileY(key) * TILE_SIDE;
    surface.context.putImageData(
      surfaces.picture(bytes),
      x - rect.x,
      y - rect.y,
      part.x - x,
      part.y - y,
      part.width,
      part.height,
    );
  };
  return {
    level,
    rect,
    image: surface.image,
    update: (drawn, read) => {
      const changed: Rect[] = [];
      for (const square of squaresOf(rect)) {
        const key = tileKey(square.x / TILE_SIDE, square.y / TILE_SIDE);
        const isNew = !laid.has(key);
        const parts = isNew ? [square] : drawn.map((one) => intersectRects(one, square));
        for (const part of parts) {
          if (isEmptyRect(part)) continue;
          const bytes = read(level, key);
          if (bytes === null) {
            // Only a part of it was composited: what was told of it now is laid with the rest, once it is whole.
            laid.delete(key);
            continue;
          }
          lay(key, bytes, part);
          laid.add(key);
          changed.push(part);
        }
      }
      return changed;
    },
    moved: (nextLevel, next) => {
      if (nextLevel !== level || next.width !== rect.width || next.height !== rect.height) return null;
      const { context, image } = surface;
      // `copy` clears whatever the moved image does not cover.
      context.globalCompositeOperation = 'copy';
      context.drawImage(image, rect.x - next.x, rect.y - next.y);
      context.globalCompositeOperation = 'source-over';
      const kept = [...laid].filter((key) => {
        const square = {
          x: tileX(key) * TILE_SIDE,
          y: tileY(key) * TILE_SIDE,
          width: TILE_SIDE,
          height: TILE_SIDE,
        };
        return !isEmptyRect(intersectRects(square, next));
      });
      return sheetOn(surface, level, next, new Set(kept), surfaces);
    },
  };
}

function* squaresOf(rect: Rect): Iterable<Rect> {
  for (let y = rect.y; y < rect.y + rect.height; y += TILE_SIDE)
    for (let x = rect.x; x < rect.x + rect.width; x += TILE_SIDE)
      yield { x, y, width: TILE_SIDE, height: TILE_SIDE };
}

/** The tiles that hold a rect, as a rect. */
export function onTileLines(rect: Rect): Rect {
  const x = Math.floor(rect.x / TILE_SIDE) * TILE_SIDE;
  const y = Math.floor(rect.y / TILE_SIDE) * TILE_SIDE;
  return {
    x,
    y,
    width: Math.ceil((rect.x + rect.width) / TILE_SIDE) * TILE_SIDE - x,
    height: Math.ceil((rect.y + rect.height) / TILE_SIDE) * TILE_SIDE - y,
  };
}
