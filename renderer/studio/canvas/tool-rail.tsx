import {
  BoxSelect,
  Brush,
  Crop,
  Eraser,
  Hand,
  Lasso,
  type LucideIcon,
  MousePointer2,
  PaintbrushVertical,
  Pipette,
  ZoomIn,
} from 'lucide-react';
import { useWords } from '../../text/index.ts';
import { Icon } from '../../ui/index.ts';
import { useEditor } from '../editor/editor-store.ts';
import { Swatches } from '../tools/swatches.tsx';
import { chooseTool, needsDocument, RAIL, TOOL_KEYS, type ToolId, useTool } from '../tools/tool-store.ts';
import styles from './frame.module.css';
import { zoomToFit, zoomToPixels } from './view-store.ts';

export const TOOL_ICONS: Readonly<Record<ToolId, LucideIcon>> = {
  move: MousePointer2,
  brush: Brush,
  eraser: Eraser,
  'mask-brush': PaintbrushVertical,
  lasso: Lasso,
  rectangle: BoxSelect,
  crop: Crop,
  eyedropper: Pipette,
  hand: Hand,
  zoom: ZoomIn,
};

/** What a tool does when it is taken twice, as elsewhere. */
const TWICE: Readonly<Partial<Record<ToolId, () => void>>> = { hand: zoomToFit, zoom: zoomToPixels };

/** The tools that work on what is open: a picture is looked at, a document is changed. */
export function ToolRail() {
  const t = useWords();
  const chosen = useTool((store) => store.tool);
  const isOpen = useEditor((view) => view.document !== null);
  const step = (event: React.KeyboardEvent<HTMLDivElement>): void => {
    if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
    event.preventDefault();
    const buttons = [...event.currentTarget.querySelectorAll('button')];
    const at = buttons.findIndex((button) => button.matches(':focus'));
    const next = (at + (event.key === 'ArrowDown' ? 1 : -1) + buttons.length) % buttons.length;
    buttons[next]?.focus();
  };
  const shown = RAIL.filter((tool) => isOpen || (tool !== null && !needsDocument(tool)));
  return (
    <div
      className={styles.rail}
      role="toolbar"
      aria-label={t('studio:tools.rail')}
      aria-orientation="vertical"
      data-region="tools"
      onKeyDown={step}
    >
      {shown.map((tool, at) =>
        tool === null ? (
          // biome-ignore lint/suspicious/noArrayIndexKey: the rail never changes its order.
          <hr key={`line-${at}`} className={styles.between} />
        ) : (
          <button
            key={tool}
            type="button"
            className={styles.tool}
            aria-label={t(`tools:${tool}`)}
            aria-keyshortcuts={TOOL_KEYS[tool]}
            aria-pressed={tool === chosen}
            tabIndex={tool === chosen ? 0 : -1}
            data-tip={t(`tools:${tool}`)}
            data-tip-keys={TOOL_KEYS[tool]}
            data-tip-side="right"
            onClick={() => chooseTool(tool)}
            onDoubleClick={TWICE[tool]}
          >
            <Icon of={TOOL_ICONS[tool]} size={18} />
          </button>
        ),
      )}
      {isOpen ? <Swatches /> : null}
    </div>
  );
}
