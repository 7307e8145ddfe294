import { FileWarning } from 'lucide-react';
import { useState } from 'react';
import { type FaultWords, shownPath } from '../bridge/index.ts';
import { FolderPicker } from '../settings/index.ts';
import { useEditor } from '../studio/index.ts';
import { useWords } from '../text/index.ts';
import { Button, Icon, Notice } from '../ui/index.ts';
import { AlertDialog, FileTarget, form } from '../ui/overlays/index.ts';
import { FormDialog } from './form-dialog.tsx';
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
    <FormDialog
      title={t('documents:save.title')}
      submitLabel={t(busy ? 'documents:save.saving' : 'documents:save.save')}
      off={off}
      onSubmit={() => void save(false)}
      onClose={onClose}
      after={
        <>
          {problem === null ? null : (
            <div className={form.problem}>
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
        </>
      }
    >
      <FileTarget
        title={t('documents:save.name')}
        label={t('documents:save.name')}
        name={name}
        maxChars={NAME_MAX_CHARS}
        ending={ENDING}
        chooseLabel={t('documents:save.choose')}
        note={
          empty
            ? t('documents:save.nameEmpty')
            : t('documents:save.folder', { folder: shownPath(folder ?? '') })
        }
        onName={setName}
        onChooseFolder={() => setChoosing(true)}
      />
    </FormDialog>
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
