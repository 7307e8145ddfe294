// biome-ignore-all lint/a11y/useSemanticElements: rows are placed by hand inside a virtualised grid, which table elements cannot be.
import { Check } from 'lucide-react';
import { type MouseEvent, useState } from 'react';
import { thumbnailAddress } from '../../bridge/index.ts';
import { formatTime, pictureTitle, useWords } from '../../text/index.ts';
import { Icon } from '../../ui/index.ts';
import { openInStudio } from '../acts.ts';
import { selectOne, toggle, useLibrary } from '../library-store.ts';
import type { LaidPicture } from './lay-out.ts';
import styles from './picture-grid.module.css';
import { extendSelection } from './use-grid-keys.ts';

interface PictureCellProps {
  readonly laid: LaidPicture;
  readonly focusable: boolean;
}

export function PictureCell({ laid, focusable }: PictureCellProps) {
  const t = useWords();
  const { picture, left, width } = laid;
  const selected = useLibrary((store) => store.selected.has(picture.id));
  const [unreadable, setUnreadable] = useState(false);
  const title = pictureTitle(picture.prompt);
  const onClick = (event: MouseEvent): void => {
    const onTick = event.target instanceof Element && event.target.closest('[data-tick]') !== null;
    if (event.shiftKey) extendSelection(picture.id);
    else if (event.ctrlKey || event.metaKey || onTick) toggle(picture.id);
    else selectOne(picture.id);
  };
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the grid handles every key, for all cells.
    <div
      role="gridcell"
      className={styles.cell}
      style={{ left, width }}
      tabIndex={focusable ? 0 : -1}
      aria-selected={selected}
      aria-label={t('library:cell', { title, time: formatTime(picture.madeAtMs) })}
      data-picture={picture.id}
      onClick={onClick}
      onDoubleClick={() => void openInStudio(picture.id)}
    >
      {unreadable ? (
        <span className={styles.unreadable}>{t('library:file.missing')}</span>
      ) : (
        <img
          className={styles.picture}
          src={thumbnailAddress(picture.sha256)}
          alt=""
          draggable={false}
          onError={() => setUnreadable(true)}
          onLoad={(event) => event.currentTarget.setAttribute('data-loaded', '')}
        />
      )}
      <span className={styles.tick} data-tick="">
        {selected ? <Icon of={Check} size={12} /> : null}
      </span>
    </div>
  );
}
