import { useQuery } from '@tanstack/react-query';
import { Palette } from 'lucide-react';
import { accountQuery, catalogueQuery } from '../bridge/index.ts';
import { useWords } from '../text/index.ts';
import { Icon, Mark } from '../ui/index.ts';
import { AccountWays } from './account-ways.tsx';
import styles from './first-run.module.css';
import { KeyWay } from './key-way.tsx';
import { Steps } from './steps.tsx';

/** Step 1: an account where there is a cloud, the sandbox, or the person's own key. The answer is the form's first model. */
export function WayStep({ onChosen }: { readonly onChosen: (modelId: string) => void }) {
  const t = useWords();
  const { data: catalogue } = useQuery(catalogueQuery);
  const { data: account, isPending } = useQuery(accountQuery);
  const modelOf = (provider: 'sandbox' | 'openai'): string =>
    catalogue?.models.find((model) => model.provider === provider && model.status === 'live')?.id ??
    'sandbox';
  const sandbox = (): void => onChosen(modelOf('sandbox'));
  const ownKey = (): void => onChosen(modelOf('openai'));
  // The desktop answers this from memory; drawing before would show one page and then another.
  if (isPending) return null;
  const cloud = account?.cloud ?? null;
  if (account !== undefined && cloud !== null) {
    return (
      <AccountWays state={account} cloud={cloud} onAccount={sandbox} onKey={ownKey} onSandbox={sandbox} />
    );
  }
  return (
    <div className={styles.inside}>
      <div>
        <Mark />
        <h1 className={styles.headline}>{t('firstRun:headline')}</h1>
        <p className={styles.text}>{t('firstRun:text')}</p>
      </div>
      <button type="button" className={styles.way} onClick={sandbox}>
        <Icon of={Palette} />
        <span>
          <span className={styles.wayName}>{t('firstRun:sandbox')}</span>
          <span className={styles.wayText}>{t('firstRun:sandboxText')}</span>
        </span>
      </button>
      <div className={styles.or}>
        <hr />
        {t('firstRun:or')}
        <hr />
      </div>
      <KeyWay onKept={ownKey} />
      <div className={styles.foot}>
        <Steps step={1} />
      </div>
    </div>
  );
}
