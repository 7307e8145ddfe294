import {
  type DocumentRecord,
  insertLayer,
  type LayerId,
  NAME_MAX_CHARS,
  type PixelsId,
  patchLayer,
  rasterLayer,
} from '../../../shared/document/index.ts';
import { moveRect, type Rect } from '../../../shared/geometry/index.ts';
import { type CommandContext, type CommandRefusal, changed } from '../editor/commands/index.ts';
import type { KeepAnswer } from '../guarantee/jobs.ts';
import type { AcceptHow, AcceptWish } from '../protocol/index.ts';
import { emptyGrid, type TileUpdate, writeRect } from '../tiles/index.ts';
import type { PixelsUpdate, Step } from '../undo/index.ts';
import { placeAbove } from './place-above.ts';
import { grownFor, hereNow, standsIn } from './where.ts';

/** A picture with all that is known of it. */
export interface Accepted {
  readonly wish: AcceptWish['pictures'][number];
  readonly answer: Exclude<KeepAnswer, { kind: 'refused' }>;
}

/** A rect of the document after the step that a layer was put into, and what it may change there. */
export interface TouchedRect {
  readonly rect: Rect;
  /** Of each pixel of it; null where all of it may change. */
  readonly mask: Uint8Array | null;
}

export type AcceptStep =
  | {
      readonly kind: 'step';
      readonly step: Step;
      /** In the order of the pictures. */
      readonly touched: readonly TouchedRect[];
      readonly layerGone: boolean;
    }
  | { readonly kind: 'refused'; readonly code: CommandRefusal };

/** One step with a layer for each picture, on a page that holds the frames of what extends it. */
export function acceptStep(
  context: CommandContext,
  pictures: readonly Accepted[],
  how: AcceptHow,
): AcceptStep {
  const { document: before } = context.state;
  const grown = grownFor(
    context,
    pictures.map(({ wish }) => wish.picture),
  );
  let document = grown.document;
  const updates: PixelsUpdate[] = [...grown.updates];
  const touched: TouchedRect[] = [];
  /** By the layer that they stand above: the next one stands above the last, so that the first is lowest. */
  const last = new Map<LayerId | null, LayerId>();
  for (const one of pictures) {
    const { layerId } = one.wish.picture;
    const id = context.newId() as LayerId;
    const added = withLayer(context, document, one, { id, above: last.get(layerId) ?? layerId, how });
    last.set(layerId, id);
    document = added.document;
    updates.push(...added.updates);
    const { rect } = added;
    touched.push({ rect, mask: mayChange(one.answer, how) });
  }
  const outcome = changed(context, 'accept-staged', document, updates);
  if (outcome.kind === 'refused') return outcome;
  if (outcome.kind === 'nothing') throw new Error('a step without a picture');
  const layerGone = pictures.some(({ wish: { picture } }) => isGone(before, picture.layerId));
  return { kind: 'step', step: outcome.step, touched, layerGone };
}

function mayChange(answer: Accepted['answer'], how: AcceptHow): Uint8Array | null {
  if (answer.kind === 'kept') return answer.mask;
  return isHidden(answer, how) ? new Uint8Array(answer.picture.width * answer.picture.height) : null;
}

/** Nobody asked for this one alone: it must not cover what was there, nor those that came with it. */
function isHidden(answer: Accepted['answer'], how: AcceptHow): boolean {
  return how === 'all' && answer.kind === 'unrelated';
}

function isGone(document: DocumentRecord, layer: LayerId | null): boolean {
  return layer !== null && document.layers[layer] === undefined;
}

interface Added {
  readonly document: DocumentRecord;
  readonly updates: readonly PixelsUpdate[];
  readonly rect: Rect;
}

function withLayer(
  { store, newId }: CommandContext,
  document: DocumentRecord,
  { wish: { picture, layerName, origins }, answer }: Accepted,
  { id, above, how }: { readonly id: LayerId; readonly above: LayerId | null; readonly how: AcceptHow },
): Added {
  const rect = hereNow(document, standsIn(picture));
  const { x, y } = rect;
  const own = moveRect(rect, -x, -y);
  const pixels = newId() as PixelsId;
  const layer = {
    // Names come from prompts, which may be longer than what a layer is called.
    ...rasterLayer(id, layerName.slice(0, NAME_MAX_CHARS), pixels),
    origins,
    offset: { x, y },
    visible: !isHidden(answer, how),
  };
  const after = insertLayer(document, layer, placeAbove(document, above));
  const colours: PixelsUpdate = {
    pixels,
    tiles: writeRect(store, emptyGrid(4), own, answer.picture.bytes),
  };
  if ((how !== 'masked' && how !== 'all') || answer.kind !== 'kept')
    return { document: after, updates: [colours], rect };
  const mask = newId() as PixelsId;
  const coverage: TileUpdate = writeRect(store, emptyGrid(1), own, answer.mask);
  return {
    document: patchLayer(after, id, {
      mask: { pixels: mask, offset: { x, y }, enabled: true, outside: 0 },
    }),
    updates: [colours, { pixels: mask, tiles: coverage }],
    rect,
  };
}
