import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { settingsQuery, shownPath, storageQuery } from '../bridge/index.ts';
import { formatBytes, formatNumber, say, useWords } from '../text/index.ts';
import { Button, showToast } from '../ui/index.ts';
import { FolderPicker } from './folder-picker.tsx';
import { chooseLibraryFolder } from './library-folder.ts';
import { SettingRow } from './setting-row.tsx';
import styles from './settings-view.module.css';

export function StoragePage() {
  const t = useWords();
  const { data: settings } = useQuery(settingsQuery);
  const { data: storage } = useQuery(storageQuery);
  const [choosing, setChoosing] = useState(false);
  const folder = settings?.libraryFolder ?? '';
  const choose = async (path: string) => {
    const refusal = await chooseLibraryFolder(path);
    if (refusal === null)
      showToast({ icon: 'done', title: say('settings:storage.changed', { folder: shownPath(path) }) });
    return refusal;
  };
  return (
    <>
      <p className={styles.lead}>{t('settings:storage.text')}</p>
      <h2>{t('settings:storage.pictures')}</h2>
      <SettingRow name={t('settings:storage.folder')} text={shownPath(folder)}>
        <Button size="medium" onClick={() => setChoosing(true)}>
          {t('settings:storage.change')}
        </Button>
      </SettingRow>
      {storage === undefined ? null : (
        <>
          <SettingRow name={t('settings:storage.kept')} text={t('settings:storage.folderText')}>
            <span className={styles.value}>
              {t('settings:storage.keptText', {
                count: storage.pictureCount,
                total: formatNumber(storage.pictureCount),
                size: formatBytes(storage.pictureBytes),
              })}
            </span>
          </SettingRow>
          {storage.freeBytes === null ? null : (
            <SettingRow name={t('settings:storage.free')}>
              <span className={styles.value}>{formatBytes(storage.freeBytes)}</span>
            </SettingRow>
          )}
          <h2>{t('settings:storage.data')}</h2>
          <p className={styles.text}>{t('settings:storage.dataText')}</p>
          <SettingRow name={t('settings:storage.dataFolder')} text={shownPath(storage.dataFolder)} />
        </>
      )}
      {choosing ? <FolderPicker start={folder} onClose={() => setChoosing(false)} onChoose={choose} /> : null}
    </>
  );
}
