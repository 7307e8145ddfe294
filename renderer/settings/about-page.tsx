import { useQuery } from '@tanstack/react-query';
import { appQuery } from '../bridge/index.ts';
import { useWords } from '../text/index.ts';
import { SettingRow } from './setting-row.tsx';
import styles from './settings-view.module.css';

export function AboutPage() {
  const t = useWords();
  const { data: app } = useQuery(appQuery);
  return (
    <>
      <p className={styles.lead}>{t('settings:about.text')}</p>
      <div className={styles.about}>
        {app === undefined ? null : (
          <>
            <SettingRow name={t('settings:about.version')}>
              <span className={styles.value}>{app.version}</span>
            </SettingRow>
            <SettingRow name={t('settings:about.system')}>
              <span className={styles.value}>
                {t('settings:about.systemText', {
                  platform: t(`settings:about.platform.${app.platform}`),
                  host: t(`settings:about.host.${app.host}`),
                })}
              </span>
            </SettingRow>
          </>
        )}
        <SettingRow name={t('settings:about.licence')} text={t('settings:about.licenceText')} />
      </div>
    </>
  );
}
