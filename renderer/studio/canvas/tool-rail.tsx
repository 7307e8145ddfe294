import { Hand, type LucideIcon, ZoomIn } from 'lucide-react';
import { useWords } from '../../text/index.ts';
import { Icon } from '../../ui/index.ts';
import styles from './frame.module.css';
import { chooseTool, type Tool, useView } from './view-store.ts';

const TOOLS: readonly { readonly tool: Tool; readonly icon: LucideIcon; readonly key: string }[] = [
  { tool: 'hand', icon: Hand, key: 'H' },
  { tool: 'zoom', icon: ZoomIn, key: 'Z' },
];

export function ToolRail() {
  const t = useWords();
  const chosen = useView((state) => state.tool);
  const step = (event: React.KeyboardEvent<HTMLDivElement>): void => {
    if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
    event.preventDefault();
    const buttons = [...event.currentTarget.querySelectorAll('button')];
    const at = buttons.findIndex((button) => button.matches(':focus'));
    const next = (at + (event.key === 'ArrowDown' ? 1 : -1) + buttons.length) % buttons.length;
    buttons[next]?.focus();
  };
  return (
    <div
      className={styles.rail}
      role="toolbar"
      aria-label={t('studio:tools.rail')}
      aria-orientation="vertical"
      data-region="tools"
      onKeyDown={step}
    >
      {TOOLS.map(({ tool, icon, key }) => (
        <button
          key={tool}
          type="button"
          className={styles.tool}
          aria-label={t(`studio:tools.${tool}`)}
          aria-keyshortcuts={key}
          aria-pressed={tool === chosen}
          tabIndex={tool === chosen ? 0 : -1}
          data-tip={t(`studio:tools.${tool}`)}
          data-tip-keys={key}
          data-tip-side="right"
          onClick={() => chooseTool(tool)}
        >
          <Icon of={icon} size={18} />
        </button>
      ))}
    </div>
  );
}
