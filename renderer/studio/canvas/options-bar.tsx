import { ChevronLeft, ChevronRight, Eye, Images, Layers } from 'lucide-react';
import { useWords } from '../../text/index.ts';
import { Button, Icon, IconButton } from '../../ui/index.ts';
import { compare, lookAtAccepted, lookAtRun, useLookedAt, useRunStore } from '../candidates/run-store.ts';
import { DocumentBar } from '../editor/document-bar.tsx';
import { useEditor } from '../editor/editor-store.ts';
import { editPicture } from '../editor/open-document.ts';
import { CropOptions } from '../in-place/crop-options.tsx';
import { BrushOptions } from '../tools/brush-options.tsx';
import { MoveOptions } from '../tools/move-options.tsx';
import { SelectionOptions } from '../tools/selection-options.tsx';
import { needsDocument, paints, useTool } from '../tools/tool-store.ts';
import { studioPicture, useAccepted } from './board.tsx';
import styles from './frame.module.css';
import { TOOL_ICONS } from './tool-rail.tsx';
import { zoomInSteps, zoomToFit, zoomToPixels } from './view-store.ts';

/** What the tool in hand can do, and which of several waiting runs is looked at. */
export function OptionsBar() {
  const t = useWords();
  const inHand = useTool((store) => store.tool);
  const isOpen = useEditor((view) => view.id !== null);
  // A tool for documents waits for the next one; without one the pointer is a hand.
  const tool = isOpen || !needsDocument(inHand) ? inHand : 'hand';
  const looks = tool === 'hand' || tool === 'zoom';
  const comparing = useRunStore((state) => state.comparing);
  const { runs, run } = useLookedAt();
  const accepted = useAccepted();
  const at = runs.findIndex((each) => each.id === run?.id);
  const look = (step: 1 | -1): void => {
    const next = runs[(at + step + runs.length) % runs.length];
    if (next !== undefined) lookAtRun(next.id);
  };
  return (
    <div
      className={styles.options}
      role="toolbar"
      aria-label={t('studio:tools.options')}
      data-region="options"
    >
      <span className={styles.name}>
        <Icon of={TOOL_ICONS[tool]} />
        {t(`tools:${tool}`)}
      </span>
      <span className={styles.own}>
        {tool === 'move' ? <MoveOptions /> : null}
        {paints(tool) ? <BrushOptions tool={tool} /> : null}
        {tool === 'lasso' || tool === 'rectangle' ? <SelectionOptions /> : null}
        {tool === 'crop' ? <CropOptions /> : null}
        {looks ? (
          <span className={styles.view}>
            <span className={styles.line} />
            <Button look="ghost" size="small" onClick={zoomToFit}>
              {t('studio:zoom.fitPicture')}
            </Button>
            <Button look="ghost" size="small" onClick={zoomToPixels}>
              {t('studio:zoom.pixels')}
            </Button>
          </span>
        ) : null}
        {tool === 'zoom' ? (
          <>
            <Button look="ghost" size="small" onClick={() => zoomInSteps('in')}>
              {t('studio:zoom.in')}
            </Button>
            <Button look="ghost" size="small" onClick={() => zoomInSteps('out')}>
              {t('studio:zoom.out')}
            </Button>
          </>
        ) : null}
      </span>
      <span className={styles.trail}>
        {isOpen ? <DocumentBar /> : null}
        {!isOpen && run === null && accepted !== null && accepted.missing !== true ? (
          <Button
            look="ghost"
            size="small"
            data-tip={t('tools:editTip')}
            onClick={() => {
              const id = studioPicture();
              if (id !== null) void editPicture(id);
            }}
          >
            <Icon of={Layers} size={14} />
            {t('tools:edit')}
          </Button>
        ) : null}
        {run !== null && isOpen ? (
          <Button
            look="ghost"
            size="small"
            aria-label={t('studio:runs.document')}
            data-tip={t('studio:runs.documentTip')}
            onClick={lookAtAccepted}
          >
            <Icon of={Layers} size={14} />
            <span className={styles.words}>{t('studio:runs.document')}</span>
          </Button>
        ) : null}
        {run !== null && accepted !== null && !isOpen ? (
          <Button
            look="ghost"
            size="small"
            aria-pressed={comparing}
            data-tip={t('studio:canvas.compareTip')}
            data-tip-keys="\"
            onClick={() => compare(!comparing)}
          >
            <Icon of={Eye} size={14} />
            {t('studio:canvas.compare')}
          </Button>
        ) : null}
        {run === null && runs[0] !== undefined ? (
          <Button
            look="ghost"
            size="small"
            aria-label={t('studio:runs.show', { count: runs.length })}
            data-tip={t('studio:runs.show', { count: runs.length })}
            onClick={() => look(1)}
          >
            <Icon of={Images} size={14} />
            <span className={styles.words}>{t('studio:runs.show', { count: runs.length })}</span>
          </Button>
        ) : null}
        {run !== null && runs.length > 1 ? (
          <>
            <IconButton size="small" label={t('studio:runs.newer')} onClick={() => look(-1)}>
              <Icon of={ChevronLeft} />
            </IconButton>
            <span className={styles.count}>
              {t('studio:runs.waiting', { number: at + 1, count: runs.length })}
            </span>
            <IconButton size="small" label={t('studio:runs.older')} onClick={() => look(1)}>
              <Icon of={ChevronRight} />
            </IconButton>
          </>
        ) : null}
      </span>
    </div>
  );
}
