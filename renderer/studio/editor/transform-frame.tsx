import { type KeyboardEvent, type PointerEvent, useRef } from 'react';
import { useShallow } from 'zustand/react/shallow';
import type { Point } from '../../../shared/geometry/index.ts';
import { useWords } from '../../text/index.ts';
import { currentViewport, useView } from '../canvas/view-store.ts';
import { ARROWS, nameOfHandle } from '../tools/handles.ts';
import { toDocument } from '../tools/to-document.ts';
import {
  type Change,
  corners,
  degreesOf,
  HANDLES,
  type Handle,
  handlePlace,
  pullHandle,
  turn,
} from '../tools/transform-math.ts';
import { changeTransform, useTransform } from '../tools/transform-store.ts';
import styles from './transform-frame.module.css';

/** Above the frame, in CSS pixels. */
const TURN_ABOVE = 26;

/** The frame around what is being transformed. Every handle is a button: pulled by the pointer, moved by the arrows. */
export function TransformFrame() {
  const t = useWords();
  const { box, change } = useTransform(useShallow(({ box, change }) => ({ box, change })));
  const viewport = useView(useShallow(currentViewport));
  const grab = useRef<{ readonly start: Change; readonly from: Point } | null>(null);
  if (box === null) return null;
  const onScreen = ({ x, y }: Point): Point => ({
    x: viewport.x + x * viewport.zoom,
    y: viewport.y + y * viewport.zoom,
  });
  const line = corners(box, change).map(onScreen);
  const top = onScreen(handlePlace(box, change, { x: 0, y: -1 }));
  const turnPlace = {
    x: top.x + Math.sin(change.angle) * TURN_ABOVE,
    y: top.y - Math.cos(change.angle) * TURN_ABOVE,
  };
  const width = Math.round(box.width * Math.abs(change.scaleX));
  const height = Math.round(box.height * Math.abs(change.scaleY));
  const degrees = degreesOf(change);
  const pointFor = (event: PointerEvent): Point | null => {
    const view = event.currentTarget.closest('section');
    return view === null ? null : toDocument(view, event);
  };
  const handlers = (next: (start: Change, from: Point, to: Point, keys: Keys) => Change) => ({
    onPointerDown(event: PointerEvent): void {
      const from = pointFor(event);
      if (from === null) return;
      event.currentTarget.setPointerCapture(event.pointerId);
      grab.current = { start: change, from };
    },
    onPointerMove(event: PointerEvent): void {
      const to = pointFor(event);
      if (grab.current !== null && to !== null)
        changeTransform(next(grab.current.start, grab.current.from, to, event));
    },
    onPointerUp(): void {
      grab.current = null;
    },
    onPointerCancel(): void {
      if (grab.current !== null) changeTransform(grab.current.start);
      grab.current = null;
    },
  });
  const nudge = (event: KeyboardEvent, handle: Handle): void => {
    const by = ARROWS[event.key];
    if (by === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    const far = event.shiftKey ? 10 : 1;
    const { x, y } = handlePlace(box, change, handle);
    changeTransform(
      pullHandle(box, change, handle, { x: x + by.x * far, y: y + by.y * far }, { keep: false }),
    );
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would draw its own frame.
    <div className={styles.group} role="group" aria-label={t('tools:frame', { width, height })}>
      <svg className={styles.frame} aria-hidden="true">
        <polygon className={styles.ground} points={line.map(({ x, y }) => `${x},${y}`).join(' ')} />
        <polygon className={styles.edge} points={line.map(({ x, y }) => `${x},${y}`).join(' ')} />
        <line className={styles.edge} x1={top.x} y1={top.y} x2={turnPlace.x} y2={turnPlace.y} />
      </svg>
      <span className={styles.tag} style={tagPlace(line)} aria-hidden="true">
        {t(degrees === 0 ? 'tools:frameSize' : 'tools:frameTurned', { width, height, degrees })}
      </span>
      <button
        type="button"
        className={`${styles.handle} ${styles.turn}`}
        style={{ left: turnPlace.x, top: turnPlace.y }}
        aria-label={t('tools:rotate')}
        onKeyDown={(event) => {
          const by = ARROWS[event.key];
          if (by === undefined) return;
          event.preventDefault();
          event.stopPropagation();
          changeTransform({
            ...change,
            angle: change.angle + ((by.x + by.y) * (event.shiftKey ? 15 : 1) * Math.PI) / 180,
          });
        }}
        {...handlers((start, from, to, keys) => turn(box, start, from, to, keys.shiftKey))}
      />
      {HANDLES.map((handle) => {
        const { x, y } = onScreen(handlePlace(box, change, handle));
        const name = nameOfHandle(handle);
        return (
          <button
            key={name}
            type="button"
            className={styles.handle}
            style={{ left: x, top: y }}
            aria-label={t('tools:resize', { place: t(`tools:handle.${name}`) })}
            onKeyDown={(event) => nudge(event, handle)}
            {...handlers((start, _from, to, { shiftKey, altKey }) =>
              pullHandle(box, start, handle, to, { keep: !shiftKey, centred: altKey }),
            )}
          />
        );
      })}
    </div>
  );
}

interface Keys {
  readonly shiftKey: boolean;
  readonly altKey: boolean;
}

/** Over the topmost corner, of two the right one, so that it never covers what is inside however the frame is turned. */
function tagPlace(line: readonly Point[]): { readonly left: number; readonly top: number } {
  const [top] = line.toSorted((one, other) => Math.round(one.y - other.y) || other.x - one.x);
  return { left: top?.x ?? 0, top: top?.y ?? 0 };
}
