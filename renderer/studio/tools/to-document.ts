import type { Point } from '../../../shared/geometry/index.ts';
import { currentViewport, useView } from '../canvas/view-store.ts';

/** A pointer's place in document pixels. */
export function toDocument(
  element: HTMLElement,
  event: { readonly clientX: number; readonly clientY: number },
): Point {
  const box = element.getBoundingClientRect();
  const { x, y, zoom } = currentViewport(useView.getState());
  return { x: (event.clientX - box.left - x) / zoom, y: (event.clientY - box.top - y) / zoom };
}
