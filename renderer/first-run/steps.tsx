import { useWords } from '../text/index.ts';
import styles from './first-run.module.css';

export function Steps({ step }: { readonly step: 1 | 2 }) {
  const t = useWords();
  return (
    <div className={styles.steps} role="img" aria-label={t('firstRun:step', { step })}>
      <span className={`${styles.step} ${styles.on}`} />
      <span className={`${styles.step} ${step === 2 ? styles.on : ''}`} />
    </div>
  );
}
