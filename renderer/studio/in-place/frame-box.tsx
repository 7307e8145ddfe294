import { type KeyboardEvent, type PointerEvent, useRef } from 'react';
import { useShallow } from 'zustand/react/shallow';
import type { Point, Rect } from '../../../shared/geometry/index.ts';
import { useWords } from '../../text/index.ts';
import { currentViewport, useView } from '../canvas/view-store.ts';
import frameStyles from '../editor/transform-frame.module.css';
import { ARROWS, nameOfHandle } from '../tools/handles.ts';
import { toDocument } from '../tools/to-document.ts';
import { HANDLES, type Handle } from '../tools/transform-math.ts';
import styles from './frame-box.module.css';
import { movedFrame, pulledFrame } from './frame-rules.ts';

interface FrameBoxProps {
  /** In the document, in whole pixels. */
  readonly frame: Rect;
  /** Width over height that pulling keeps; null pulls freely. */
  readonly ratio: number | null;
  /** Dragged by all that is inside, and not by its edges alone. */
  readonly whole?: boolean;
  readonly onChange: (frame: Rect) => void;
}

const EDGES = ['top', 'right', 'bottom', 'left'] as const;
const INSIDE = ['inside'] as const;

/**
 * A frame on the canvas: eight handles, and edges to drag it by, so that what is inside can be painted. With the keyboard the
 * arrows move it, Shift by ten, and with Alt its right and lower side.
 */
export function FrameBox({ frame, ratio, whole = false, onChange }: FrameBoxProps) {
  const t = useWords();
  const viewport = useView(useShallow(currentViewport));
  const grab = useRef<{ readonly start: Rect; readonly from: Point } | null>(null);
  const { width, height } = frame;
  const box = {
    left: viewport.x + frame.x * viewport.zoom,
    top: viewport.y + frame.y * viewport.zoom,
    width: width * viewport.zoom,
    height: height * viewport.zoom,
  };
  const pointFor = (event: PointerEvent): Point | null => {
    const view = event.currentTarget.closest('section');
    return view === null ? null : toDocument(view, event);
  };
  const handlers = (next: (start: Rect, from: Point, to: Point, keeps: boolean) => Rect) => ({
    onPointerDown(event: PointerEvent): void {
      const from = pointFor(event);
      if (from === null || event.button !== 0) return;
      event.stopPropagation();
      event.currentTarget.setPointerCapture(event.pointerId);
      grab.current = { start: frame, from };
    },
    onPointerMove(event: PointerEvent): void {
      const to = pointFor(event);
      if (grab.current !== null && to !== null)
        onChange(next(grab.current.start, grab.current.from, to, event.shiftKey));
    },
    onPointerUp(): void {
      grab.current = null;
    },
    onPointerCancel(): void {
      if (grab.current !== null) onChange(grab.current.start);
      grab.current = null;
    },
  });
  const pull = (start: Rect, handle: Handle, to: Point, keeps: boolean): Rect =>
    pulledFrame(start, handle, to, keeps ? start.width / start.height : ratio);
  const step = (event: KeyboardEvent, handle: Handle | null): void => {
    const by = ARROWS[event.key];
    if (by === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    const far = event.shiftKey ? 10 : 1;
    const used = handle ?? (event.altKey ? CORNER : null);
    if (used === null) onChange(movedFrame(frame, by.x * far, by.y * far));
    else {
      const at = placeOfHandle(frame, used);
      onChange(pulledFrame(frame, used, { x: at.x + by.x * far, y: at.y + by.y * far }, ratio));
    }
  };
  return (
    <>
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset would draw its own frame. */}
      <div
        className={styles.box}
        style={box}
        role="group"
        aria-label={t('tools:frame', { width, height })}
        aria-keyshortcuts="ArrowLeft ArrowRight ArrowUp ArrowDown"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: the frame is moved by keys, so it must be reachable.
        tabIndex={0}
        onKeyDown={(event) => step(event, null)}
      >
        {(whole ? INSIDE : EDGES).map((edge) => (
          <div
            key={edge}
            data-grip={edge}
            className={`${styles.edge} ${styles[edge]}`}
            {...handlers((start, from, to) => movedFrame(start, to.x - from.x, to.y - from.y))}
          />
        ))}
      </div>
      <span
        className={frameStyles.tag}
        style={{ left: box.left + box.width, top: box.top }}
        aria-hidden="true"
      >
        {t('tools:frameSize', { width, height })}
      </span>
      {HANDLES.map((handle) => {
        const name = nameOfHandle(handle);
        return (
          <button
            key={name}
            type="button"
            className={frameStyles.handle}
            data-pulls={name}
            style={{
              left: box.left + (box.width * (handle.x + 1)) / 2,
              top: box.top + (box.height * (handle.y + 1)) / 2,
            }}
            aria-label={t('tools:resize', { place: t(`tools:handle.${name}`) })}
            onKeyDown={(event) => step(event, handle)}
            {...handlers((start, _from, to, keeps) => pull(start, handle, to, keeps))}
          />
        );
      })}
    </>
  );
}

const CORNER: Handle = { x: 1, y: 1 };

function placeOfHandle({ x, y, width, height }: Rect, handle: Handle): Point {
  return { x: x + (width * (handle.x + 1)) / 2, y: y + (height * (handle.y + 1)) / 2 };
}
