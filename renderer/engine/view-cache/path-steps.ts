import type { Sight } from '../compositor/find-pieces.ts';
import type { PlanNode } from '../compositor/plan.ts';
import { blendingIn, wrapGroup, writeSteps } from '../compositor/write-steps.ts';
import type { Blending, Slot, Step } from '../kernel/steps.ts';
import { belowsOf, type KeptNodes, keptOf, type Path } from './path.ts';

/** A tile's kept accumulators, in the order of `belowsOf` and `keptOf`; null where there is nothing to keep. */
export interface PathSlots {
  readonly belows: readonly (Slot | null)[];
  readonly kept: readonly Slot[];
}

const OVER: Blending = { mode: 'normal', alpha: 1, fill: 1, atop: false, coverage: null };

export function slotsWanted(path: Path): number {
  return belowsOf(path).filter((below) => below.length > 0).length + keptOf(path).length;
}

/**
 * The whole document along the path: from what is kept, or, without slots, from the layers. The same blends happen in
 * the same order either way, so that both give the same bits.
 */
export function pathSteps(path: Path, slots: PathSlots | null, sight: Sight): readonly Step[] {
  const kept = new Map(keptOf(path).map((one, index) => [one, slots?.kept[index] ?? null]));
  return levelSteps(path, 0, slots, kept, sight);
}

function levelSteps(
  path: Path,
  depth: number,
  slots: PathSlots | null,
  kept: ReadonlyMap<KeptNodes, Slot | null>,
  sight: Sight,
): readonly Step[] {
  const slot = slots?.belows[depth] ?? null;
  const steps: Step[] = slot === null ? writeSteps(path.below, sight) : [{ op: 'load', slot }];
  const put = (node: PlanNode, own: () => readonly Step[]): void => {
    // Clipped to what has nothing here.
    if (!node.atop || steps.length > 0) steps.push(...own());
  };
  put(path.on, () => {
    const { on, inner } = path;
    if (inner === null || on.kind === 'pixels') return writeOne(on, sight);
    return wrapGroup(on, sight, () => levelSteps(inner, depth + 1, slots, kept, sight));
  });
  for (const item of path.above)
    if (item.kind === 'kept') steps.push(...keptSteps(item, kept.get(item) ?? null, sight));
    else put(item, () => writeOne(item, sight));
  return steps;
}

/** By itself: what a clipped node is clipped to was looked at before. */
function writeOne(node: PlanNode, sight: Sight): readonly Step[] {
  return node.atop ? writeSteps([{ ...node, atop: false }], sight).map(asAtop) : writeSteps([node], sight);
}

/** The last step of a node is the one that blends it. */
function asAtop(step: Step, index: number, all: readonly Step[]): Step {
  return index === all.length - 1 && 'atop' in step ? { ...step, atop: true } : step;
}

function keptSteps(kept: KeptNodes, slot: Slot | null, sight: Sight): readonly Step[] {
  const blending = kept.as === null ? OVER : blendingIn(kept.as, sight);
  if (blending === null) return [];
  if (slot !== null) return [{ op: 'accumulator', slot, ...blending }];
  const inside = writeSteps(kept.nodes, sight);
  return inside.length === 0 ? [] : [{ op: 'push' }, ...inside, { op: 'pop', ...blending }];
}

/** Programs that fill the slots, each run by itself. */
export function slotSteps(path: Path, slots: PathSlots, sight: Sight): readonly (readonly Step[])[] {
  const programs = keptOf(path).map((kept, index): readonly Step[] => {
    const slot = slots.kept[index];
    return slot === undefined ? [] : [...writeSteps(kept.nodes, sight), { op: 'store', slot }];
  });
  return [belowSteps(path, 0, slots, sight), ...programs];
}

/** Down the path, storing what is below at every depth; what the stack holds in the end is left there. */
function belowSteps(path: Path, depth: number, slots: PathSlots, sight: Sight): readonly Step[] {
  const slot = slots.belows[depth] ?? null;
  const store: readonly Step[] = slot === null ? [] : [{ op: 'store', slot }];
  const own: readonly Step[] = [...writeSteps(path.below, sight), ...store];
  if (path.inner === null || path.on.kind === 'pixels') return own;
  const enter: Step = { op: path.on.kind === 'through' ? 'push-copy' : 'push' };
  return [...own, enter, ...belowSteps(path.inner, depth + 1, slots, sight)];
}
