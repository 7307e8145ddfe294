import type { ReactNode } from 'react';
import styles from './empty.module.css';

interface EmptyProps {
  readonly title: string;
  readonly text?: string;
  readonly children?: ReactNode;
  /** A blank white canvas stands for what will be here. */
  readonly canvas?: boolean;
}

export function Empty({ title, text, children, canvas = true }: EmptyProps) {
  return (
    <div className={styles.empty}>
      <div className={styles.inside}>
        {canvas ? <div className={styles.blank} /> : null}
        <h2>{title}</h2>
        {text === undefined ? null : <p className={styles.text}>{text}</p>}
        {children === undefined ? null : <div className={styles.acts}>{children}</div>}
      </div>
    </div>
  );
}
