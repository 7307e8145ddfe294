import type { DocumentRecord, LayerId } from '../../../shared/document/index.ts';
import { withDescendants } from '../../../shared/document/index.ts';
import { FRAME_ACT_FACTS, type MaskSource } from '../../../shared/frame/index.ts';
import { isEmptyRect } from '../../../shared/geometry/index.ts';
import type { GuaranteeWork } from '../guarantee/jobs.ts';
import type { FrameOutcome, FrameWish } from '../protocol/index.ts';
import type { Session } from '../session/session.ts';
import { takeSnapshot } from '../session/snapshot.ts';
import { hereNow } from './where.ts';

interface TakeParts {
  readonly session: Session;
  readonly work: GuaranteeWork;
  readonly pause: () => Promise<void>;
}

type FrameRefusal = Extract<FrameOutcome, { kind: 'refused' }>['why'];

const NOTHING: Readonly<Record<MaskSource, FrameRefusal>> = {
  selection: 'nothing-selected',
  'selection-alone': 'nothing-selected',
  clear: 'nothing-clear',
  layer: 'nothing-of-layer',
};

/** The pixels and the mask of a frame as the document is now, in slices while the hand paints on. */
export async function takeFrame({ session, work, pause }: TakeParts, wish: FrameWish): Promise<FrameOutcome> {
  const { feather } = wish;
  const facts = FRAME_ACT_FACTS[wish.act];
  const source = facts.mask ?? 'selection';
  const refused = { kind: 'refused', why: NOTHING[source] } as const;
  const { state } = session.history;
  const { document } = state;
  const [window, frame] = [hereNow(document, wish.window), hereNow(document, wish.frame)];
  const sent = facts.sends === 'layer' ? aloneOf(document, wish.layer) : document;
  if (sent === null || isEmptyRect(window) || isEmptyRect(frame)) return refused;
  const selected = document.selection;
  const snapshot = takeSnapshot(session.store, session.kernel, { ...state, document: sent });
  try {
    const selection = selected === null ? null : snapshot.rowsOf(selected, window);
    const seeing = snapshot.seen(window);
    let seen = seeing.next();
    while (seen.done !== true) {
      await pause();
      seen = seeing.next();
    }
    const page = { x: 0, y: 0, width: document.width, height: document.height };
    const original = seen.value;
    const taken = await work.frame({
      kind: 'frame',
      window,
      frame,
      page,
      source,
      feather,
      original,
      selection,
    });
    if (taken.kind === 'nothing') return refused;
    return {
      kind: 'taken',
      original: pngOf(taken.original),
      mask: pngOf(taken.mask),
      coverage: taken.coverage,
      frame: wish.frame,
      window: wish.window,
    };
  } finally {
    snapshot.release();
  }
}

function pngOf(bytes: Uint8Array): Blob {
  return new Blob([bytes as Uint8Array<ArrayBuffer>], { type: 'image/png' });
}

/** The layer with all that is in it and its mask, by itself: nothing of its opacity or mode; null when it is gone. */
function aloneOf(document: DocumentRecord, id: LayerId | null): DocumentRecord | null {
  const layer = id === null ? undefined : document.layers[id];
  if (layer === undefined) return null;
  const inside = withDescendants(document, layer.id).flatMap((one) => document.layers[one] ?? []);
  const bare = { ...layer, visible: true, opacity: 1, fill: 1, blend: 'normal', clipped: false } as const;
  const layers = { ...Object.fromEntries(inside.map((one) => [one.id, one])), [layer.id]: bare };
  return { ...document, layers, root: [layer.id] };
}
