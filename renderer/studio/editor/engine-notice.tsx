import { useEffect } from 'react';
import { useWords } from '../../text/index.ts';
import { Button, Notice } from '../../ui/index.ts';
import styles from './editor.module.css';
import { closeInEngine } from './editor-link.ts';
import { useEditor } from './editor-store.ts';
import { dropEmptyDocument, reopenDocument } from './open-document.ts';

/** Why the document is not shown, and the way back to it. */
export function EngineNotice() {
  const t = useWords();
  const failure = useEditor((view) => view.failure);
  const id = useEditor((view) => view.id);
  // Neither a step nor a file: it was never begun.
  const isEmpty = useEditor((view) => view.failure === 'file-missing' && view.file === null);
  useEffect(() => {
    if (isEmpty && id !== null) void dropEmptyDocument(id);
  }, [isEmpty, id]);
  if (failure === null || id === null || isEmpty) return null;
  const again = (): void => {
    closeInEngine();
    void reopenDocument(id);
  };
  return (
    <div className={styles.notice}>
      <Notice stop title={t(`tools:failure.${failure}.title`)} text={t(`tools:failure.${failure}.text`)}>
        <Button size="small" onClick={again}>
          {t('tools:again')}
        </Button>
      </Notice>
    </div>
  );
}
