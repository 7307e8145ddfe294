import { useQuery } from '@tanstack/react-query';
import { useId } from 'react';
import type { Settings } from '../../shared/contracts/desktop/index.ts';
import { changeSettings, settingsQuery } from '../bridge/index.ts';
import { useSurround } from '../studio/index.ts';
import { useWords } from '../text/index.ts';
import { Button, native } from '../ui/index.ts';
import styles from './appearance-page.module.css';
import stillLife from './pictures/still-life.webp';
import { SettingRow } from './setting-row.tsx';
import page from './settings-view.module.css';

const THEMES = ['dark', 'light', 'system'] as const;
const SURROUNDS = ['black', 'dark', 'mid', 'light', 'white'] as const;

export function AppearancePage() {
  const t = useWords();
  const { data: settings } = useQuery(settingsQuery);
  return (
    <>
      <p className={page.lead}>{t('settings:appearance.text')}</p>
      <h2 className={styles.heading}>{t('common:theme.label')}</h2>
      <Themes theme={settings?.theme ?? 'dark'} />
      <h2 className={styles.heading}>{t('settings:appearance.surround')}</h2>
      <Surrounds />
      <p className={styles.note}>{t('settings:appearance.surroundText')}</p>
      {settings?.surround == null ? null : (
        <Button className={styles.follow} onClick={() => void changeSettings({ surround: null })}>
          {t('settings:appearance.follow')}
        </Button>
      )}
      <h2>{t('settings:appearance.motion')}</h2>
      <SettingRow
        name={t('settings:appearance.reduceMotion')}
        text={t('settings:appearance.reduceMotionText')}
      >
        <span className={page.value}>
          {matchMedia('(prefers-reduced-motion: reduce)').matches
            ? t('settings:appearance.on')
            : t('settings:appearance.off')}
        </span>
      </SettingRow>
    </>
  );
}

function Themes({ theme }: { readonly theme: Settings['theme'] }) {
  const t = useWords();
  const name = useId();
  return (
    <div className={styles.themes} role="radiogroup" aria-label={t('common:theme.label')}>
      {THEMES.map((each) => (
        <label key={each} className={styles.choice}>
          <input
            type="radio"
            className={`${native.covering} ${styles.input}`}
            name={name}
            checked={each === theme}
            onChange={() => void changeSettings({ theme: each })}
          />
          <span className={`${styles.window} ${styles[each]}`}>
            <span className={styles.side} />
            <span className={styles.middle}>
              <img src={stillLife} alt="" />
            </span>
            <span className={styles.side} />
          </span>
          {t(`common:theme.${each}`)}
        </label>
      ))}
    </div>
  );
}

function Surrounds() {
  const t = useWords();
  const name = useId();
  const chosen = useSurround();
  return (
    <div className={styles.surrounds} role="radiogroup" aria-label={t('settings:appearance.surround')}>
      {SURROUNDS.map((each) => (
        <label key={each} className={`${styles.choice} ${styles.small}`}>
          <input
            type="radio"
            className={`${native.covering} ${styles.input}`}
            name={name}
            checked={each === chosen}
            onChange={() => void changeSettings({ surround: each })}
          />
          <span className={styles.ground} style={{ background: `var(--surround-${each})` }}>
            <img src={stillLife} alt="" />
          </span>
          {t(`common:surround.${each}`)}
        </label>
      ))}
    </div>
  );
}
