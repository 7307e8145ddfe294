import { useWords } from '../../text/index.ts';
import styles from './sign-in.module.css';

/** They open in the person's browser, where they can be kept and printed. */
export function LegalLinks({ cloud }: { readonly cloud: string }) {
  const t = useWords();
  return (
    <span className={styles.legal}>
      {(['terms', 'privacy'] as const).map((text) => (
        <a
          key={text}
          className={styles.link}
          href={`${cloud}/${text}`}
          target="_blank"
          rel="noopener noreferrer"
        >
          {t(`account:signIn.${text}`)}
        </a>
      ))}
    </span>
  );
}
