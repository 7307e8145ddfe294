import { insertLayer, type LayerId, type PixelsId, rasterLayer } from '../../../shared/document/index.ts';
import type { Colour } from '../protocol/index.ts';
import { emptyGrid, keysOf, packColour, type Tile, type TileKey, type TileStore } from '../tiles/index.ts';
import type { Decoration } from './decorations.ts';

const PIXELS = 'film' as PixelsId;
const LAYER = 'film' as LayerId;

const CORNER = { x: 0, y: 0 };
/** As far as any page reaches. */
const EVERYWHERE = { x: 0, y: 0, width: 16_384, height: 16_384 };

/**
 * A film of one colour over what is selected, so that it is seen as a mask: a layer whose mask is the selection's own pixels,
 * and so it follows the brush while it paints. Tiles of one colour hold no bytes.
 */
export function filmDecoration(store: TileStore, [red, green, blue]: Colour, opacity: number): Decoration {
  const tiles = new Map<TileKey, Tile>();
  const colour = packColour(red, green, blue, 255);
  for (const key of keysOf(EVERYWHERE)) tiles.set(key, store.uniform(colour, 4));
  return {
    decorate(document, own) {
      const { selection } = own;
      if (selection === null) return document;
      // A page that is shown grown has another corner than the selection knows.
      const [from, to] = [own.origin ?? CORNER, document.origin ?? CORNER];
      const offset = { x: from.x - to.x, y: from.y - to.y };
      const mask = { pixels: selection, offset, enabled: true, outside: 0 } as const;
      const film = { ...rasterLayer(LAYER, '', PIXELS), opacity, mask };
      return insertLayer(document, film, { parent: null, index: document.root.length });
    },
    grids: new Map([[PIXELS, { ...emptyGrid(4), tiles }]]),
  };
}
