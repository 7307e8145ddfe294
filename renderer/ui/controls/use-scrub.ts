import { type PointerEvent, useRef } from 'react';

interface Scrub {
  readonly value: number;
  readonly step: number;
  /** The nearest number that may be. */
  readonly bounded: (value: number) => number;
  /** While the hand is down; null when it was taken away. */
  readonly onScrub: (value: number | null) => void;
  readonly onDone: (value: number) => void;
}

/** A number dragged to the right or the left: a step for each pixel, ten with Shift. One change when it is let go. */
export function useScrub({ value, step, bounded, onScrub, onDone }: Scrub) {
  const grab = useRef<{ readonly x: number; readonly from: number; at: number } | null>(null);
  return {
    onPointerDown(event: PointerEvent): void {
      if (event.button !== 0) return;
      event.preventDefault();
      event.currentTarget.setPointerCapture(event.pointerId);
      grab.current = { x: event.clientX, from: value, at: value };
    },
    onPointerMove(event: PointerEvent): void {
      if (grab.current === null) return;
      const by = Math.round(event.clientX - grab.current.x) * step * (event.shiftKey ? 10 : 1);
      const next = bounded(grab.current.from + by);
      if (next === grab.current.at) return;
      grab.current.at = next;
      onScrub(next);
    },
    onPointerUp(): void {
      if (grab.current !== null) onDone(grab.current.at);
      grab.current = null;
    },
    onPointerCancel(): void {
      if (grab.current !== null) onScrub(null);
      grab.current = null;
    },
  };
}
