import { useId } from 'react';
import type { ExportFormat } from '../../shared/pictures/index.ts';
import { useWords } from '../text/index.ts';
import { Button, Field } from '../ui/index.ts';
import styles from './export-dialog.module.css';
import { endingOf } from './export-rules.ts';

const NAME_MAX_CHARS = 120;

interface TargetFieldsProps {
  readonly format: ExportFormat;
  readonly name: string;
  /** As it is shown. */
  readonly folder: string;
  readonly onName: (name: string) => void;
  readonly onChooseFolder: () => void;
}

/** Where the file goes, and under which name. */
export function TargetFields({ format, name, folder, onName, onChooseFolder }: TargetFieldsProps) {
  const t = useWords();
  const note = useId();
  const empty = name.trim() === '';
  return (
    <div>
      <span className={styles.label}>{t('export:saveTo')}</span>
      <div className={styles.target}>
        <Field
          data-primary
          label={t('export:name')}
          aria-describedby={note}
          maxLength={NAME_MAX_CHARS}
          wrong={empty}
          trail={endingOf(format)}
          value={name}
          onChange={(event) => onName(event.currentTarget.value)}
        />
        <Button onClick={onChooseFolder}>{t('export:chooseFolder')}</Button>
      </div>
      <p id={note} className={styles.note}>
        {empty ? t('export:nameEmpty') : t('export:folder', { folder })}
      </p>
    </div>
  );
}
