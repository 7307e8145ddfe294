import { type ReactNode, useId } from 'react';
import { useWords } from '../text/index.ts';
import styles from './account.module.css';

/** Whether what needs the cloud can be done now, and if not, why. */
export type Away = 'offline' | 'down' | null;

interface PartProps {
  readonly title: string;
  readonly text?: string;
  /** Said under the title while nothing here can be changed. */
  readonly away: Away;
  readonly children: ReactNode;
}

/** One part of the page. While the cloud is away its acts are off, and the reason stands here beside them. */
export function Part({ title, text, away, children }: PartProps) {
  const t = useWords();
  const id = useId();
  return (
    <section aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      {text === undefined ? null : <p className={styles.text}>{text}</p>}
      {away === null ? null : (
        <p className={styles.note}>
          {t(away === 'offline' ? 'account:page.needsConnection' : 'account:page.needsCloud')}
        </p>
      )}
      {children}
    </section>
  );
}
