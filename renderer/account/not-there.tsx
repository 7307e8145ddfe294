import { useWords } from '../text/index.ts';
import styles from './account.module.css';

/** In the place of a list that only the cloud has. It comes by itself when the cloud can be asked. */
export function NotThere({ failed }: { readonly failed: boolean }) {
  const t = useWords();
  return <p className={styles.note}>{t(failed ? 'account:page.notThere' : 'account:page.loading')}</p>;
}
