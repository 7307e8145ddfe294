import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { type Exporting, type FaultWords, pictureQuery, showExport } from '../bridge/index.ts';
import { flattenDocument, useEditor } from '../studio/index.ts';
import { useWords } from '../text/index.ts';
import { Button, Notice } from '../ui/index.ts';
import { Dialog } from '../ui/overlays/index.ts';
import { ExportForm } from './export-form.tsx';
import { documentSubject, type ExportSubject, pictureSubject } from './export-subject.ts';
import { faultText, flattenText, refusalText } from './export-words.ts';

/** A picture, or the open document as one, on its way to a file of its own. */
export function ExportDialog({ of }: { readonly of: Exporting }) {
  return of.kind === 'picture' ? <PictureExport id={of.id} /> : <DocumentExport />;
}

function close(): void {
  showExport(null);
}

function PictureExport({ id }: { readonly id: string }) {
  const { data: details, error } = useQuery(pictureQuery(id));
  if (details !== undefined) return <ExportForm subject={pictureSubject(details)} onClose={close} />;
  if (error === null) return null;
  const gone = 'code' in error && error.code === 'NOT_FOUND';
  return <Trouble words={gone ? refusalText('NOT_FOUND') : faultText(error)} />;
}

/** Flattened once, when the dialog opens: what is exported is what was there then. */
function DocumentExport() {
  const t = useWords();
  const [before] = useState(() => document.activeElement);
  const [subject, setSubject] = useState<ExportSubject | null>(null);
  const [trouble, setTrouble] = useState<FaultWords | null>(null);
  useEffect(() => {
    let preview: string | null = null;
    let left = false;
    void flattenDocument().then((outcome) => {
      if (left) return;
      if (outcome.kind !== 'made') {
        setTrouble(flattenText(outcome));
        return;
      }
      const { name, document: record } = useEditor.getState();
      if (record === null) {
        setTrouble(flattenText({ kind: 'not-found' }));
        return;
      }
      preview = URL.createObjectURL(outcome.png);
      setSubject(documentSubject({ ...outcome, name, preview }, record));
    });
    return () => {
      left = true;
      if (preview !== null) URL.revokeObjectURL(preview);
    };
  }, []);
  if (trouble !== null) return <Trouble words={trouble} />;
  if (subject !== null) return <ExportForm subject={subject} onClose={close} returnTo={before} />;
  return (
    <Dialog title={t('export:title')} closeLabel={t('common:close')} onClose={close} footer={<CloseButton />}>
      <p role="status">{t('export:flattening')}</p>
    </Dialog>
  );
}

function Trouble({ words }: { readonly words: FaultWords }) {
  const t = useWords();
  return (
    <Dialog title={t('export:title')} closeLabel={t('common:close')} onClose={close} footer={<CloseButton />}>
      <Notice stop title={words.title} text={words.text} />
    </Dialog>
  );
}

function CloseButton() {
  const t = useWords();
  return (
    <Button look="inverse" size="medium" data-primary onClick={close}>
      {t('common:close')}
    </Button>
  );
}
