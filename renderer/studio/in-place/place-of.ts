import type { Place } from '../../../shared/contracts/desktop/index.ts';
import type { DocumentRecord, LayerId } from '../../../shared/document/index.ts';
import { FRAME_ACT_FACTS, type FrameAct, planFrame } from '../../../shared/frame/index.ts';
import type { Rect } from '../../../shared/geometry/index.ts';
import type { Model, Quality } from '../../../shared/operations/index.ts';

/** What is known of the open document when a run is asked for. */
export interface PlaceFacts {
  readonly act: FrameAct;
  readonly documentId: string;
  readonly document: DocumentRecord;
  /** In the document as it is now. */
  readonly frame: Rect;
  readonly layer: LayerId | null;
  readonly isSelected: boolean;
}

/** Why a run in the document can't be asked for. */
export type PlaceObstacle = 'frame-wrong' | 'selection-none' | 'layer-none' | 'edits-none';

/**
 * Where a run takes effect, in the coordinates that the document began with; nothing of the document is taken yet. What is
 * never sent needs no picture around it: its window is the frame.
 */
export function placeOf(facts: PlaceFacts, model: Model, quality: Quality): Place | PlaceObstacle {
  const { act, documentId, document, frame, layer, isSelected } = facts;
  const { sends, mask } = FRAME_ACT_FACTS[act];
  if (!model.operations.includes(sends === 'nothing' ? 'text-to-image' : 'edit-image')) return 'edits-none';
  if (mask === 'selection-alone' && !isSelected) return 'selection-none';
  if (sends === 'layer' && (layer === null || document.layers[layer]?.kind !== 'raster')) return 'layer-none';
  // What is not sent has no surroundings, as if the page were the frame itself.
  const page = sends === 'nothing' ? { width: 0, height: 0 } : document;
  const plan = planFrame(frame, page, model, quality);
  if (plan === null) return 'frame-wrong';
  const { x = 0, y = 0 } = document.origin ?? {};
  const moved = (rect: Rect): Rect => ({ ...rect, x: rect.x + x, y: rect.y + y });
  return {
    act,
    documentId,
    frameId: null,
    frame: moved(frame),
    window: moved(plan.window),
    size: { ...plan.size },
    layerId: layer,
  };
}

/** A rect of a place in the document as it is now. */
export function inDocument(rect: Rect, { origin }: Pick<DocumentRecord, 'origin'>): Rect {
  return { ...rect, x: rect.x - (origin?.x ?? 0), y: rect.y - (origin?.y ?? 0) };
}
