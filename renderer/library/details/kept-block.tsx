import type { PictureDetails } from '../../../shared/contracts/desktop/index.ts';
import { keptFacts } from '../../studio/index.ts';
import { useWords } from '../../text/index.ts';
import styles from './details-pane.module.css';
import { Facts } from './facts.tsx';

/** Of a picture that was put into a document: what was left alone there, as it was counted when it was accepted. */
export function KeptBlock({ kept }: { readonly kept: NonNullable<PictureDetails['kept']> }) {
  const t = useWords();
  return (
    <div className={styles.block}>
      <div className={styles.head}>
        <h3>{t('in-place:proof.title')}</h3>
      </div>
      <Facts wide facts={keptFacts(kept)} />
      <p className={styles.under}>{t('in-place:proof.note')}</p>
    </div>
  );
}
