import { insertLayer, type LayerId, placeOf, rasterLayer } from '../../../../shared/document/index.ts';
import { moveRect } from '../../../../shared/geometry/index.ts';
import { copyTile, orNothing, readRect, type Tile, type TileKey, tileRect } from '../../tiles/index.ts';
import { gridOf } from '../state.ts';
import { type CommandContext, type CommandOutcome, isLocked, newPixels, refuse } from './command.ts';
import { changed } from './layers.ts';

export interface LiftCommand {
  /** `cut-to-layer` takes them away from the layer they were on. */
  readonly kind: 'copy-to-layer' | 'cut-to-layer';
  /** Whose pixels. */
  readonly from: LayerId;
  /** Of the new layer, which stands above it. */
  readonly id: LayerId;
  readonly name: string;
}

/**
 * What is selected of a layer's pixels as a layer of its own, where it was. Alpha is shared out whole: what a cut takes
 * from the one layer the other has, and no pixel that was not selected changes.
 */
export function runLiftCommand(context: CommandContext, command: LiftCommand): CommandOutcome {
  const { store, state } = context;
  const { document } = state;
  const layer = document.layers[command.from];
  const place = placeOf(document, command.from);
  if (layer === undefined || place === null) return refuse('no-such-layer');
  if (layer.kind !== 'raster') return refuse('not-raster');
  if (document.selection === null) return refuse('no-selection');
  const cuts = command.kind === 'cut-to-layer';
  if (cuts && isLocked(document, command.from)) return refuse('layer-locked');
  const grid = gridOf(state, layer.pixels);
  const selected = gridOf(state, document.selection);
  const lifted = new Map<TileKey, Tile | null>();
  const left = new Map<TileKey, Tile | null>();
  for (const key of grid.tiles.keys()) {
    const shares = readRect(store, selected, moveRect(tileRect(key), layer.offset.x, layer.offset.y));
    if (shares.every((share) => share === 0)) continue;
    const rest = copyTile(store, grid, key);
    const taken = take(rest, shares);
    const tile = orNothing(store.make(taken, 4), 0);
    if (tile !== null) lifted.set(key, tile);
    if (cuts) left.set(key, orNothing(store.make(rest, 4), 0));
  }
  if (lifted.size === 0) {
    for (const tile of left.values()) if (tile !== null) store.release(tile);
    return refuse('nothing-selected');
  }
  const pixels = newPixels(context);
  const { offset, origins, blend, opacity, fill, clipped } = layer;
  const made = rasterLayer(command.id, command.name, pixels);
  const after = insertLayer(
    document,
    { ...made, offset, origins, blend, opacity, fill, clipped },
    { parent: place.parent, index: place.index + 1 },
  );
  const updates = [{ pixels, tiles: lifted }];
  return changed(
    context,
    command.kind,
    after,
    cuts ? [...updates, { pixels: layer.pixels, tiles: left }] : updates,
  );
}

/** Takes the selected share of alpha out of a tile, and gives it as a tile. */
function take(rest: Uint8Array, shares: Uint8Array): Uint8Array {
  const taken = new Uint8Array(rest.length);
  for (let pixel = 0; pixel < shares.length; pixel++) {
    const at = 4 * pixel;
    const had = rest[at + 3] ?? 0;
    const alpha = Math.round((had * (shares[pixel] ?? 0)) / 255);
    if (alpha === 0) continue;
    taken.set(rest.subarray(at, at + 3), at);
    taken[at + 3] = alpha;
    if (alpha === had) rest.fill(0, at, at + 4);
    else rest[at + 3] = had - alpha;
  }
  return taken;
}
