import { useId, useState } from 'react';
import { NAME_MAX_CHARS } from '../../shared/document/index.ts';
import { renameDocument, useEditor } from '../studio/index.ts';
import { useWords } from '../text/index.ts';
import { Field } from '../ui/index.ts';
import { form } from '../ui/overlays/index.ts';
import { FormDialog } from './form-dialog.tsx';

export function RenameDialog({ onClose }: { readonly onClose: () => void }) {
  const t = useWords();
  const note = useId();
  const [name, setName] = useState(() => useEditor.getState().name);
  const off = name.trim() === '';
  const rename = async (): Promise<void> => {
    if (!off && (await renameDocument(name.trim()))) onClose();
  };
  return (
    <FormDialog
      title={t('documents:rename.title')}
      submitLabel={t('documents:rename.rename')}
      off={off}
      onSubmit={() => void rename()}
      onClose={onClose}
    >
      <div>
        <span className={form.label}>{t('documents:rename.name')}</span>
        <Field
          data-primary
          label={t('documents:rename.name')}
          aria-describedby={note}
          maxLength={NAME_MAX_CHARS}
          wrong={off}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <p id={note} className={form.note}>
          {t('documents:rename.note')}
        </p>
      </div>
    </FormDialog>
  );
}
