import type { DocumentRecord } from '../../../shared/document/index.ts';
import { isEmptyRect, type Rect } from '../../../shared/geometry/index.ts';
import type { Kernel } from '../kernel/kernel.ts';
import type { PixelReader } from './pixel-reader.ts';
import { type PlanNode, planDocument } from './plan.ts';
import { grainAt, placeInTile } from './window.ts';
import { writeSteps } from './write-steps.ts';

/** Records never change: their plan is made once. */
const plans = new WeakMap<DocumentRecord, readonly PlanNode[]>();

export function planOf(document: DocumentRecord): readonly PlanNode[] {
  const known = plans.get(document);
  if (known !== undefined) return known;
  const plan = planDocument(document);
  plans.set(document, plan);
  return plan;
}

/**
 * What a document looks like in a rect of a level that lies within one of the level's tiles: straight RGBA into `out`,
 * which has the whole tile's shape; nothing but the rect is written.
 */
export function composite(
  kernel: Kernel,
  document: DocumentRecord,
  reader: PixelReader,
  level: number,
  rect: Rect,
  out: Uint8Array,
): void {
  if (isEmptyRect(rect)) return;
  const { kept, window } = placeInTile(rect, grainAt(document, level));
  const steps = writeSteps(planOf(document), { reader, level, window });
  kernel.run(steps, window, { bytes: out, kept });
}
