import { useQuery } from '@tanstack/react-query';
import { Copy, ImageDown, ImagePlus, Trash2, Undo2 } from 'lucide-react';
import type { PictureDetails } from '../../../shared/contracts/desktop/index.ts';
import {
  pictureQuery,
  restorePictures,
  showExport,
  shownAddress,
  thumbnailAddress,
  trashPictures,
} from '../../bridge/index.ts';
import { copyPicture } from '../../export/index.ts';
import { formatDay, formatPixels, formatTime, nearDay, pictureTitle, useWords } from '../../text/index.ts';
import { Button, Icon, IconButton, Notice } from '../../ui/index.ts';
import { openInStudio, takeAsReference } from '../acts.ts';
import { clearSelection, useLibrary } from '../library-store.ts';
import styles from './details-pane.module.css';
import { FileBlock } from './file-block.tsx';
import { KeptBlock } from './kept-block.tsx';
import { LineageBlock } from './lineage-block.tsx';
import { ParametersBlock } from './parameters-block.tsx';
import { PromptBlock } from './prompt-block.tsx';

export function DetailsPane() {
  const t = useWords();
  const lead = useLibrary((store) => store.lead);
  const selected = useLibrary((store) => store.selected.size > 0);
  const shown = selected ? lead : null;
  const { data: details, isError } = useQuery({ ...pictureQuery(shown ?? ''), enabled: shown !== null });
  return (
    <aside className={styles.pane} aria-label={t('library:details.label')} data-region="details">
      {shown === null || (details === undefined && !isError) ? (
        <p className={styles.none}>{shown === null ? t('library:details.none') : null}</p>
      ) : null}
      {shown !== null && isError ? <p className={styles.none}>{t('library:details.gone')}</p> : null}
      {shown !== null && details !== undefined ? <Details details={details} /> : null}
    </aside>
  );
}

function Details({ details }: { readonly details: PictureDetails }) {
  const t = useWords();
  const { picture, fullPrompt, file } = details;
  const title = pictureTitle(fullPrompt);
  const near = nearDay(picture.day, Date.now());
  const day = near === null ? formatDay(picture.day) : t(`library:day.${near}`);
  const made = t('library:details.made', {
    day,
    time: formatTime(picture.madeAtMs),
    size: formatPixels(picture.width, picture.height),
  });
  return (
    <>
      <div className={styles.preview}>
        <img
          key={picture.id}
          className={styles.picture}
          src={file.missing ? thumbnailAddress(picture.sha256) : shownAddress(picture.sha256)}
          alt={title}
          width={picture.width}
          height={picture.height}
          style={{ backgroundImage: `url("${thumbnailAddress(picture.sha256)}")` }}
        />
      </div>
      <div className={styles.top}>
        <h2 className={styles.title}>{title}</h2>
        <p className={styles.made}>{made}</p>
        <Acts details={details} />
      </div>
      {file.missing ? (
        <div className={styles.block}>
          <Notice title={t('library:file.missing')} text={t('library:file.missingHelp')} />
        </div>
      ) : null}
      <PromptBlock details={details} />
      <ParametersBlock details={details} />
      {details.kept === null ? null : <KeptBlock kept={details.kept} />}
      <LineageBlock details={details} />
      <FileBlock details={details} />
    </>
  );
}

function Acts({ details }: { readonly details: PictureDetails }) {
  const t = useWords();
  const { id } = details.picture;
  const trashed = details.trashedAtMs !== null;
  const move = async (): Promise<void> => {
    if (await (trashed ? restorePictures([id]) : trashPictures([id]))) clearSelection();
  };
  return (
    <div className={styles.acts}>
      {trashed ? (
        <Button onClick={() => void move()}>
          <Icon of={Undo2} />
          {t('library:details.restore')}
        </Button>
      ) : (
        <>
          <Button onClick={() => void openInStudio(id)}>{t('library:details.openInStudio')}</Button>
          <IconButton label={t('library:details.reference')} onClick={() => takeAsReference([id])}>
            <Icon of={ImagePlus} />
          </IconButton>
          <IconButton
            label={t('export:copy.button')}
            onClick={() => void copyPicture({ kind: 'picture', id })}
          >
            <Icon of={Copy} />
          </IconButton>
          <IconButton
            label={t('export:open')}
            keys={t('common:keys.export')}
            aria-haspopup="dialog"
            onClick={() => showExport({ kind: 'picture', id })}
          >
            <Icon of={ImageDown} />
          </IconButton>
          <IconButton label={t('library:details.trash')} keys="Delete" onClick={() => void move()}>
            <Icon of={Trash2} />
          </IconButton>
        </>
      )}
    </div>
  );
}
