import { create } from 'zustand';
import type { LayerId } from '../../../shared/document/index.ts';
import { FRAME_ACT_FACTS, FRAME_MIN_SIDE, type FrameAct } from '../../../shared/frame/index.ts';
import type { Rect } from '../../../shared/geometry/index.ts';
import { bringIntoSight, middleSeen } from '../canvas/view-store.ts';
import { tell } from '../editor/editor-link.ts';
import { activeLayer, useEditor } from '../editor/editor-store.ts';
import { changeForm, useForm } from '../form/form-store.ts';
import { useBrush } from '../tools/brush-store.ts';
import { boundsOf, firstFrame, frameForAct } from './frame-rules.ts';
import { usePlaceAgain } from './place-again.ts';
import { inDocument } from './place-of.ts';

interface FrameStore {
  /** What the next run in the open document is about, in the document; null while the form makes a picture of its own. */
  readonly frame: Rect | null;
  /** The layer whose pixels are asked for, to be framed. */
  readonly framing: LayerId | null;
  /** The mask is drawn as a film; else only its edge is seen. */
  readonly film: boolean;
  /** The film was put away so that what was accepted is seen; it comes again with another mask. */
  readonly filmRests: boolean;
  /** How softly a mask ends, in document pixels. */
  readonly feather: number;
}

export const useFrame = create<FrameStore>(() => ({
  frame: null,
  framing: null,
  film: true,
  filmRests: false,
  feather: 12,
}));

export function changeFrame(frame: Rect): void {
  useFrame.setState({ frame });
}

export function showFilm(film: boolean): void {
  useFrame.setState({ film, filmRests: false });
}

/** What came of a mask is looked at now, and not the mask. */
export function restFilm(): void {
  if (useFrame.getState().film) useFrame.setState({ film: false, filmRests: true });
}

/** What is done with the document, from the form or a key. Its frame stands at once, where the act wants one. */
export function chooseAct(act: FrameAct | null): void {
  changeForm({ act });
}

function frameNow(): void {
  const { document, selection } = useEditor.getState();
  const { act } = useForm.getState();
  const { frame } = useFrame.getState();
  if (document === null || act === null) {
    if (frame !== null) useFrame.setState({ frame: null, framing: null });
    return;
  }
  const kind = act === 'extend' ? 'extend' : 'other';
  const next =
    frame === null
      ? firstFrame(kind, document, boundsOf(selection), middleSeen())
      : frameForAct(frame, kind, document);
  useFrame.setState({ frame: next });
  if (FRAME_ACT_FACTS[act].sends === 'layer') frameLayer();
}

/** The frame goes around the active layer's pixels when the engine has said where they are. */
function frameLayer(): void {
  const layer = activeLayer(useEditor.getState());
  if (layer === null) return;
  useFrame.setState({ framing: layer });
  tell({ kind: 'bounds', layers: [layer] });
}

useForm.subscribe((now, before) => {
  if (now.act === before.act) return;
  frameNow();
  // What an edit is kept to is what the mask brush is wanted for.
  if (now.act !== null) useBrush.setState({ maskTarget: 'selection' });
  const { frame } = useFrame.getState();
  // What is beyond the page is often beyond the view as well.
  if (now.act === 'extend' && frame !== null) bringIntoSight(frame);
});
usePlaceAgain.subscribe(({ place }) => {
  const { id, document } = useEditor.getState();
  if (place === null || document === null || id !== place.documentId) return;
  useFrame.setState({ frame: inDocument(place.frame, document), framing: null });
});
useEditor.subscribe((now, before) => {
  if (hasNewMask(now, before)) useBrush.setState({ maskTarget: 'layer' });
  if (now.id !== before.id) useFrame.setState({ frame: null, framing: null });
  if (now.selection !== before.selection && useFrame.getState().filmRests) showFilm(true);
  if ((now.document === null) !== (before.document === null)) frameNow();
  followPage(now, before);
  const { framing } = useFrame.getState();
  if (now.bounds === before.bounds || now.bounds === null || framing === null) return;
  if (now.bounds.layers.length !== 1 || now.bounds.layers[0] !== framing) return;
  const { rect } = now.bounds;
  const fits = Math.min(rect.width, rect.height) >= FRAME_MIN_SIDE;
  useFrame.setState(fits ? { frame: rect, framing: null } : { framing: null });
});

/** The active layer was given a mask: who does that means to paint it. */
function hasNewMask(
  now: ReturnType<typeof useEditor.getState>,
  before: ReturnType<typeof useEditor.getState>,
): boolean {
  const id = activeLayer(now);
  if (id === null || now.document === before.document) return false;
  const was = before.document?.layers[id];
  return was !== undefined && was.mask === null && now.document?.layers[id]?.mask != null;
}

/** A crop moves the page's corner, and the frame stays over what it was over. */
function followPage(
  now: ReturnType<typeof useEditor.getState>,
  before: ReturnType<typeof useEditor.getState>,
): void {
  const { frame } = useFrame.getState();
  if (frame === null || now.id !== before.id || now.document === null || before.document === null) return;
  const { x = 0, y = 0 } = now.document.origin ?? {};
  const { x: wasX = 0, y: wasY = 0 } = before.document.origin ?? {};
  if (x !== wasX || y !== wasY)
    useFrame.setState({ frame: { ...frame, x: frame.x - (x - wasX), y: frame.y - (y - wasY) } });
}
