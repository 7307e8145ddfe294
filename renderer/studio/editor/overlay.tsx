import { useShallow } from 'zustand/react/shallow';
import { currentViewport, useView } from '../canvas/view-store.ts';
import { useStage } from '../in-place/stage-store.ts';
import { useBrush } from '../tools/brush-store.ts';
import { useOverlay } from '../tools/overlay-store.ts';
import { paints, useTool } from '../tools/tool-store.ts';
import { useTransform } from '../tools/transform-store.ts';
import { closedLine } from './closed-line.ts';
import styles from './editor.module.css';
import { useEditor } from './editor-store.ts';
import { GuideLines } from './guide-lines.tsx';

/** A ring smaller than this is lost on the page, so a cross stands around it. */
const LOST_BELOW = 4;
const CROSS = 'M-10 0h5M5 0h5M0-10v5M0 5v5';

/** Lines above the picture: what is selected, what is being drawn to select, and the ring of the brush. */
export function Overlay() {
  const viewport = useView(useShallow(currentViewport));
  const selection = useEditor((view) => view.selection);
  const page = useEditor((view) => view.document);
  // The frame's own size stands where the name would.
  const framed = useTransform((transform) => transform.box !== null);
  const drawn = useOverlay((overlay) => overlay.outline);
  const tool = useTool((store) => store.tool);
  const size = useBrush((store) => (paints(tool) ? store.brushes[tool].size : 0));
  const place = `translate(${viewport.x} ${viewport.y}) scale(${viewport.zoom})`;
  // A staged picture has a mask of its own, which is drawn in its place.
  const isStaged = useStage((stage) => stage.picture !== null);
  // Where the name would be there is a picture then.
  const isExtended = useStage((stage) => stage.picture?.act === 'extend');
  const lines = isStaged ? '' : (selection ?? []).map(closedLine).join('');
  const radius = (size * viewport.zoom) / 2;
  return (
    <>
      {page === null || framed || isExtended ? null : <PageName width={page.width} />}
      <svg className={styles.overlay} aria-hidden="true">
        <g transform={place}>
          {page === null ? null : <rect className={styles.page} width={page.width} height={page.height} />}
          {lines === '' ? null : (
            <>
              <path className={styles.ground} d={lines} />
              <path className={styles.ants} d={lines} />
            </>
          )}
          {drawn === null || drawn.length < 2 ? null : (
            <>
              <path className={styles.ground} d={closedLine(drawn)} />
              <path className={styles.still} d={closedLine(drawn)} />
            </>
          )}
        </g>
        <GuideLines viewport={viewport} />
        {paints(tool) ? (
          <g data-brush-cursor="" className={styles.ring}>
            {[styles.ground, styles.line].map((className) => (
              <g key={className} className={className}>
                <circle r={Math.max(1, radius)} />
                {radius < LOST_BELOW ? <path d={CROSS} /> : null}
              </g>
            ))}
          </g>
        ) : null}
      </svg>
    </>
  );
}

/** As far above the page as a line is high, as over any picture. */
const NAME_ABOVE = 22;

/** The canvas says it by itself; this is for those who see it. */
function PageName({ width }: { readonly width: number }) {
  const { x, y, zoom } = useView(useShallow(currentViewport));
  const name = useEditor((view) => view.name);
  return (
    <span
      className={styles.tag}
      style={{ left: x, top: y - NAME_ABOVE, width: width * zoom }}
      aria-hidden="true"
    >
      {name}
    </span>
  );
}
