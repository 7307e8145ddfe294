import type { ReactNode } from 'react';
import styles from './options.module.css';

interface OptionValueProps {
  readonly name: string;
  /** Left out where there is little room. */
  readonly quiet?: boolean;
  /** For numbers of five digits. */
  readonly wide?: boolean;
  readonly children: ReactNode;
}

/** A number of the options bar with its short name; the field has its own, longer one. */
export function OptionValue({ name, quiet = false, wide = false, children }: OptionValueProps) {
  return (
    <span className={`${styles.value} ${quiet ? styles.quiet : ''}`}>
      <span aria-hidden="true">{name}</span>
      <span className={`${styles.field} ${wide ? styles.wide : ''}`}>{children}</span>
    </span>
  );
}
