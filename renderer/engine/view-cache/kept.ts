import type { LayerId, PixelsId } from '../../../shared/document/index.ts';
import type { Sight } from '../compositor/find-pieces.ts';
import { TILE_SIDE } from '../compositor/pixel-reader.ts';
import type { PlanNode } from '../compositor/plan.ts';
import type { Kernel } from '../kernel/kernel.ts';
import type { Slot } from '../kernel/steps.ts';
import type { CachedTile, CachedTiles } from './cached-tiles.ts';
import { belowsOf, findPath, keptOf, keptPixels, type Path } from './path.ts';
import { type PathSlots, slotSteps, slotsWanted } from './path-steps.ts';

/** What lies below and above the active layer, kept as accumulators of tiles in the kernel's memory. */
export interface Kept {
  path(): Path | null;
  /** Slots stay when nothing changed but the active layer and what is blended after it. */
  follow(plan: readonly PlanNode[], active: LayerId | null): void;
  isOf(pixels: PixelsId): boolean;
  filled(tile: CachedTile): PathSlots | null;
  /** Whether the tile has slots that are not filled; gives it some first, of tiles out of sight if none are free. */
  wants(tile: CachedTile, seen: readonly CachedTile[]): boolean;
  fill(tile: CachedTile, rows: Sight): void;
  drop(tile: CachedTile): void;
  dropAll(): void;
}

export function createKept(kernel: Kernel, tiles: CachedTiles): Kept {
  let path: Path | null = null;
  let signature = '';
  let pixels: ReadonlySet<PixelsId> = new Set();

  const drop = (tile: CachedTile): void => {
    const { slots } = tile;
    tile.slots = null;
    tile.slotRows = 0;
    if (slots === null) return;
    for (const slot of [...slots.belows, ...slots.kept]) if (slot !== null) kernel.releaseSlot(slot);
  };
  const dropAll = (): void => {
    for (const tile of tiles.all()) drop(tile);
  };

  const take = (count: number, seen: readonly CachedTile[]): Slot[] | null => {
    const taken: Slot[] = [];
    const visible = new Set(seen);
    const others = [...tiles.all()]
      .filter((tile) => tile.slots !== null && !visible.has(tile))
      .sort((a, b) => b.used - a.used);
    while (taken.length < count) {
      const slot = kernel.takeSlot();
      if (slot !== null) {
        taken.push(slot);
        continue;
      }
      const oldest = others.pop();
      if (oldest === undefined) {
        for (const one of taken) kernel.releaseSlot(one);
        return null;
      }
      drop(oldest);
    }
    return taken;
  };

  return {
    path: () => path,
    follow: (plan, active) => {
      path = active === null ? null : findPath(plan, active);
      const next = path === null ? '' : signatureOf(path);
      if (next === signature) return;
      signature = next;
      pixels = path === null ? new Set() : keptPixels(path);
      dropAll();
    },
    isOf: (one) => pixels.has(one),
    filled: (tile) => (tile.slotRows >= TILE_SIDE ? tile.slots : null),
    wants: (tile, seen) => {
      if (path === null || slotsWanted(path) === 0 || tile.slotRows >= TILE_SIDE) return false;
      if (tile.slots !== null) return true;
      const slots = take(slotsWanted(path), seen);
      if (slots === null) return false;
      const next = (): Slot => slots.pop() ?? 0;
      const belows = belowsOf(path).map((below) => (below.length > 0 ? next() : null));
      tile.slots = { belows, kept: keptOf(path).map(next) };
      return true;
    },
    fill: (tile, rows) => {
      if (path === null || tile.slots === null) return;
      for (const steps of slotSteps(path, tile.slots, rows)) kernel.run(steps, rows.window, null);
    },
    drop,
    dropAll,
  };
}

/** Everything the slots are made of; not how the active layer, its groups and the kept ones are blended. */
function signatureOf(path: Path): string {
  const kinds: string[] = [];
  for (let one: Path | null = path; one !== null; one = one.inner) kinds.push(one.on.kind);
  return JSON.stringify([kinds, belowsOf(path), keptOf(path).map((kept) => kept.nodes)]);
}
