import { type KeyboardEvent, useId } from 'react';
import { useShallow } from 'zustand/react/shallow';
import type { Point } from '../../../shared/geometry/index.ts';
import { useWords } from '../../text/index.ts';
import { native } from '../../ui/index.ts';
import { type LookedAt, useRunStore } from '../candidates/run-store.ts';
import { currentViewport, useView } from '../canvas/view-store.ts';
import { closedLine } from '../editor/closed-line.ts';
import { useEditor } from '../editor/editor-store.ts';
import { ARROWS } from '../tools/handles.ts';
import { inDocument } from './place-of.ts';
import styles from './stage-overlay.module.css';
import { useStage } from './stage-store.ts';
import { isInDocument } from './use-staging.ts';

/** Over the document: the frames of all runs that are under way in it, and of the one looked at what its mask let change. */
export function StageOverlay({ runs, run }: LookedAt) {
  const hatch = useId();
  const viewport = useView(useShallow(currentViewport));
  const documentId = useEditor((view) => view.id);
  const document = useEditor((view) => view.document);
  const pictureId = useStage((stage) => stage.picture?.pictureId ?? null);
  const look = useStage((stage) => stage.look);
  const isHeld = useRunStore((store) => store.comparing);
  const outcome = useEditor((view) => (pictureId === null ? undefined : view.staged[pictureId]));
  if (document === null) return null;
  const here = runs.filter((one) => isInDocument(one, documentId));
  if (here.length === 0) return null;
  const outline = outcome?.kind === 'kept' && look === 'result' && !isHeld ? outcome.outline : [];
  const lines = outline.map(closedLine).join('');
  return (
    <>
      <svg className={styles.overlay} aria-hidden="true">
        <defs>
          <pattern
            id={hatch}
            width={8}
            height={8}
            patternUnits="userSpaceOnUse"
            patternTransform="rotate(45)"
          >
            <line className={styles.hair} x1={0} y1={0} x2={0} y2={8} />
          </pattern>
        </defs>
        {here.map((one) => {
          const frame = one.input.place === null ? null : inDocument(one.input.place.frame, document);
          if (frame === null) return null;
          const isLooked = one.id === run?.id;
          return (
            <rect
              key={one.id}
              className={isLooked ? styles.looked : styles.other}
              x={viewport.x + frame.x * viewport.zoom}
              y={viewport.y + frame.y * viewport.zoom}
              width={frame.width * viewport.zoom}
              height={frame.height * viewport.zoom}
            />
          );
        })}
        {lines === '' ? null : (
          <g>
            <path
              d={outline.map((line) => closedLine(line.map((point) => onScreen(point, viewport)))).join('')}
              fill={`url(#${hatch})`}
              fillRule="evenodd"
            />
            <g transform={`translate(${viewport.x} ${viewport.y}) scale(${viewport.zoom})`}>
              <path className={styles.ground} d={lines} />
              <path className={styles.dashes} d={lines} />
            </g>
          </g>
        )}
      </svg>
      {look === 'split' && !isHeld ? <SplitLine /> : null}
    </>
  );
}

/** The line between before and after: a slider of the system's own, drawn as a line on the picture. */
function SplitLine() {
  const t = useWords();
  const viewport = useView(useShallow(currentViewport));
  const document = useEditor((view) => view.document);
  const { picture, split } = useStage(useShallow(({ picture, split }) => ({ picture, split })));
  if (picture === null || document === null) return null;
  const window = inDocument(picture.window, document);
  const left = viewport.x + window.x * viewport.zoom;
  const percent = Math.round(split * 100);
  return (
    <div
      className={styles.split}
      style={{
        left,
        top: viewport.y + window.y * viewport.zoom,
        width: window.width * viewport.zoom,
        height: window.height * viewport.zoom,
      }}
    >
      <div className={styles.line} style={{ left: `${split * 100}%` }} />
      <input
        type="range"
        className={`${native.covering} ${styles.range}`}
        min={0}
        max={100}
        step={0.5}
        value={split * 100}
        aria-label={t('in-place:compare.split')}
        aria-valuetext={t('in-place:compare.line', { percent })}
        onPointerDown={(event) => event.stopPropagation()}
        onKeyDown={onSplitKey}
        onChange={(event) => useStage.setState({ split: Number(event.currentTarget.value) / 100 })}
      />
    </div>
  );
}

/** Arrows step by one in a hundred, with Shift by ten. All other keys are the Studio's. */
function onSplitKey(event: KeyboardEvent): void {
  const by = ARROWS[event.key];
  if (by === undefined) return;
  event.preventDefault();
  event.stopPropagation();
  // Up is more, as in every slider.
  const step = ((by.x - by.y) * (event.shiftKey ? 10 : 1)) / 100;
  const { split } = useStage.getState();
  useStage.setState({ split: Math.min(1, Math.max(0, split + step)) });
}

function onScreen({ x, y }: Point, viewport: { x: number; y: number; zoom: number }): Point {
  return { x: viewport.x + x * viewport.zoom, y: viewport.y + y * viewport.zoom };
}
