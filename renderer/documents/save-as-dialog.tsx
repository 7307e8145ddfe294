import { FileWarning } from 'lucide-react';
import { useId, useState } from 'react';
import { type FaultWords, shownPath } from '../bridge/index.ts';
import { FolderPicker } from '../settings/index.ts';
import { useEditor } from '../studio/index.ts';
import { useWords } from '../text/index.ts';
import { Button, Field, Icon, Notice } from '../ui/index.ts';
import { AlertDialog, Dialog } from '../ui/overlays/index.ts';
import styles from './documents.module.css';
import { fileNameFrom, joinPath } from './paths.ts';
import { saveAs } from './save-as.ts';
import { useStartFolder } from './use-start-folder.ts';

const NAME_MAX_CHARS = 120;
const ENDING = '.ora';

interface SaveAsDialogProps {
  readonly id: string;
  readonly onClose: () => void;
}

export function SaveAsDialog({ id, onClose }: SaveAsDialogProps) {
  const t = useWords();
  const form = useId();
  const note = useId();
  const start = useStartFolder();
  const [name, setName] = useState(() => fileNameFrom(useEditor.getState().name).slice(0, NAME_MAX_CHARS));
  const [chosen, setChosen] = useState<string | null>(null);
  const [choosing, setChoosing] = useState(false);
  const [asking, setAsking] = useState(false);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<FaultWords | null>(null);
  const folder = chosen ?? start;
  const empty = name.trim() === '';
  const off = busy || empty || folder === null;
  const save = async (overwrite: boolean): Promise<void> => {
    if (off) return;
    setBusy(true);
    setProblem(null);
    const ending = await saveAs(id, joinPath(folder, `${name.trim()}${ENDING}`), overwrite);
    setBusy(false);
    if (ending.kind === 'saved') onClose();
    else if (ending.kind === 'taken') setAsking(true);
    else setProblem(ending.words);
  };
  return (
    <Dialog
      title={t('documents:save.title')}
      closeLabel={t('common:close')}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t('common:cancel')}</Button>
          <Button type="submit" form={form} look="primary" off={off}>
            {t(busy ? 'documents:save.saving' : 'documents:save.save')}
          </Button>
        </>
      }
    >
      <form
        id={form}
        onSubmit={(event) => {
          event.preventDefault();
          void save(false);
        }}
      >
        <span className={styles.label}>{t('documents:save.name')}</span>
        <div className={styles.target}>
          <Field
            data-primary
            label={t('documents:save.name')}
            aria-describedby={note}
            maxLength={NAME_MAX_CHARS}
            wrong={empty}
            trail={ENDING}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <Button onClick={() => setChoosing(true)}>{t('documents:save.choose')}</Button>
        </div>
        <p id={note} className={styles.note}>
          {empty
            ? t('documents:save.nameEmpty')
            : t('documents:save.folder', { folder: shownPath(folder ?? '') })}
        </p>
      </form>
      {problem === null ? null : (
        <div className={styles.problem}>
          <Notice stop title={problem.title} text={problem.text} />
        </div>
      )}
      {choosing ? (
        <FolderPicker
          start={folder}
          onClose={() => setChoosing(false)}
          onChoose={async (path) => {
            setChosen(path);
            setProblem(null);
            return null;
          }}
        />
      ) : null}
      {asking ? (
        <Replace
          name={`${name.trim()}${ENDING}`}
          onClose={() => setAsking(false)}
          onReplace={() => {
            setAsking(false);
            void save(true);
          }}
        />
      ) : null}
    </Dialog>
  );
}

interface ReplaceProps {
  readonly name: string;
  readonly onClose: () => void;
  readonly onReplace: () => void;
}

function Replace({ name, onClose, onReplace }: ReplaceProps) {
  const t = useWords();
  return (
    <AlertDialog
      title={t('documents:taken.title', { name })}
      text={t('documents:taken.text')}
      icon={<Icon of={FileWarning} size={20} />}
      onClose={onClose}
      footer={
        <>
          <Button data-primary="" onClick={onClose}>
            {t('common:cancel')}
          </Button>
          <Button look="inverse" onClick={onReplace}>
            {t('documents:taken.replace')}
          </Button>
        </>
      }
    />
  );
}
