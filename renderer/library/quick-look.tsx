import { X } from 'lucide-react';
import { Dialog } from 'radix-ui';
import { type KeyboardEvent, useState } from 'react';
import type { Picture } from '../../shared/contracts/desktop/index.ts';
import { shownAddress, thumbnailAddress } from '../bridge/index.ts';
import { formatPixels, pictureTitle, useWords } from '../text/index.ts';
import { Button, Icon, IconButton } from '../ui/index.ts';
import { openInStudio } from './acts.ts';
import { changeLibrary, selectOne, useLibrary } from './library-store.ts';
import styles from './quick-look.module.css';

/** The picture alone on its surround. Space or Esc ends it, arrows go on to the next. */
export function QuickLook({ pictures }: { readonly pictures: readonly Picture[] }) {
  const t = useWords();
  const lead = useLibrary((store) => store.lead);
  const at = pictures.findIndex((picture) => picture.id === lead);
  const picture = pictures[at];
  const close = (): void => changeLibrary({ quickLook: false });
  if (picture === undefined) return null;
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    const next = pictures[at + step];
    if (event.key === ' ' && !(event.target instanceof HTMLButtonElement)) close();
    else if (step !== 0 && next !== undefined) selectOne(next.id);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const title = pictureTitle(picture.prompt);
  return (
    <Dialog.Root open onOpenChange={(open) => open || close()}>
      <Dialog.Portal>
        <Dialog.Content
          className={styles.look}
          aria-describedby={undefined}
          onKeyDown={onKeyDown}
          onOpenAutoFocus={(event) => {
            event.preventDefault();
            if (event.target instanceof HTMLElement) event.target.focus();
          }}
          onCloseAutoFocus={(event) => {
            event.preventDefault();
            document.querySelector<HTMLElement>(`[data-picture="${picture.id}"]`)?.focus();
          }}
        >
          <header className={styles.head}>
            <Dialog.Title asChild>
              <h2 className={styles.title}>{title}</h2>
            </Dialog.Title>
            <span className={styles.size}>{formatPixels(picture.width, picture.height)}</span>
            <Button onClick={() => void openInStudio(picture.id).then(close)}>
              {t('library:quickLook.open')}
            </Button>
            <IconButton label={t('library:quickLook.close')} onClick={close}>
              <Icon of={X} />
            </IconButton>
          </header>
          <div className={styles.ground}>
            <Large key={picture.id} picture={picture} title={title} />
          </div>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

/** The original over its thumbnail; when the file is gone, the thumbnail alone and the words that say so. */
function Large({ picture, title }: { readonly picture: Picture; readonly title: string }) {
  const t = useWords();
  const [missing, setMissing] = useState(false);
  const thumbnail = thumbnailAddress(picture.sha256);
  return (
    <>
      <img
        className={styles.picture}
        src={missing ? thumbnail : shownAddress(picture.sha256)}
        alt={title}
        width={picture.width}
        height={picture.height}
        style={{ backgroundImage: `url("${thumbnail}")` }}
        onError={() => setMissing(true)}
      />
      {missing ? (
        <p className={styles.missing} role="status">
          {t('library:file.missingHere')}
        </p>
      ) : null}
    </>
  );
}
