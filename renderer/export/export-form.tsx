import { useQuery } from '@tanstack/react-query';
import { useId, useMemo, useState } from 'react';
import { isLayered } from '../../shared/pictures/index.ts';
import { type FaultWords, settingsQuery, shownPath } from '../bridge/index.ts';
import { FolderPicker } from '../settings/index.ts';
import { folderOf, useWords } from '../text/index.ts';
import { Button, Notice } from '../ui/index.ts';
import { Dialog, form as fields } from '../ui/overlays/index.ts';
import { exportPicture, saveOriginal } from './export-acts.ts';
import { choose, useExportChoices } from './export-choices.ts';
import styles from './export-dialog.module.css';
import { exportLayered } from './export-layered.ts';
import { exportsFolder, nameFromTitle, type Scale } from './export-rules.ts';
import type { ExportSubject } from './export-subject.ts';
import { FileFields } from './file-fields.tsx';
import { LayersNote } from './layers-note.tsx';
import { Preview } from './preview.tsx';
import { TargetFields } from './target-fields.tsx';
import { useExportSize } from './use-export-size.ts';

interface ExportFormProps {
  readonly subject: ExportSubject;
  readonly onClose: () => void;
  readonly returnTo?: Element | null;
}

export function ExportForm({ subject, onClose, returnTo = null }: ExportFormProps) {
  const t = useWords();
  const form = useId();
  const { of } = subject;
  const { format: chosen, quality, profile, folder } = useExportChoices();
  // A picture has no layers to keep.
  const format = of.kind === 'picture' && isLayered(chosen) ? 'png' : chosen;
  const layered = isLayered(format);
  const { data: settings } = useQuery(settingsQuery);
  const [chosenScale, setScale] = useState<Scale>('1');
  const scale = layered ? '1' : chosenScale;
  const [includePrompt, setIncludePrompt] = useState(false);
  const [name, setName] = useState(() => nameFromTitle(subject.title));
  const [choosing, setChoosing] = useState(false);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<FaultWords | null>(null);
  const options = useMemo(
    () => ({
      format: isLayered(format) ? 'png' : format,
      quality,
      profile,
      includePrompt,
      scale: Number(scale),
    }),
    [format, quality, profile, includePrompt, scale],
  );
  const size = useExportSize(of, options, !layered);
  const libraryFolder = settings?.libraryFolder ?? '';
  const folderShown = folder ?? exportsFolder(libraryFolder);
  const target = { name: name.trim(), folder, folderShown };
  const off = busy || target.name === '';
  const leave = async (act: () => Promise<FaultWords | null>): Promise<void> => {
    if (off) return;
    setBusy(true);
    setProblem(null);
    const said = await act();
    setBusy(false);
    setProblem(said);
    if (said === null) onClose();
  };
  const said = problem ?? (size.kind === 'problem' ? size.words : null);
  return (
    <Dialog
      wide
      title={t('export:title')}
      closeLabel={t('common:close')}
      onClose={onClose}
      returnTo={returnTo}
      footer={
        <>
          {of.kind === 'picture' ? (
            <span className={styles.quiet}>
              <Button
                look="ghost"
                size="medium"
                off={off}
                data-tip={t('export:originalTip')}
                onClick={() => void leave(() => saveOriginal(of.id, target))}
              >
                {t('export:original')}
              </Button>
            </span>
          ) : null}
          <Button size="medium" onClick={onClose}>
            {t('common:cancel')}
          </Button>
          <Button type="submit" form={form} look="primary" size="medium" off={off}>
            {t(busy ? 'export:exporting' : 'export:export')}
          </Button>
        </>
      }
    >
      <form
        id={form}
        className={styles.columns}
        onSubmit={(event) => {
          event.preventDefault();
          void leave(() =>
            of.kind === 'document' && isLayered(format)
              ? exportLayered(of.id, target, format)
              : exportPicture(of, target, options),
          );
        }}
      >
        <Preview subject={subject} scale={Number(scale)} size={size} />
        <div className={fields.fields}>
          <FileFields
            subject={subject}
            format={format}
            scale={scale}
            onScale={setScale}
            includePrompt={includePrompt}
            onIncludePrompt={setIncludePrompt}
          />
          <LayersNote subject={subject} format={format} />
          <TargetFields
            format={format}
            name={name}
            folder={shownPath(folderShown)}
            onName={setName}
            onChooseFolder={() => setChoosing(true)}
          />
        </div>
      </form>
      {said === null ? null : (
        <div className={fields.problem}>
          <Notice stop title={said.title} text={said.text} />
        </div>
      )}
      {choosing ? (
        <FolderPicker
          start={folder ?? folderOf(libraryFolder)}
          onClose={() => setChoosing(false)}
          onChoose={async (path) => {
            choose({ folder: path });
            setProblem(null);
            return null;
          }}
        />
      ) : null}
    </Dialog>
  );
}
