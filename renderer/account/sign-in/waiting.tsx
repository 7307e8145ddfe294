import { Copy } from 'lucide-react';
import { useEffect, useRef } from 'react';
import type { AccountState } from '../../../shared/contracts/desktop/index.ts';
import { cancelSignIn } from '../../bridge/index.ts';
import { formatTime, say, useWords } from '../../text/index.ts';
import { announce, Button, Icon, showToast } from '../../ui/index.ts';
import styles from './sign-in.module.css';

interface WaitingProps {
  readonly signingIn: NonNullable<AccountState['signingIn']>;
  /** It takes the place of what was pressed here, and so the focus. */
  readonly takesFocus: boolean;
}

/** While the browser has the word: what to do there, and what to do when none opened. */
export function Waiting({ signingIn, takesFocus }: WaitingProps) {
  const t = useWords();
  const card = useRef<HTMLDivElement>(null);
  const { url, purpose, untilMs } = signingIn;
  useEffect(() => {
    if (takesFocus) card.current?.focus({ preventScroll: true });
  }, [takesFocus]);
  return (
    <div ref={card} className={styles.waiting} tabIndex={-1}>
      <div role="status">
        <p className={styles.says}>
          {t(purpose === 'link' ? 'account:signIn.linking' : 'account:signIn.waiting')}
        </p>
        <p className={styles.note}>{t('account:signIn.until', { time: formatTime(untilMs) })}</p>
      </div>
      <div className={styles.acts}>
        <a className={styles.link} href={url} target="_blank" rel="noopener noreferrer">
          {t('account:signIn.openPage')}
        </a>
        <button type="button" className={styles.quiet} onClick={() => void copyAddress(url)}>
          <Icon of={Copy} size={14} />
          {t('account:signIn.copy')}
        </button>
      </div>
      <Button size="medium" onClick={() => void cancelSignIn()}>
        {t('account:signIn.cancel')}
      </Button>
    </div>
  );
}

async function copyAddress(url: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(url);
    announce(say('account:signIn.copied'));
    showToast({ icon: 'done', title: say('account:signIn.copied') });
  } catch {
    showToast({ icon: 'stop', title: say('account:signIn.copyFailed') });
  }
}
