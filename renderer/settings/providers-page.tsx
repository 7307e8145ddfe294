import { useQuery } from '@tanstack/react-query';
import { providersQuery } from '../bridge/index.ts';
import { useWords } from '../text/index.ts';
import { KeyRow } from './key-row.tsx';
import { OwnServerRow } from './own-server-row.tsx';
import { SettingRow } from './setting-row.tsx';
import styles from './settings-view.module.css';

export function ProvidersPage() {
  const t = useWords();
  const { data: providers } = useQuery(providersQuery);
  return (
    <>
      <p className={styles.lead}>{t('settings:providers.text')}</p>
      <h2>{t('settings:providers.keys')}</h2>
      {(providers ?? []).map((provider) =>
        provider.id === 'openai' ? <KeyRow key={provider.id} provider={provider} /> : null,
      )}
      <h2>{t('settings:server.title')}</h2>
      <p className={styles.lead}>{t('settings:server.text')}</p>
      {(providers ?? []).map((provider) =>
        provider.id === 'own-server' ? <OwnServerRow key={provider.id} provider={provider} /> : null,
      )}
      <h2>{t('settings:providers.models')}</h2>
      <SettingRow name={t('common:provider.sandbox')} text={t('settings:providers.sandboxText')}>
        <span className={styles.value}>{t('settings:providers.ready')}</span>
      </SettingRow>
    </>
  );
}
