import { OctagonAlert } from 'lucide-react';
import { useState } from 'react';
import type { Trouble } from '../../../shared/contracts/desktop/index.ts';
import { appQuery, ask, desktop, queryClient, sayFault } from '../../bridge/index.ts';
import { useWords } from '../../text/index.ts';
import { Button, Icon } from '../../ui/index.ts';
import { AwayBanner } from './away-banner.tsx';
import styles from './trouble-page.module.css';

/** The library could not be opened. Nothing was changed; this says what is wrong, where, and what to do. */
export function TroublePage({ trouble }: { readonly trouble: Trouble }) {
  const t = useWords();
  const [busy, setBusy] = useState(false);
  const [unchanged, setUnchanged] = useState(false);
  const act = async (call: typeof desktop.app.retryOpen | typeof desktop.app.setAside): Promise<void> => {
    setBusy(true);
    setUnchanged(false);
    const answer = await ask(call({}));
    setBusy(false);
    if (answer.kind === 'fault') sayFault(answer.error);
    else if (answer.kind === 'refusal') setUnchanged(true);
    else {
      queryClient.setQueryData(appQuery.queryKey, answer.value);
      setUnchanged(answer.value.trouble !== null);
      await queryClient.invalidateQueries();
    }
  };
  return (
    <div className={styles.page}>
      <AwayBanner />
      <main className={styles.inside}>
        <Icon of={OctagonAlert} size={20} />
        <h1>{t(`faults:library.${trouble.code}.title`)}</h1>
        <p className={styles.text}>{t(`faults:library.${trouble.code}.text`)}</p>
        <p className={styles.path}>{trouble.path}</p>
        {unchanged ? (
          <p className={styles.text} role="status">
            {t('faults:library.unchanged')}
          </p>
        ) : null}
        <div className={styles.acts}>
          <Button look="primary" size="medium" off={busy} onClick={() => void act(desktop.app.retryOpen)}>
            {t('common:tryAgain')}
          </Button>
          {trouble.canSetAside ? (
            <Button size="medium" off={busy} onClick={() => void act(desktop.app.setAside)}>
              {t('faults:library.setAside')}
            </Button>
          ) : null}
        </div>
        {trouble.canSetAside ? <p className={styles.note}>{t('faults:library.setAsideNote')}</p> : null}
      </main>
    </div>
  );
}
