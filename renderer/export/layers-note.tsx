import { type ExportFormat, isLayered, type LayeredFormat } from '../../shared/pictures/index.ts';
import { PsdLosses } from '../documents/index.ts';
import { useWords } from '../text/index.ts';
import { Notice } from '../ui/index.ts';
import type { ExportSubject } from './export-subject.ts';

interface LayersNoteProps {
  readonly subject: ExportSubject;
  readonly format: ExportFormat | LayeredFormat;
}

/** What becomes of the layers. Of a picture, which has none, nothing is said. */
export function LayersNote({ subject: { of }, format }: LayersNoteProps) {
  const t = useWords();
  if (of.kind === 'picture') return null;
  if (format === 'psd') return <PsdLosses lost={of.lostInPsd} />;
  if (isLayered(format) || of.layers < 2) return null;
  return (
    <Notice
      title={t('export:layers', { count: of.layers })}
      text={t('export:layersLost', { format: t(`export:formats.${format}`) })}
    />
  );
}
