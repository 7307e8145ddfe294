import { History, Redo2, Undo2, X } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { patiently } from '../../bridge/index.ts';
import { useWords } from '../../text/index.ts';
import { Icon, IconButton } from '../../ui/index.ts';
import { redo, undo } from './editor-acts.ts';
import { useEditor } from './editor-store.ts';
import { closeDocument } from './open-document.ts';

const HistoryMenu = lazy(() =>
  patiently(async () => ({ default: (await import('./history-menu.tsx')).HistoryMenu })),
);

/** What can be done with the open document whatever tool is in hand. */
export function DocumentBar() {
  const t = useWords();
  const [opened, setOpened] = useState(false);
  const history = useEditor((view) => view.history);
  const position = useEditor((view) => view.position);
  const canUndo = history.some((entry) => entry.position <= position);
  const canRedo = history.some((entry) => entry.position > position);
  const trigger = (
    <IconButton size="small" label={t('tools:history')} aria-haspopup="menu" onClick={() => setOpened(true)}>
      <Icon of={History} />
    </IconButton>
  );
  return (
    <>
      <IconButton
        size="small"
        label={t('tools:undo')}
        keys={t('common:keys.undo')}
        aria-disabled={!canUndo}
        onClick={undo}
      >
        <Icon of={Undo2} />
      </IconButton>
      <IconButton
        size="small"
        label={t('tools:redo')}
        keys={t('common:keys.redo')}
        aria-disabled={!canRedo}
        onClick={redo}
      >
        <Icon of={Redo2} />
      </IconButton>
      {opened ? (
        <Suspense fallback={trigger}>
          <HistoryMenu trigger={trigger} />
        </Suspense>
      ) : (
        trigger
      )}
      <IconButton size="small" label={t('tools:close')} onClick={() => void closeDocument()}>
        <Icon of={X} />
      </IconButton>
    </>
  );
}
