import { useQuery } from '@tanstack/react-query';
import { FileImage } from 'lucide-react';
import type { DocumentSummary } from '../../shared/contracts/desktop/index.ts';
import { documentsQuery, faultWords, readFault, shownPath } from '../bridge/index.ts';
import { openFiles, openRecent, useEditor } from '../studio/index.ts';
import { formatMoment, formatPixels, useWords } from '../text/index.ts';
import { Button, Icon, Notice } from '../ui/index.ts';
import { Dialog, form } from '../ui/overlays/index.ts';
import styles from './documents.module.css';

/** Everything that was made or opened here, newest first. */
export function RecentDialog({ onClose }: { readonly onClose: () => void }) {
  const t = useWords();
  const { data: documents, error } = useQuery(documentsQuery);
  const words = error === null ? null : faultWords(readFault(error));
  const shown = (documents ?? []).filter((document) => !document.discarded);
  return (
    <Dialog
      title={t('documents:recent.title')}
      closeLabel={t('common:close')}
      onClose={onClose}
      footer={
        <>
          <Button
            onClick={() => {
              onClose();
              void openFiles();
            }}
          >
            {t('documents:recent.fileOpen')}
          </Button>
          <Button look="inverse" onClick={onClose}>
            {t('common:close')}
          </Button>
        </>
      }
    >
      {words === null ? null : <Notice stop title={words.title} text={words.text} />}
      {documents !== undefined && shown.length === 0 ? (
        <p className={form.note}>{t('documents:recent.empty')}</p>
      ) : null}
      {shown.length === 0 ? null : (
        <ul className={styles.list} aria-label={t('documents:recent.title')}>
          {shown.map((document) => (
            <Recent key={document.id} document={document} onClose={onClose} />
          ))}
        </ul>
      )}
    </Dialog>
  );
}

interface RecentProps {
  readonly document: DocumentSummary;
  readonly onClose: () => void;
}

function Recent({ document, onClose }: RecentProps) {
  const t = useWords();
  const isOpen = useEditor((view) => view.id === document.id);
  const { id, name, width, height, file, openedAtMs, changedAtMs } = document;
  const size =
    width === null || height === null ? t('documents:recent.sizeUnknown') : formatPixels(width, height);
  const when = isOpen
    ? t('documents:recent.open')
    : formatMoment(Math.max(openedAtMs, changedAtMs), Date.now());
  return (
    <li>
      <button
        type="button"
        className={styles.recent}
        onClick={() => {
          onClose();
          void openRecent(id);
        }}
      >
        <Icon of={FileImage} />
        <span className={styles.about}>
          <span className={styles.name}>{name}</span>
          <span className={styles.line}>{t('documents:recent.line', { size, when })}</span>
          <span className={styles.line}>{whereWords(file, t)}</span>
        </span>
      </button>
    </li>
  );
}

function whereWords(file: DocumentSummary['file'], t: ReturnType<typeof useWords>): string {
  if (file === null) return t('documents:recent.inGesso');
  const path = shownPath(file.path);
  return file.state === 'missing' ? t('documents:recent.missing', { path }) : path;
}
