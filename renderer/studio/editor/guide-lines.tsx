import type { Viewport } from '../../../shared/geometry/index.ts';
import styles from './editor.module.css';
import { useEditor } from './editor-store.ts';
import { useGuides } from './guides-store.ts';

/** From edge to edge of the canvas, dark under light, so that they are seen on any picture. */
export function GuideLines({ viewport: { x, y, zoom } }: { readonly viewport: Viewport }) {
  const shown = useGuides((view) => view.shown);
  const guides = useEditor((view) => view.document?.guides);
  if (!shown || guides === undefined) return null;
  return (
    <g data-guides={guides.length}>
      {guides.map(({ orientation, position }) => {
        const upright = orientation === 'vertical';
        const at = (upright ? x : y) + position * zoom;
        const ends = upright ? { x1: at, x2: at, y1: 0, y2: '100%' } : { y1: at, y2: at, x1: 0, x2: '100%' };
        return (
          <g key={`${orientation} ${position}`}>
            <line className={styles.ground} {...ends} />
            <line className={styles.guide} {...ends} />
          </g>
        );
      })}
    </g>
  );
}
