import { create } from 'zustand';
import type { LayerId } from '../../../shared/document/index.ts';
import type { Rect } from '../../../shared/geometry/index.ts';
import { runCommand } from '../editor/editor-acts.ts';
import { tell } from '../editor/editor-link.ts';
import { activeLayer, useEditor } from '../editor/editor-store.ts';
import { useTool } from './tool-store.ts';
import { type Change, isChange, matrixOf, NO_CHANGE } from './transform-math.ts';

interface TransformStore {
  /** What is being transformed; null while nothing is. */
  readonly layer: LayerId | null;
  /** Around its pixels, in the document; null until the engine has said it. */
  readonly box: Rect | null;
  readonly change: Change;
}

export const useTransform = create<TransformStore>(() => ({ layer: null, box: null, change: NO_CHANGE }));

/** Asks the engine where the layer's pixels are; the frame stands when it has answered. */
export function beginTransform(): void {
  const layer = activeLayer(useEditor.getState());
  if (layer === null) return;
  useTransform.setState({ layer, box: null, change: NO_CHANGE });
  tell({ kind: 'bounds', layer });
}

function takeBounds(layer: LayerId, box: Rect): void {
  if (useTransform.getState().layer !== layer) return;
  if (box.width === 0 || box.height === 0) endTransform();
  else useTransform.setState({ box });
}

export function changeTransform(change: Change): void {
  useTransform.setState({ change });
}

export function endTransform(): void {
  useTransform.setState({ layer: null, box: null, change: NO_CHANGE });
}

/** One step, whatever was pulled before; nothing when nothing was. */
export function commitTransform(): void {
  const { layer, box, change } = useTransform.getState();
  endTransform();
  if (layer !== null && box !== null && isChange(change))
    runCommand({ kind: 'transform-layer', id: layer, matrix: matrixOf(box, change) });
}

export function flip(axis: 'across' | 'down'): void {
  const { change } = useTransform.getState();
  changeTransform(
    axis === 'across' ? { ...change, scaleX: -change.scaleX } : { ...change, scaleY: -change.scaleY },
  );
}

/** Another tool or layer keeps what was pulled; another state of the document, as by undo, lets it go. */
useTool.subscribe(({ tool }) => {
  if (tool !== 'move') commitTransform();
});
useEditor.subscribe((now, before) => {
  const { layer } = useTransform.getState();
  if (layer === null) return;
  if (now.bounds !== before.bounds && now.bounds !== null) takeBounds(now.bounds.layer, now.bounds.rect);
  if (now.document !== before.document) endTransform();
  else if (activeLayer(now) !== layer) commitTransform();
});
