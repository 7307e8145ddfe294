import { Trash2, Undo2, X } from 'lucide-react';
import type { Picture } from '../../shared/contracts/desktop/index.ts';
import { useWords } from '../text/index.ts';
import { Button, Icon, IconButton } from '../ui/index.ts';
import { restoreSelected, trashSelected } from './acts.ts';
import { clearSelection, useLibrary } from './library-store.ts';
import styles from './library-view.module.css';

/** What can be done with all that is selected. One picture has its acts in the details as well. */
export function SelectionBar({ pictures }: { readonly pictures: readonly Picture[] }) {
  const t = useWords();
  const count = useLibrary((store) => store.selected.size);
  const trashed = useLibrary((store) => store.trashed);
  const detailsShown = useLibrary((store) => store.detailsShown);
  if (count === 0 || (count === 1 && detailsShown)) return null;
  return (
    <div
      className={styles.selection}
      role="toolbar"
      aria-label={t('library:selection.label')}
      data-region="selection"
    >
      <span className={styles.selected}>{t('library:selection.count', { count })}</span>
      <span className={styles.line} />
      {trashed ? (
        <Button look="ghost" onClick={() => void restoreSelected()}>
          <Icon of={Undo2} />
          {t('library:selection.restore')}
        </Button>
      ) : (
        <Button look="ghost" onClick={() => void trashSelected(pictures)}>
          <Icon of={Trash2} />
          {t('library:selection.trash')}
        </Button>
      )}
      <span className={styles.line} />
      <IconButton label={t('library:selection.clear')} onClick={clearSelection}>
        <Icon of={X} />
      </IconButton>
    </div>
  );
}
