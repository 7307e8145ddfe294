import type { ReactNode } from 'react';
import styles from './settings-view.module.css';

interface SettingRowProps {
  readonly name: string;
  readonly text?: string;
  readonly children?: ReactNode;
}

export function SettingRow({ name, text, children }: SettingRowProps) {
  return (
    <div className={styles.row}>
      <div>
        <span className={styles.name}>{name}</span>
        {text === undefined ? null : <p className={styles.text}>{text}</p>}
      </div>
      {children}
    </div>
  );
}
