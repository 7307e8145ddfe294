import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { exportKey, goTo, ofPicture, storageQuery } from '../bridge/index.ts';
import { DropHint, useDrop, usePaste } from '../bring-in/index.ts';
import { formatBytes, formatNumber, useWords } from '../text/index.ts';
import { Button, Empty, hasCommand, isCovered, isTyping, text, useKeys } from '../ui/index.ts';
import { importFiles, pickAndImport } from './acts.ts';
import { DetailsPane } from './details/details-pane.tsx';
import { Filters } from './filters.tsx';
import { PictureGrid } from './grid/picture-grid.tsx';
import { changeLibrary, leadingPicture, showPictures, showTrash, useLibrary } from './library-store.ts';
import styles from './library-view.module.css';
import { QuickLook } from './quick-look.tsx';
import { SearchBar } from './search-bar.tsx';
import { SelectionBar } from './selection-bar.tsx';
import { useWall, type Wall } from './use-wall.ts';

export function LibraryView({ pictureIds }: { readonly pictureIds: readonly string[] }) {
  const t = useWords();
  const wall = useWall();
  const field = useRef<HTMLInputElement>(null);
  const view = useRef<HTMLElement>(null);
  const over = useDrop(view, (files) => void importFiles(files));
  usePaste((files) => void importFiles(files));
  const detailsShown = useLibrary((store) => store.detailsShown);
  const quickLook = useLibrary((store) => store.quickLook);
  useEffect(() => {
    document.title = t('library:windowTitle');
  }, [t]);
  useEffect(() => {
    if (pictureIds.length > 0) showPictures(pictureIds);
  }, [pictureIds]);
  useKeys((event) => {
    if (exportKey(event, ofPicture(leadingPicture()))) return true;
    if (event.key !== '/' || isTyping(event) || isCovered() || hasCommand(event)) return false;
    field.current?.focus();
    field.current?.select();
    return true;
  });
  return (
    <main ref={view} className={styles.library} data-details={detailsShown}>
      <h1 className={text.hidden}>{t('common:view.library')}</h1>
      <Filters />
      <section className={styles.browse} aria-label={t('library:pictures')}>
        <SearchBar field={field} />
        {wall.pictures.length > 0 ? <PictureGrid wall={wall} /> : <Nothing wall={wall} />}
        <SelectionBar pictures={wall.pictures} />
      </section>
      {detailsShown ? <DetailsPane /> : null}
      <LibraryStatus wall={wall} />
      {quickLook ? <QuickLook pictures={wall.pictures} /> : null}
      {over ? <DropHint text={t('bring-in:dropLibrary')} /> : null}
    </main>
  );
}

function Nothing({ wall }: { readonly wall: Wall }) {
  const t = useWords();
  const { words, trashed } = wall.query;
  if (!wall.known)
    return <div>{wall.failed ? <Empty canvas={false} title={t('library:failed')} /> : null}</div>;
  if (words !== '') {
    return (
      <Empty
        canvas={false}
        title={t('library:empty.searchTitle')}
        text={t('library:empty.searchText', { words })}
      >
        <Button size="medium" onClick={() => changeLibrary({ typed: '' })}>
          {t('library:search.clear')}
        </Button>
      </Empty>
    );
  }
  if (trashed) {
    return (
      <Empty title={t('library:empty.trashTitle')} text={t('library:empty.trashText')}>
        <Button size="medium" onClick={() => showTrash(false)}>
          {t('library:empty.backToAll')}
        </Button>
      </Empty>
    );
  }
  return (
    <Empty title={t('library:empty.title')} text={t('library:empty.text')}>
      <Button look="primary" size="medium" onClick={() => goTo({ view: 'studio' })}>
        {t('library:empty.openStudio')}
      </Button>
      <Button look="ghost" size="medium" onClick={() => void pickAndImport()}>
        {t('bring-in:import')}
      </Button>
    </Empty>
  );
}

function LibraryStatus({ wall }: { readonly wall: Wall }) {
  const t = useWords();
  const { data: storage } = useQuery(storageQuery);
  const count = wall.total ?? 0;
  const number = formatNumber(count);
  const total = t('library:status.items', { count, total: wall.more ? `${number}+` : number });
  return (
    <footer className={styles.status} data-region="status">
      <span>{total}</span>
      {storage === undefined ? null : (
        <>
          <span className={styles.line} />
          <span className={styles.storage}>
            {storage.freeBytes === null
              ? t('library:status.storageUsed', { used: formatBytes(storage.pictureBytes) })
              : t('library:status.storage', {
                  used: formatBytes(storage.pictureBytes),
                  free: formatBytes(storage.freeBytes),
                })}
          </span>
        </>
      )}
    </footer>
  );
}
