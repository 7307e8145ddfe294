import { FilePenLine } from 'lucide-react';
import { showDocumentPanel } from '../bridge/index.ts';
import { saveDocument, useEditor } from '../studio/index.ts';
import { useWords } from '../text/index.ts';
import { Button, Icon } from '../ui/index.ts';
import { AlertDialog } from '../ui/overlays/index.ts';

/** Two programs wrote to one file: the person says whose word stands. */
export function ChangedDialog({ onClose }: { readonly onClose: () => void }) {
  const t = useWords();
  const name = useEditor((view) => view.file?.name ?? view.name);
  return (
    <AlertDialog
      title={t('documents:changed.title', { name })}
      text={t('documents:changed.text')}
      icon={<Icon of={FilePenLine} size={20} />}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t('common:cancel')}</Button>
          <Button
            onClick={() => {
              onClose();
              void saveDocument(true);
            }}
          >
            {t('documents:changed.anyway')}
          </Button>
          <Button look="inverse" data-primary="" onClick={() => showDocumentPanel('save-as')}>
            {t('documents:changed.asNew')}
          </Button>
        </>
      }
    />
  );
}
