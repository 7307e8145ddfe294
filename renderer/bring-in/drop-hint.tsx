import styles from './drop-hint.module.css';

/** What happens to files that are let go here. */
export function DropHint({ text }: { readonly text: string }) {
  return (
    <div className={styles.hint} aria-hidden="true">
      <span className={styles.words}>{text}</span>
    </div>
  );
}
