import { useEffect, useRef } from 'react';
import { useWords } from '../../text/index.ts';
import { Button, Notice } from '../../ui/index.ts';

interface EndedProps {
  readonly title: string;
  readonly text: string;
  /** It was not the person's own wish. */
  readonly stop: boolean;
  /** Null where another try would come to the same. */
  readonly onAgain: (() => void) | null;
}

/** How it ended in the browser without what was wanted. */
export function Ended({ title, text, stop, onAgain }: EndedProps) {
  const t = useWords();
  const again = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    // Cancel, which had the focus, has gone.
    if (document.activeElement === document.body) again.current?.focus({ preventScroll: true });
  }, []);
  if (onAgain === null) return <Notice stop={stop} title={title} text={text} />;
  return (
    <Notice stop={stop} title={title} text={text}>
      <Button ref={again} onClick={onAgain}>
        {t('common:tryAgain')}
      </Button>
    </Notice>
  );
}
