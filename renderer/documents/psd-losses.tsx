import type { LostInPsd } from '../engine/protocol/index.ts';
import { useWords } from '../text/index.ts';
import styles from './documents.module.css';

/** What a Photoshop file will not keep, in words. */
export function PsdLosses({ lost }: { readonly lost: readonly LostInPsd[] }) {
  const t = useWords();
  if (lost.length === 0) return <p className={styles.losses}>{t('documents:psd.nothingLost')}</p>;
  return (
    <div className={styles.losses}>
      <p>{t('documents:psd.lostList')}</p>
      <ul>
        {lost.map((one) => (
          <li key={one}>{t(`documents:psd.loses.${one}`)}</li>
        ))}
      </ul>
    </div>
  );
}
