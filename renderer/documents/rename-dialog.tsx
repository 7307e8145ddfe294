import { useId, useState } from 'react';
import { NAME_MAX_CHARS } from '../../shared/document/index.ts';
import { renameDocument, useEditor } from '../studio/index.ts';
import { useWords } from '../text/index.ts';
import { Button, Field } from '../ui/index.ts';
import { Dialog } from '../ui/overlays/index.ts';
import styles from './documents.module.css';

export function RenameDialog({ onClose }: { readonly onClose: () => void }) {
  const t = useWords();
  const form = useId();
  const note = useId();
  const [name, setName] = useState(() => useEditor.getState().name);
  const off = name.trim() === '';
  const rename = async (): Promise<void> => {
    if (!off && (await renameDocument(name.trim()))) onClose();
  };
  return (
    <Dialog
      title={t('documents:rename.title')}
      closeLabel={t('common:close')}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t('common:cancel')}</Button>
          <Button type="submit" form={form} look="primary" off={off}>
            {t('documents:rename.rename')}
          </Button>
        </>
      }
    >
      <form
        id={form}
        onSubmit={(event) => {
          event.preventDefault();
          void rename();
        }}
      >
        <span className={styles.label}>{t('documents:rename.name')}</span>
        <Field
          data-primary
          label={t('documents:rename.name')}
          aria-describedby={note}
          maxLength={NAME_MAX_CHARS}
          wrong={off}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <p id={note} className={styles.note}>
          {t('documents:rename.note')}
        </p>
      </form>
    </Dialog>
  );
}
