import { useQuery } from '@tanstack/react-query';
import { catalogueQuery, changeSettings, settingsQuery } from '../bridge/index.ts';
import { followModelSetting } from '../studio/index.ts';
import { useWords } from '../text/index.ts';
import { Button, Select } from '../ui/index.ts';
import { SettingRow } from './setting-row.tsx';
import styles from './settings-view.module.css';

export function GeneralPage() {
  const t = useWords();
  const { data: settings } = useQuery(settingsQuery);
  const { data: catalogue } = useQuery(catalogueQuery);
  const live = (catalogue?.models ?? []).filter((model) => model.status === 'live');
  return (
    <>
      <p className={styles.lead}>{t('settings:general.text')}</p>
      <h2>{t('settings:general.generate')}</h2>
      <SettingRow name={t('settings:general.model')} text={t('settings:general.modelText')}>
        <div className={styles.narrow}>
          <Select
            tall
            label={t('settings:general.model')}
            value={settings?.modelId ?? ''}
            options={live.map(({ id, label, provider }) => ({
              value: id,
              label,
              detail: t(`common:provider.${provider}`),
            }))}
            onChange={(modelId) => {
              followModelSetting();
              void changeSettings({ modelId });
            }}
          />
        </div>
      </SettingRow>
      <h2>{t('settings:general.welcome')}</h2>
      <SettingRow name={t('settings:general.again')} text={t('settings:general.againText')}>
        <Button size="medium" onClick={() => void changeSettings({ firstRunDone: false })}>
          {t('settings:general.show')}
        </Button>
      </SettingRow>
    </>
  );
}
