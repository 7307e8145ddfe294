import type { PictureDetails } from '../../shared/contracts/desktop/index.ts';
import { thumbnailAddress } from '../bridge/index.ts';
import { formatBytes, formatPixels, pictureTitle, useWords } from '../text/index.ts';
import styles from './export-dialog.module.css';
import { scaledSize } from './export-rules.ts';
import type { ExportSize } from './use-export-size.ts';

interface PreviewProps {
  readonly details: PictureDetails;
  readonly scale: number;
  readonly size: ExportSize;
}

/** The picture on the person's surround, and under it how large the file will be. */
export function Preview({ details, scale, size }: PreviewProps) {
  const t = useWords();
  const { picture } = details;
  const expected = size.kind === 'known' ? size : scaledSize(picture, scale);
  const pixels = formatPixels(expected.width, expected.height);
  return (
    <div>
      <div className={styles.surround}>
        <img
          className={styles.picture}
          src={thumbnailAddress(picture.sha256)}
          alt={t('export:preview', { title: pictureTitle(details.fullPrompt) })}
          width={picture.width}
          height={picture.height}
        />
      </div>
      <p className={styles.size} role="status">
        {size.kind === 'known' ? t('export:sizeKnown', { pixels, size: formatBytes(size.sizeBytes) }) : null}
        {size.kind === 'working' ? t('export:sizeWorking', { pixels }) : null}
        {size.kind === 'problem' ? t('export:pixels', { size: pixels }) : null}
      </p>
    </div>
  );
}
