import { type PixelsId, selectPixels } from '../../../shared/document/index.ts';
import type { Rect } from '../../../shared/geometry/index.ts';
import type { FromEngine, StrokeSample, StrokeStart, ToEngine } from '../protocol/index.ts';
import type { Session } from '../session/session.ts';
import { beginStroke, type Stroke, type StrokeTarget } from '../strokes/index.ts';
import type { Step } from '../undo/index.ts';
import type { EngineScreen } from './screen.ts';
import { brushOf } from './stroke-brush.ts';

interface PaintingParts {
  readonly here: () => Session | null;
  readonly push: (step: Step) => void;
  readonly screen: EngineScreen;
  readonly post: (message: FromEngine) => void;
  readonly newId: () => string;
}

/** A selection where there was none has pixels that the document does not name yet. */
function isFresh(session: Session, { pixels }: Stroke): boolean {
  return !session.history.state.grids.has(pixels);
}

type PaintMessage = Extract<ToEngine, { kind: `stroke-${string}` }>;

/** Strokes as they are drawn: shown in place of the layer's own tiles, and one step when the hand is lifted. */
export function createPainting({
  here,
  push,
  screen,
  post,
  newId,
}: PaintingParts): (message: PaintMessage | { readonly kind: 'forget' }) => void {
  let current: Stroke | null = null;
  const show = (session: Session, stroke: Stroke, touched: Rect): void => {
    session.preview(stroke.preview(), touched);
    screen.invalidate();
  };
  const add = (session: Session, stroke: Stroke, samples: readonly StrokeSample[]): void =>
    show(session, stroke, stroke.add(samples));
  const begin = (session: Session, start: StrokeStart): void => {
    const straightFrom = start.from === null ? null : { ...start.from, pressure: start.first.pressure };
    const begun = beginStroke(session.store, session.history.state, targetOf(start), brushOf(start), {
      straightFrom,
    });
    if (begun.kind === 'refused') {
      post({ kind: 'refused', why: begun.code });
      return;
    }
    current = begun.stroke;
    // What is only being selected is shown as selected.
    if (isFresh(session, begun.stroke))
      session.previewDocument(selectPixels(session.document(), begun.stroke.pixels));
    add(session, begun.stroke, [start.first]);
  };
  const targetOf = ({ tool, layer }: StrokeStart): StrokeTarget =>
    layer === null
      ? { part: 'selection', fresh: newId() as PixelsId }
      : { layer, part: tool === 'mask-brush' ? 'mask' : 'pixels' };
  const end = (session: Session, stroke: Stroke, cancelled: boolean): void => {
    current = null;
    // Others may have made steps while the hand was down: a picture that was dropped comes when it is read.
    const step = cancelled ? null : stroke.commit(session.history.state);
    if (isFresh(session, stroke)) session.previewDocument(null);
    // What a step changed is drawn again when it is pushed.
    session.preview(null, step === null ? stroke.cancel() : null);
    if (step !== null) push(step);
    screen.invalidate();
  };
  return (message) => {
    if (message.kind === 'forget') {
      current = null;
      return;
    }
    const session = here();
    if (session === null) return;
    const stroke = current;
    if (message.kind === 'stroke-begin') {
      if (stroke !== null) end(session, stroke, false);
      begin(session, message.stroke);
    } else if (stroke === null) return;
    else if (message.kind === 'stroke-add') add(session, stroke, message.samples);
    else end(session, stroke, message.kind === 'stroke-cancel');
  };
}
