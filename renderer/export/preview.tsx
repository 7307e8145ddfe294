import { formatBytes, formatPixels, useWords } from '../text/index.ts';
import styles from './export-dialog.module.css';
import { scaledSize } from './export-rules.ts';
import type { ExportSubject } from './export-subject.ts';
import type { ExportSize } from './use-export-size.ts';

interface PreviewProps {
  readonly subject: ExportSubject;
  readonly scale: number;
  readonly size: ExportSize;
}

/** The picture on the person's surround, and under it how large the file will be. */
export function Preview({ subject, scale, size }: PreviewProps) {
  const t = useWords();
  const expected = size.kind === 'known' ? size : scaledSize(subject, scale);
  const pixels = formatPixels(expected.width, expected.height);
  return (
    <div>
      <div className={styles.surround}>
        <img
          className={styles.picture}
          src={subject.preview}
          alt={t('export:preview', { title: subject.title })}
          width={subject.width}
          height={subject.height}
        />
      </div>
      <p className={styles.size} role="status">
        {size.kind === 'known' ? t('export:sizeKnown', { pixels, size: formatBytes(size.sizeBytes) }) : null}
        {size.kind === 'working' ? t('export:sizeWorking', { pixels }) : null}
        {size.kind === 'problem' || size.kind === 'not-asked' ? t('export:pixels', { size: pixels }) : null}
      </p>
    </div>
  );
}
