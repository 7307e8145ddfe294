import { type RefObject, useEffect } from 'react';
import type { Point } from '../../../shared/geometry/index.ts';
import { useTool } from '../tools/tool-store.ts';
import { pan, zoomBy, zoomInSteps } from './view-store.ts';

/** Wheel lines and pages in pixels, for mice that do not send pixels. */
const LINE_PX = 16;
/** How much one wheel pixel zooms; a trackpad's pinch sends small steps with Ctrl set. */
const WHEEL_ZOOM = 0.0022;
const PINCH_ZOOM = 0.01;

/** Panning and zooming follow the hand with no easing: wheel, Ctrl wheel, pinch, drag and the Zoom tool's click. */
export function useHand(ref: RefObject<HTMLElement | null>, spaceHeld: RefObject<boolean>): void {
  useEffect(() => {
    const element = ref.current;
    if (element === null) return;
    const stop = new AbortController();
    const at = (event: { readonly clientX: number; readonly clientY: number }): Point => {
      const box = element.getBoundingClientRect();
      return { x: event.clientX - box.left, y: event.clientY - box.top };
    };
    listenToWheel(element, at, stop.signal);
    listenToPointers(element, at, spaceHeld, stop.signal);
    return () => stop.abort();
  }, [ref, spaceHeld]);
}

function listenToWheel(element: HTMLElement, at: (event: MouseEvent) => Point, signal: AbortSignal): void {
  const onWheel = (event: WheelEvent): void => {
    event.preventDefault();
    const unit = event.deltaMode === WheelEvent.DOM_DELTA_PIXEL ? 1 : LINE_PX;
    if (event.ctrlKey || event.metaKey) {
      const speed = Math.abs(event.deltaY) < 40 ? PINCH_ZOOM : WHEEL_ZOOM;
      zoomBy(Math.exp(-event.deltaY * unit * speed), at(event));
    } else if (event.shiftKey) pan(-event.deltaY * unit, 0);
    else pan(-event.deltaX * unit, -event.deltaY * unit);
  };
  element.addEventListener('wheel', onWheel, { passive: false, signal });
}

function listenToPointers(
  element: HTMLElement,
  at: (event: PointerEvent) => Point,
  spaceHeld: RefObject<boolean>,
  signal: AbortSignal,
): void {
  const pointers = new Map<number, Point>();
  const onDown = (event: PointerEvent): void => {
    if (
      event.target instanceof Element &&
      event.target.closest('button, input, [role="toolbar"], [data-grip]')
    )
      return;
    const zooming = useTool.getState().tool === 'zoom' && !spaceHeld.current && event.button === 0;
    if (zooming) {
      zoomInSteps(event.altKey ? 'out' : 'in', at(event));
      return;
    }
    if (event.button > 1) return;
    event.preventDefault();
    element.setPointerCapture(event.pointerId);
    pointers.set(event.pointerId, at(event));
    element.dataset.dragging = '';
  };
  const onMove = (event: PointerEvent): void => {
    const before = pointers.get(event.pointerId);
    if (before === undefined) return;
    const now = at(event);
    pointers.set(event.pointerId, now);
    const other = [...pointers].find(([id]) => id !== event.pointerId)?.[1];
    if (other === undefined) pan(now.x - before.x, now.y - before.y);
    else pinch(before, now, other);
  };
  const onUp = (event: PointerEvent): void => {
    pointers.delete(event.pointerId);
    if (pointers.size === 0) delete element.dataset.dragging;
  };
  element.addEventListener('pointerdown', onDown, { signal });
  element.addEventListener('pointermove', onMove, { signal });
  element.addEventListener('pointerup', onUp, { signal });
  element.addEventListener('pointercancel', onUp, { signal });
}

/** Two fingers: the distance zooms around their middle, and the middle pans. */
function pinch(before: Point, now: Point, other: Point): void {
  const distance = (point: Point): number => Math.hypot(point.x - other.x, point.y - other.y);
  const middle = { x: (now.x + other.x) / 2, y: (now.y + other.y) / 2 };
  pan((now.x - before.x) / 2, (now.y - before.y) / 2);
  zoomBy(distance(now) / Math.max(1, distance(before)), middle);
}
