import { useLayoutEffect, useRef, useState } from 'react';
import { useShallow } from 'zustand/react/shallow';
import type { Rect } from '../../../shared/geometry/index.ts';
import { currentViewport, useView } from './view-store.ts';

const BAR_GAP = 18;
const BAR_INSET = 12;
const TAG_HEIGHT = 22;

/**
 * Where a bar stands: under what it belongs to and centred on it, kept inside the view; above it when there is no room below.
 * `rect` is in the picture that is seen. Left and top in CSS pixels.
 */
export function useBarPlace(rect: Rect) {
  const ref = useRef<HTMLDivElement>(null);
  const [size, setSize] = useState({ width: 480, height: 56 });
  const { view, picture, moved } = useView(
    useShallow(({ view, picture, moved }) => ({ view, picture, moved })),
  );
  useLayoutEffect(() => {
    const bar = ref.current;
    if (bar === null) return;
    const measure = (): void => setSize({ width: bar.offsetWidth, height: bar.offsetHeight });
    measure();
    // What the bar holds decides how large it is, and that changes while it stands.
    const observer = new ResizeObserver(measure);
    observer.observe(bar);
    return () => observer.disconnect();
  }, []);
  const { x, y, zoom } = currentViewport({ view, picture, moved });
  const middle = x + (rect.x + rect.width / 2) * zoom;
  const left = clamp(middle - size.width / 2, BAR_INSET, view.width - size.width - BAR_INSET);
  const below = y + (rect.y + rect.height) * zoom + BAR_GAP;
  const lowest = view.height - size.height - BAR_INSET;
  const above = y + rect.y * zoom - BAR_GAP - TAG_HEIGHT - size.height;
  // What is larger than the view has room neither below nor above; the bar then stays where it mostly is.
  const top = below <= lowest || moved === null || above < BAR_INSET ? Math.min(below, lowest) : above;
  return { ref, left, top: clamp(top, BAR_INSET, lowest) };
}

function clamp(value: number, min: number, max: number): number {
  return Math.round(Math.max(min, Math.min(max, value)));
}
