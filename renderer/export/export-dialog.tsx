import { useQuery } from '@tanstack/react-query';
import { pictureQuery, showExport } from '../bridge/index.ts';
import { useWords } from '../text/index.ts';
import { Button, Notice } from '../ui/index.ts';
import { Dialog } from '../ui/overlays/index.ts';
import { ExportForm } from './export-form.tsx';
import { faultText, refusalText } from './export-words.ts';

/** A picture on its way to a file of its own. */
export function ExportDialog({ id }: { readonly id: string }) {
  const t = useWords();
  const { data: details, error } = useQuery(pictureQuery(id));
  const close = (): void => showExport(null);
  if (details !== undefined) return <ExportForm details={details} onClose={close} />;
  if (error === null) return null;
  const gone = 'code' in error && error.code === 'NOT_FOUND';
  const words = gone ? refusalText('NOT_FOUND') : faultText(error);
  return (
    <Dialog
      title={t('export:title')}
      closeLabel={t('common:close')}
      onClose={close}
      footer={
        <Button look="inverse" size="medium" data-primary onClick={close}>
          {t('common:close')}
        </Button>
      }
    >
      <Notice stop title={words.title} text={words.text} />
    </Dialog>
  );
}
