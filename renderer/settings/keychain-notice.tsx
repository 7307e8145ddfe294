import { useWords } from '../text/index.ts';
import { Button, Notice } from '../ui/index.ts';
import type { KeyProblem } from './use-keeping.ts';

interface KeychainNoticeProps {
  readonly problem: Extract<KeyProblem, { readonly kind: 'keychain' }>;
  readonly onSession: () => void;
}

/** Why the system keychain did not do it, and the way that is left. Nothing is kept until that is chosen. */
export function KeychainNotice({ problem, onSession }: KeychainNoticeProps) {
  const t = useWords();
  const { act, why } = problem;
  const title = t(`settings:keychain.${act}.title`);
  const text = t(`settings:keychain.${act}.${why}`);
  if (act === 'remove') return <Notice stop title={title} text={text} />;
  return (
    <Notice stop title={title} text={text}>
      <Button onClick={onSession}>{t('settings:keychain.session')}</Button>
    </Notice>
  );
}
