import type { ExportFormat, LayeredFormat } from '../../shared/pictures/index.ts';
import { useWords } from '../text/index.ts';
import { FileTarget } from '../ui/overlays/index.ts';
import { endingOf } from './export-rules.ts';

const NAME_MAX_CHARS = 120;

interface TargetFieldsProps {
  readonly format: ExportFormat | LayeredFormat;
  readonly name: string;
  /** As it is shown. */
  readonly folder: string;
  readonly onName: (name: string) => void;
  readonly onChooseFolder: () => void;
}

/** Where the file goes, and under which name. */
export function TargetFields({ format, name, folder, onName, onChooseFolder }: TargetFieldsProps) {
  const t = useWords();
  const empty = name.trim() === '';
  return (
    <FileTarget
      title={t('export:saveTo')}
      label={t('export:name')}
      name={name}
      maxChars={NAME_MAX_CHARS}
      ending={endingOf(format)}
      chooseLabel={t('export:chooseFolder')}
      note={empty ? t('export:nameEmpty') : t('export:folder', { folder })}
      onName={onName}
      onChooseFolder={onChooseFolder}
    />
  );
}
