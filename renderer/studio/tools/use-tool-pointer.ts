import { type RefObject, useEffect } from 'react';
import type { Modifiers, Sample, ToolChart, ToolEvent } from './chart.ts';
import { movingChart } from './moving-chart.ts';
import { paintingChart } from './painting-chart.ts';
import { followPointer, hidePointer, performEffect } from './perform-effect.ts';
import { pickingChart } from './picking-chart.ts';
import { selectingChart } from './selecting-chart.ts';
import { toDocument } from './to-document.ts';
import { type ToolId, useTool } from './tool-store.ts';

/** The button of a pen that is turned round. */
const ERASER_BUTTON = 5;

interface Running {
  readonly tool: ToolId;
  step(event: ToolEvent): void;
}

/** A chart with its state, so that charts of different states stand in one table. */
function running<State>(tool: ToolId, chart: ToolChart<State>): Running {
  let { initial: state } = chart;
  return {
    tool,
    step(event) {
      const next = chart.step(state, event);
      state = next.state;
      for (const effect of next.effects) performEffect(effect);
    },
  };
}

const TOOLS: Readonly<Partial<Record<ToolId, Running>>> = {
  move: running('move', movingChart),
  brush: running('brush', paintingChart('brush')),
  eraser: running('eraser', paintingChart('eraser')),
  'mask-brush': running('mask-brush', paintingChart('mask-brush')),
  lasso: running('lasso', selectingChart('lasso')),
  rectangle: running('rectangle', selectingChart('rectangle')),
  eyedropper: running('eyedropper', pickingChart),
};

let current: { readonly running: Running; readonly pointer: number } | null = null;

/** Escape: what the hand had begun leaves no trace. False when nothing was begun. */
export function cancelGesture(): boolean {
  if (current === null) return false;
  current.running.step({ kind: 'cancel' });
  current = null;
  return true;
}

/** The pointer over the canvas, as the tool in hand takes it. The main thread only passes samples on. */
export function useToolPointer(
  view: RefObject<HTMLElement | null>,
  isOpen: boolean,
  spaceHeld: RefObject<boolean>,
): void {
  useEffect(() => {
    const element = view.current;
    if (element === null || !isOpen) return;
    const stop = new AbortController();
    const { signal } = stop;
    const sampleOf = (event: PointerEvent): Sample => ({
      ...toDocument(element, event),
      pressure: event.pointerType === 'pen' ? event.pressure : 1,
      timeMs: event.timeStamp,
    });
    const onDown = (event: PointerEvent): void => {
      const chosen = useTool.getState().tool;
      // Alt is the eyedropper while painting.
      const tool = event.altKey && (chosen === 'brush' || chosen === 'eraser') ? 'eyedropper' : chosen;
      const taken = TOOLS[tool];
      const onControl =
        event.target instanceof Element &&
        event.target.closest('button, input, [role="toolbar"], [data-grip]') !== null;
      const isEraser = event.button === ERASER_BUTTON;
      if (taken === undefined || current !== null || onControl || spaceHeld.current) return;
      if (event.button !== 0 && !isEraser) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      element.focus({ preventScroll: true });
      element.setPointerCapture(event.pointerId);
      current = { running: taken, pointer: event.pointerId };
      taken.step({ kind: 'down', sample: sampleOf(event), modifiers: modifiersOf(event), eraser: isEraser });
    };
    const onMove = (event: PointerEvent): void => {
      followPointer(element, event);
      if (current?.pointer !== event.pointerId) return;
      const events = event.getCoalescedEvents();
      const samples = (events.length === 0 ? [event] : events).map(sampleOf);
      current.running.step({ kind: 'move', samples, modifiers: modifiersOf(event) });
    };
    const onUp = (event: PointerEvent): void => {
      if (current?.pointer !== event.pointerId) return;
      const { running: ended } = current;
      current = null;
      ended.step({ kind: 'up', modifiers: modifiersOf(event) });
    };
    const onLost = (event: PointerEvent): void => {
      if (current?.pointer === event.pointerId) cancelGesture();
    };
    element.addEventListener('pointerdown', onDown, { signal, capture: true });
    element.addEventListener('pointermove', onMove, { signal });
    element.addEventListener('pointerup', onUp, { signal });
    element.addEventListener('pointercancel', onLost, { signal });
    // Over the panels it would be a ring that nothing is painted with.
    element.addEventListener('pointerleave', () => hidePointer(element), { signal });
    return () => {
      cancelGesture();
      stop.abort();
    };
  }, [view, isOpen, spaceHeld]);
}

function modifiersOf(event: PointerEvent): Modifiers {
  return { shift: event.shiftKey, alt: event.altKey };
}
