import { FileWarning } from 'lucide-react';
import { useState } from 'react';
import { type LayeredFormat, layeredFormatOf } from '../../shared/pictures/index.ts';
import { type FaultWords, shownPath } from '../bridge/index.ts';
import { lostInPsd } from '../engine/protocol/index.ts';
import { FolderPicker } from '../settings/index.ts';
import { useEditor } from '../studio/index.ts';
import { useWords } from '../text/index.ts';
import { Button, Icon, Notice, Segmented } from '../ui/index.ts';
import { AlertDialog, FileTarget, form } from '../ui/overlays/index.ts';
import { FormDialog } from './form-dialog.tsx';
import { fileNameFrom, joinPath } from './paths.ts';
import { PsdLosses } from './psd-losses.tsx';
import { saveAs } from './save-as.ts';
import { useStartFolder } from './use-start-folder.ts';

const NAME_MAX_CHARS = 120;
/** What keeps everything stands first. */
const FORMATS = ['ora', 'psd'] as const;

interface SaveAsDialogProps {
  readonly id: string;
  readonly onClose: () => void;
}

export function SaveAsDialog({ id, onClose }: SaveAsDialogProps) {
  const t = useWords();
  const start = useStartFolder();
  const [name, setName] = useState(() => fileNameFrom(useEditor.getState().name).slice(0, NAME_MAX_CHARS));
  const [format, setFormat] = useState<LayeredFormat>(
    () => layeredFormatOf(useEditor.getState().file?.name ?? '') ?? 'ora',
  );
  const page = useEditor((view) => view.document);
  const [chosen, setChosen] = useState<string | null>(null);
  const [choosing, setChoosing] = useState(false);
  const [asking, setAsking] = useState(false);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<FaultWords | null>(null);
  const folder = chosen ?? start;
  const empty = name.trim() === '';
  const ending = `.${format}`;
  const off = busy || empty || folder === null;
  const save = async (overwrite: boolean): Promise<void> => {
    if (off) return;
    setBusy(true);
    setProblem(null);
    const path = joinPath(folder, `${name.trim()}${ending}`);
    const outcome = await saveAs(id, { path, format }, overwrite);
    setBusy(false);
    if (outcome.kind === 'saved') onClose();
    else if (outcome.kind === 'taken') setAsking(true);
    else setProblem(outcome.words);
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
              name={`${name.trim()}${ending}`}
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
        ending={ending}
        chooseLabel={t('documents:save.choose')}
        note={
          empty
            ? t('documents:save.nameEmpty')
            : t(`documents:save.folder.${format}`, { folder: shownPath(folder ?? '') })
        }
        onName={(typed) => {
          // Who types the ending means the kind of file.
          const kind = layeredFormatOf(typed);
          if (kind !== null) setFormat(kind);
          setName(kind === null ? typed : typed.slice(0, -kind.length - 1));
        }}
        onChooseFolder={() => setChoosing(true)}
      />
      <div>
        <span className={form.label}>{t('documents:save.format')}</span>
        <Segmented
          label={t('documents:save.format')}
          value={format}
          choices={FORMATS.map((value) => {
            const label = t(`documents:save.formats.${value}`);
            return { value, label, content: label };
          })}
          onChange={(value) => {
            setFormat(value);
            setProblem(null);
          }}
        />
      </div>
      {format === 'psd' && page !== null ? <PsdLosses lost={lostInPsd(page)} /> : null}
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
