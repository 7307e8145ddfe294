import { coverageShare } from '../kernel/coverage-share.ts';
import type { Blending, Coverage, Step } from '../kernel/steps.ts';
import { findCoverage, findPieces, oneValue, type Sight } from './find-pieces.ts';
import type { GroupNode, PixelsNode, PlanNode } from './plan.ts';

/** The kernel's steps for nodes from the bottom up; whatever does not show in the window is left out. */
export function writeSteps(nodes: readonly PlanNode[], sight: Sight): Step[] {
  const steps: Step[] = [];
  for (const node of nodes) {
    // Clipped to what has nothing here: an atop node never is the first of its run.
    if (node.atop && steps.length === 0) continue;
    if (node.kind === 'pixels') steps.push(...pixelSteps(node, sight));
    else steps.push(...wrapGroup(node, sight, () => writeSteps(node.children, sight)));
  }
  return steps;
}

/** What a group does before and after its own steps, around `inside`; nothing when nothing of it shows. */
export function wrapGroup(node: GroupNode, sight: Sight, inside: () => readonly Step[]): readonly Step[] {
  const blending = blendingIn(node, sight);
  if (blending === null) return [];
  const steps = inside();
  if (steps.length === 0) return [];
  if (node.kind === 'isolated') return [{ op: 'push' }, ...steps, { op: 'pop', ...blending }];
  const { alpha, coverage } = blending;
  return [{ op: 'push-copy' }, ...steps, { op: 'mix', alpha, coverage }];
}

/** Null where the mask hides all of the window. */
export function blendingIn(node: PlanNode, sight: Sight): Blending | null {
  const found = findCoverage(node.mask, sight);
  if (found === 0) return null;
  const coverage: Coverage | null = typeof found === 'number' ? null : found;
  const alpha = typeof found === 'number' ? coverageShare(node.alpha, found) : node.alpha;
  return { mode: node.mode, alpha, fill: node.fill, atop: node.atop, coverage };
}

function pixelSteps(node: PixelsNode, sight: Sight): readonly Step[] {
  const pieces = findPieces(node.pixels, node.offset, sight);
  if (pieces.length === 0) return [];
  const value = oneValue(pieces, 0, sight.window);
  if (value !== null && value >>> 24 === 0) return [];
  const blending = blendingIn(node, sight);
  if (blending === null) return [];
  return value === null ? [{ op: 'bytes', pieces, ...blending }] : [{ op: 'colour', value, ...blending }];
}
