import { Info, OctagonAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { Icon } from '../controls/icon.tsx';
import styles from './notice.module.css';

interface NoticeProps {
  readonly title: string;
  readonly text?: string;
  /** Something cannot go on: a heavier edge, said at once. */
  readonly stop?: boolean;
  readonly children?: ReactNode;
}

export function Notice({ title, text, stop = false, children }: NoticeProps) {
  return (
    <div className={`${styles.notice} ${stop ? styles.stop : ''}`} role={stop ? 'alert' : 'status'}>
      <Icon of={stop ? OctagonAlert : Info} />
      <div>
        <span className={styles.title}>{title}</span>
        {text === undefined ? null : <p className={styles.text}>{text}</p>}
      </div>
      {children === undefined ? null : <div className={styles.acts}>{children}</div>}
    </div>
  );
}
