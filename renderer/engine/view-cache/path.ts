import type { LayerId, PixelsId } from '../../../shared/document/index.ts';
import type { GroupNode, PlanNode } from '../compositor/plan.ts';
import { shownPixels } from './shown-pixels.ts';

/** Nodes that no edit of the active layer changes, and that blend as one source: their composite can be kept. */
export interface KeptNodes {
  readonly kind: 'kept';
  readonly nodes: readonly PlanNode[];
  /** Blends what the nodes made; null is plain source-over. */
  readonly as: GroupNode | null;
}

/** Where the active layer is: at each depth of groups the nodes below, the one that holds it, and what is above. */
export interface Path {
  readonly below: readonly PlanNode[];
  readonly on: PlanNode;
  /** Null when `on` is the active layer itself. */
  readonly inner: Path | null;
  readonly above: readonly (PlanNode | KeptNodes)[];
}

/** So many composites above the active layer are kept for a tile; each is a megabyte. */
const KEPT_MAX = 4;

/** Null when the active layer does not show. */
export function findPath(nodes: readonly PlanNode[], active: LayerId): Path | null {
  const path = pathTo(nodes, active);
  if (path === null) return null;
  const sizes = keptOf(path)
    .map((kept) => countLeaves(kept.nodes))
    .sort((a, b) => b - a);
  const least = sizes[KEPT_MAX - 1] ?? 0;
  return sizes.length <= KEPT_MAX ? path : withLargest(path, least, { left: KEPT_MAX });
}

function pathTo(nodes: readonly PlanNode[], active: LayerId): Path | null {
  const at = nodes.findIndex((node) => holds(node, active));
  const on = nodes[at];
  if (on === undefined) return null;
  // A base and its run have the same id: the base within is what is painted on.
  const inner = on.kind === 'pixels' ? null : pathTo(on.children, active);
  return { below: nodes.slice(0, at), on, inner, above: keepRuns(nodes.slice(at + 1)) };
}

function holds(node: PlanNode, active: LayerId): boolean {
  return (
    node.id === active || (node.kind !== 'pixels' && node.children.some((child) => holds(child, active)))
  );
}

/** Source-over is associative: normal nodes next to each other are one source. */
function keepRuns(nodes: readonly PlanNode[]): (PlanNode | KeptNodes)[] {
  const items: (PlanNode | KeptNodes)[] = [];
  let run: PlanNode[] = [];
  const close = (): void => {
    if (countLeaves(run) > 1) items.push({ kind: 'kept', nodes: run, as: null });
    else items.push(...run);
    run = [];
  };
  for (const node of nodes) {
    if (isPlain(node)) {
      run.push(node);
      continue;
    }
    close();
    const keeps = node.kind === 'isolated' && countLeaves(node.children) > 1;
    items.push(keeps ? { kind: 'kept', nodes: node.children, as: node } : node);
  }
  close();
  return items;
}

function isPlain(node: PlanNode): boolean {
  return node.kind !== 'through' && node.mode === 'normal' && !node.atop;
}

function countLeaves(nodes: readonly PlanNode[]): number {
  return nodes.reduce((sum, node) => sum + (node.kind === 'pixels' ? 1 : countLeaves(node.children)), 0);
}

/** From the outside in. */
export function keptOf(path: Path): readonly KeptNodes[] {
  const own = path.above.filter((item) => item.kind === 'kept');
  return path.inner === null ? own : [...own, ...keptOf(path.inner)];
}

export function belowsOf(path: Path): readonly (readonly PlanNode[])[] {
  return path.inner === null ? [path.below] : [path.below, ...belowsOf(path.inner)];
}

/** Every pixel that a kept composite was made of: a touch of these makes it stale. */
export function keptPixels(path: Path): ReadonlySet<PixelsId> {
  return new Set(
    shownPixels([...belowsOf(path).flat(), ...keptOf(path).flatMap((kept) => kept.nodes)]).keys(),
  );
}

function withLargest(path: Path, least: number, allowed: { left: number }): Path {
  const above = path.above.flatMap((item): (PlanNode | KeptNodes)[] => {
    if (item.kind !== 'kept') return [item];
    if (countLeaves(item.nodes) >= least && allowed.left > 0) {
      allowed.left -= 1;
      return [item];
    }
    return item.as === null ? [...item.nodes] : [item.as];
  });
  const inner = path.inner === null ? null : withLargest(path.inner, least, allowed);
  return { ...path, above, inner };
}
