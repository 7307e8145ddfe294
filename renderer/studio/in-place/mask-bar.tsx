import { useEffect } from 'react';
import { FRAME_ACT_FACTS, type FrameAct } from '../../../shared/frame/index.ts';
import type { Rect } from '../../../shared/geometry/index.ts';
import { useWords } from '../../text/index.ts';
import { Button } from '../../ui/index.ts';
import barStyles from '../candidates/candidates-bar.module.css';
import { useBarPlace } from '../canvas/bar-place.ts';
import { runCommand } from '../editor/editor-acts.ts';
import { tell } from '../editor/editor-link.ts';
import { useEditor } from '../editor/editor-store.ts';
import styles from './mask-bar.module.css';

/** What one press adds to the mask or takes from it, in document pixels. */
const STEP = 8;

/** Under the frame: how much of it may change, and the shortest ways to change that. */
export function MaskBar({ frame, act }: { readonly frame: Rect; readonly act: FrameAct }) {
  const t = useWords();
  const place = useBarPlace(frame);
  const selection = useEditor((view) => view.selection);
  const share = useEditor(({ coverage }) => (coverage === null ? null : coverage.share));
  const masks = FRAME_ACT_FACTS[act].mask;
  const bySelection = masks === 'selection' || masks === 'selection-alone';
  const { x, y, width, height } = frame;
  // biome-ignore lint/correctness/useExhaustiveDependencies: another selection covers another share.
  useEffect(() => {
    if (!bySelection) return;
    const timer = setTimeout(() => tell({ kind: 'coverage', rect: { x, y, width, height } }), 60);
    return () => clearTimeout(timer);
  }, [bySelection, selection, x, y, width, height]);
  if (!bySelection) return null;
  return (
    <div
      ref={place.ref}
      className={barStyles.bar}
      style={{ left: place.left, top: place.top }}
      role="toolbar"
      aria-label={t('in-place:mask')}
    >
      {selection === null ? (
        <span className={styles.words}>
          {t(act === 'erase' ? 'studio:obstacle.selection-none' : 'in-place:maskNone')}
        </span>
      ) : (
        <>
          <span className={styles.words}>
            {share === null ? null : t('in-place:maskCovers', { percent: percentOf(share) })}
          </span>
          <span className={barStyles.line} />
          <Button look="ghost" onClick={() => runCommand({ kind: 'grow-selection', radius: STEP })}>
            {t('tools:grow')}
          </Button>
          <Button look="ghost" onClick={() => runCommand({ kind: 'shrink-selection', radius: STEP })}>
            {t('tools:shrink')}
          </Button>
          <Button look="ghost" onClick={() => runCommand({ kind: 'select-none' })}>
            {t('in-place:clear')}
          </Button>
        </>
      )}
    </div>
  );
}

/** A mask of a few pixels is not none. */
function percentOf(share: number): number {
  return share > 0 ? Math.max(1, Math.round(share * 100)) : 0;
}
