import { create } from 'zustand';
import type { LayerId } from '../../../shared/document/index.ts';
import type { Point, Rect } from '../../../shared/geometry/index.ts';
import { runCommand } from '../editor/editor-acts.ts';
import { tell } from '../editor/editor-link.ts';
import { useEditor } from '../editor/editor-store.ts';
import { useTool } from './tool-store.ts';
import { type Change, isChange, matrixOf, NO_CHANGE } from './transform-math.ts';

interface TransformStore {
  /** What is being transformed, all of it at once; null while nothing is. */
  readonly layers: readonly LayerId[] | null;
  /** Around its pixels, in the document; null until the engine has said it. */
  readonly box: Rect | null;
  readonly change: Change;
  /** What the change was when the hand began to drag the frame. */
  readonly dragged: Change | null;
}

const NONE: TransformStore = { layers: null, box: null, change: NO_CHANGE, dragged: null };

export const useTransform = create<TransformStore>(() => NONE);

/** Asks the engine where the pixels of what is chosen are; the frame stands when it has answered. */
export function beginTransform(): void {
  const { chosen } = useEditor.getState();
  if (chosen.length === 0 || useTransform.getState().layers !== null) return;
  useTransform.setState({ ...NONE, layers: chosen });
  tell({ kind: 'bounds', layers: chosen });
}

function takeBounds(box: Rect): void {
  if (box.width === 0 || box.height === 0) endTransform();
  else useTransform.setState({ box });
}

/** The pixels follow the frame at once; what they are is decided when it is applied. */
export function changeTransform(change: Change): void {
  const { layers, box } = useTransform.getState();
  useTransform.setState({ change });
  if (layers !== null && box !== null)
    tell({ kind: 'preview-transform', layers, matrix: isChange(change) ? matrixOf(box, change) : null });
}

export function endTransform(): void {
  const { layers } = useTransform.getState();
  useTransform.setState(NONE);
  if (layers !== null) tell({ kind: 'preview-transform', layers, matrix: null });
}

/** One step, whatever was pulled before; nothing when nothing was. */
export function commitTransform(): void {
  const { layers, box, change } = useTransform.getState();
  useTransform.setState(NONE);
  if (layers === null) return;
  // The step takes the preview's place, so that nothing is seen to jump back between the two.
  if (box !== null && isChange(change))
    runCommand({ kind: 'transform-layers', ids: layers, matrix: matrixOf(box, change) });
  tell({ kind: 'preview-transform', layers, matrix: null });
}

export function flip(axis: 'across' | 'down'): void {
  const { change } = useTransform.getState();
  changeTransform(
    axis === 'across' ? { ...change, scaleX: -change.scaleX } : { ...change, scaleY: -change.scaleY },
  );
}

/** The frame dragged by its inside; null puts it back. False when there is no frame, and layers are moved instead. */
export function moveFrame(by: Point | null): boolean {
  const { layers, change, dragged } = useTransform.getState();
  if (layers === null) return false;
  const start = dragged ?? change;
  changeTransform(by === null ? start : { ...start, dx: start.dx + by.x, dy: start.dy + by.y });
  useTransform.setState({ dragged: by === null ? null : start });
  return true;
}

/** The hand let go of the frame: what it did stays. */
export function leaveFrame(): void {
  useTransform.setState({ dragged: null });
}

/** Another tool or layer keeps what was pulled; another state of the document, as by undo, lets it go. */
useTool.subscribe(({ tool }) => {
  if (tool !== 'move') commitTransform();
});
useEditor.subscribe((now, before) => {
  const { layers } = useTransform.getState();
  if (layers === null) return;
  if (now.bounds !== before.bounds && now.bounds !== null && isSame(now.bounds.layers, layers))
    takeBounds(now.bounds.rect);
  if (now.document !== before.document) endTransform();
  else if (!isSame(now.chosen, layers)) commitTransform();
});

function isSame(one: readonly LayerId[], other: readonly LayerId[]): boolean {
  return one.length === other.length && one.every((id, at) => id === other[at]);
}
