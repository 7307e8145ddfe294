import { create } from 'zustand';
import type { Point } from '../../../shared/geometry/index.ts';

interface OverlayStore {
  /** The line that is being drawn to select with, in the document. */
  readonly outline: readonly Point[] | null;
}

export const useOverlay = create<OverlayStore>(() => ({ outline: null }));
