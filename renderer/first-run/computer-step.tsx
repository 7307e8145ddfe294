import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { changeSettings, settingsQuery, shownPath, storageQuery } from '../bridge/index.ts';
import { chooseLibraryFolder, FolderPicker } from '../settings/index.ts';
import { focusPrompt, followModelSetting } from '../studio/index.ts';
import { formatBytes, useWords } from '../text/index.ts';
import { Button } from '../ui/index.ts';
import styles from './first-run.module.css';
import { Steps } from './steps.tsx';

interface ComputerStepProps {
  readonly modelId: string;
  readonly onBack: () => void;
}

/** Step 2: where pictures are kept. The folder that stands first is the one in use. */
export function ComputerStep({ modelId, onBack }: ComputerStepProps) {
  const t = useWords();
  const { data: settings } = useQuery(settingsQuery);
  const { data: storage } = useQuery(storageQuery);
  const [choosing, setChoosing] = useState(false);
  const folder = settings?.libraryFolder ?? '';
  const free = storage?.freeBytes ?? null;
  return (
    <div className={styles.inside}>
      <div>
        <h1>{t('firstRun:computer')}</h1>
        <p className={styles.text}>{t('firstRun:computerText')}</p>
      </div>
      <fieldset className={styles.where}>
        <legend className={styles.legend}>{t('firstRun:where')}</legend>
        <label className={styles.place}>
          <input
            type="radio"
            className={styles.radio}
            name="folder"
            checked={!choosing}
            onChange={() => setChoosing(false)}
          />
          <span>
            <span className={styles.name}>{shownPath(folder)}</span>
            <span className={styles.note}>
              {free === null
                ? t('firstRun:folderTextPlain')
                : t('firstRun:folderText', { size: formatBytes(free) })}
            </span>
          </span>
        </label>
        <div className={styles.place}>
          <input
            id="other-folder"
            type="radio"
            className={styles.radio}
            name="folder"
            checked={choosing}
            onChange={() => setChoosing(true)}
          />
          <label htmlFor="other-folder">
            <span className={styles.name}>{t('firstRun:other')}</span>
            <span className={styles.note}>{t('firstRun:otherText')}</span>
          </label>
          <Button size="small" onClick={() => setChoosing(true)}>
            {t('firstRun:choose')}
          </Button>
        </div>
      </fieldset>
      <div className={styles.foot}>
        <Steps step={2} />
        <Button look="ghost" size="medium" onClick={onBack}>
          {t('firstRun:back')}
        </Button>
        <Button
          look="primary"
          size="medium"
          onClick={() => {
            followModelSetting();
            void changeSettings({ firstRunDone: true, modelId }).then((done) => done && focusPrompt());
          }}
        >
          {t('firstRun:open')}
        </Button>
      </div>
      {choosing ? (
        <FolderPicker start={null} onClose={() => setChoosing(false)} onChoose={chooseLibraryFolder} />
      ) : null}
    </div>
  );
}
