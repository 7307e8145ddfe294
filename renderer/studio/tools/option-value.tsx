import type { ReactNode } from 'react';
import styles from './options.module.css';

interface OptionValueProps {
  readonly name: string;
  /** Left out where there is little room. */
  readonly quiet?: boolean;
  readonly children: ReactNode;
}

/** A number of the options bar with its short name; the field has its own, longer one. */
export function OptionValue({ name, quiet = false, children }: OptionValueProps) {
  return (
    <span className={`${styles.value} ${quiet ? styles.quiet : ''}`}>
      <span aria-hidden="true">{name}</span>
      <span className={styles.field}>{children}</span>
    </span>
  );
}
