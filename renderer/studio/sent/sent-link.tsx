import { lazy, Suspense, useState } from 'react';
import type { GenerationInput } from '../../../shared/contracts/desktop/index.ts';
import { patiently } from '../../bridge/index.ts';
import { useWords } from '../../text/index.ts';
import styles from './sent-link.module.css';

const SentDialog = lazy(() =>
  patiently(async () => ({ default: (await import('./sent-dialog.tsx')).SentDialog })),
);

interface SentLinkProps {
  readonly input: GenerationInput;
  /** Drawn on this computer: nothing is sent by nature, and not because something is missing. */
  readonly drawnHere: boolean;
}

/** Before anything is sent it can be looked at. What is shown is the form as it stood when it was asked for. */
export function SentLink({ input, drawnHere }: SentLinkProps) {
  const t = useWords();
  const [asked, setAsked] = useState<GenerationInput | null>(null);
  return (
    <div>
      <button type="button" className={styles.link} onClick={() => setAsked(input)}>
        {t('studio:sent.link')}
      </button>
      <Suspense fallback={null}>
        {asked === null ? null : (
          <SentDialog input={asked} drawnHere={drawnHere} onClose={() => setAsked(null)} />
        )}
      </Suspense>
    </div>
  );
}
