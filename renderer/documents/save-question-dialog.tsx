import { FileWarning } from 'lucide-react';
import { useState } from 'react';
import { showDocumentPanel } from '../bridge/index.ts';
import {
  agreeToPsd,
  convertedSentences,
  questionBeforeSave,
  saveDocument,
  useEditor,
} from '../studio/index.ts';
import { useWords } from '../text/index.ts';
import { Button, Icon } from '../ui/index.ts';
import { AlertDialog } from '../ui/overlays/index.ts';
import styles from './documents.module.css';
import { PsdLosses } from './psd-losses.tsx';

/** Before a file is written that will not hold all of the document, or holds what Gesso does not. */
export function SaveQuestionDialog({ onClose }: { readonly onClose: () => void }) {
  const t = useWords();
  const name = useEditor((view) => view.file?.name ?? view.name);
  // As it was when it was asked: the answer must not change under the hand.
  const [question] = useState(() => questionBeforeSave(useEditor.getState()));
  if (question === null) return null;
  const { kind } = question;
  const sentences = kind === 'foreign' ? convertedSentences(question.converted) : [];
  return (
    <AlertDialog
      title={t(`documents:psd.${kind}.title`, { name })}
      text={t(`documents:psd.${kind}.text`)}
      icon={<Icon of={FileWarning} size={20} />}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t('common:cancel')}</Button>
          {kind === 'not-writable' ? null : (
            <Button
              {...(kind === 'lost' && { 'data-primary': '' })}
              onClick={() => {
                onClose();
                agreeToPsd();
                void saveDocument();
              }}
            >
              {t(`documents:psd.${kind}.save`)}
            </Button>
          )}
          <Button
            look="inverse"
            {...(kind !== 'lost' && { 'data-primary': '' })}
            onClick={() => showDocumentPanel('save-as')}
          >
            {t('documents:psd.asNew')}
          </Button>
        </>
      }
    >
      {kind === 'not-writable' ? null : (
        <div className={styles.told}>
          {sentences.length === 0 ? null : (
            <div className={styles.losses}>
              <p>{t('documents:psd.converted')}</p>
              <ul>
                {sentences.map((sentence) => (
                  <li key={sentence}>{sentence}</li>
                ))}
              </ul>
            </div>
          )}
          {question.lost.length === 0 ? null : <PsdLosses lost={question.lost} />}
        </div>
      )}
    </AlertDialog>
  );
}
