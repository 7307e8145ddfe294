import {
  type BlendMode,
  childrenOf,
  type DocumentRecord,
  type Layer,
  type LayerId,
  type MaskRecord,
  type Offset,
  type PixelsId,
} from '../../../shared/document/index.ts';
import { FILL_MODES } from '../blend/formulas.ts';

interface Shown {
  readonly id: LayerId;
  readonly mode: BlendMode;
  /** Opacity, with fill in all modes but the special eight; never 0. */
  readonly alpha: number;
  readonly fill: number;
  readonly atop: boolean;
  /** Enabled. */
  readonly mask: MaskRecord | null;
}

export interface PixelsNode extends Shown {
  readonly kind: 'pixels';
  readonly pixels: PixelsId;
  readonly offset: Offset;
}

/** `isolated`: by itself first, then blended. `through`: with what is beneath, then mixed in by alpha and mask alone. */
export interface GroupNode extends Shown {
  readonly kind: 'isolated' | 'through';
  readonly children: readonly PlanNode[];
}

/** What is left of a document when it is drawn: nothing hidden, no pass-through group that changes nothing. */
export type PlanNode = PixelsNode | GroupNode;

/** From the bottom up. A base with clipped layers is one isolated node of them all, under the base's id. */
export function planDocument(document: DocumentRecord): readonly PlanNode[] {
  return planList(childrenOf(document, null), document);
}

function planList(ids: readonly LayerId[], document: DocumentRecord): PlanNode[] {
  const nodes: PlanNode[] = [];
  let run: Layer[] = [];
  const close = (): void => {
    nodes.push(...planRun(run, document));
    run = [];
  };
  for (const id of ids) {
    const layer = document.layers[id];
    if (layer === undefined) continue;
    if (!layer.clipped) close();
    run.push(layer);
    // Nothing stands beneath the lowest layer: it is drawn as if it were not clipped, and is a base itself.
  }
  close();
  return nodes;
}

function planRun([base, ...above]: readonly Layer[], document: DocumentRecord): readonly PlanNode[] {
  if (base === undefined || !base.visible) return [];
  const shown = above.filter((layer) => layer.visible);
  const clipped = shown
    .map((layer) => planAlone(layer, blendingOf(layer, true), document))
    .filter((node) => node !== null);
  const blending = blendingOf(base, false);
  if (clipped.length > 0) {
    const bare: Blending = { ...blending, mode: 'normal', alpha: 1, fill: 1 };
    const inside = planAlone(base, bare, document);
    if (inside === null || blending.alpha === 0 || blending.fill === 0) return [];
    return [{ ...blending, kind: 'isolated', mask: null, children: [inside, ...clipped] }];
  }
  // What is clipped to it isolates a group, even when there is nothing in it.
  if (base.kind === 'group' && base.passThrough && shown.length === 0) {
    const children = planList(base.children, document);
    const { alpha, mask } = blending;
    if (alpha === 0 || children.length === 0) return [];
    if (alpha === 1 && mask === null) return children;
    return [{ ...blending, kind: 'through', children }];
  }
  const node = planAlone(base, blending, document);
  return node === null ? [] : [node];
}

type Blending = Shown;

/** The layer as one source; null when nothing of it can show. */
function planAlone(layer: Layer, blending: Blending, document: DocumentRecord): PlanNode | null {
  if (blending.alpha === 0 || blending.fill === 0) return null;
  if (layer.kind === 'raster') {
    const { pixels, offset } = layer;
    return { ...blending, kind: 'pixels', pixels, offset };
  }
  const children = planList(layer.children, document);
  return children.length === 0 ? null : { ...blending, kind: 'isolated', children };
}

function blendingOf(layer: Layer, atop: boolean): Blending {
  const mode = layer.kind === 'group' && layer.passThrough ? 'normal' : layer.blend;
  const special = FILL_MODES.has(mode);
  return {
    id: layer.id,
    mode,
    alpha: special ? layer.opacity : layer.opacity * layer.fill,
    fill: special ? layer.fill : 1,
    atop,
    mask: layer.mask?.enabled === true ? layer.mask : null,
  };
}
