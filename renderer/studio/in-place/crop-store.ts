import { create } from 'zustand';
import type { Rect } from '../../../shared/geometry/index.ts';
import { runCommand } from '../editor/editor-acts.ts';
import { useEditor } from '../editor/editor-store.ts';
import { changeForm } from '../form/form-store.ts';
import { useTool } from '../tools/tool-store.ts';
import { shapedFrame } from './frame-rules.ts';
import { changeFrame } from './frame-store.ts';

export const CROP_RATIOS = ['free', 'page', '1:1', '3:2', '4:3', '16:9', '2:3', '9:16'] as const;
export type CropRatio = (typeof CROP_RATIOS)[number];

interface CropStore {
  /** The page as it would be, in the document; null while the tool is not in hand. */
  readonly rect: Rect | null;
  readonly ratio: CropRatio;
}

export const useCrop = create<CropStore>(() => ({ rect: null, ratio: 'free' }));

export function changeCrop(rect: Rect): void {
  useCrop.setState({ rect });
}

export function chooseCropRatio(ratio: CropRatio): void {
  const { rect } = useCrop.getState();
  const shape = ratioOf(ratio);
  useCrop.setState({ ratio, ...(rect !== null && shape !== null ? { rect: shapedFrame(rect, shape) } : {}) });
}

/** Width over height; null keeps none. */
export function ratioOf(ratio: CropRatio): number | null {
  const page = useEditor.getState().document;
  if (ratio === 'free') return null;
  if (ratio === 'page') return page === null ? null : page.width / page.height;
  const [width = 1, height = 1] = ratio.split(':').map(Number);
  return width / height;
}

/** The whole page again: nothing would change. */
export function resetCrop(): void {
  const page = useEditor.getState().document;
  useCrop.setState({ rect: page === null ? null : { x: 0, y: 0, width: page.width, height: page.height } });
}

/** Another page, in one step; pixels beyond it stay with their layers. */
export function applyCrop(): void {
  const { rect } = useCrop.getState();
  if (rect !== null) runCommand({ kind: 'crop-page', rect });
}

/** What reaches beyond the page becomes the frame of a run that fills it. */
export function extendByModel(): void {
  const { rect } = useCrop.getState();
  if (rect === null) return;
  changeForm({ act: 'extend' });
  changeFrame(rect);
  useTool.setState({ tool: 'hand' });
}

export function reachesBeyond(
  rect: Rect,
  page: { readonly width: number; readonly height: number },
): boolean {
  return rect.x < 0 || rect.y < 0 || rect.x + rect.width > page.width || rect.y + rect.height > page.height;
}

useTool.subscribe(({ tool }, before) => {
  if (tool === before.tool) return;
  if (tool === 'crop') resetCrop();
  else useCrop.setState({ rect: null });
});
useEditor.subscribe((now, before) => {
  const { rect } = useCrop.getState();
  const isOther =
    now.document?.width !== before.document?.width ||
    now.document?.height !== before.document?.height ||
    now.document?.origin !== before.document?.origin;
  if (isOther && (rect !== null || useTool.getState().tool === 'crop')) resetCrop();
});
