import { lazy, Suspense, useRef, useState } from 'react';
import type { GenerationInput } from '../../../shared/contracts/desktop/index.ts';
import { patiently } from '../../bridge/index.ts';
import { useWords } from '../../text/index.ts';
import { sayProblem } from '../form/use-generate.ts';
import { type TakenInput, takePlace } from '../in-place/take-place.ts';
import styles from './sent-link.module.css';

const SentDialog = lazy(() =>
  patiently(async () => ({ default: (await import('./sent-dialog.tsx')).SentDialog })),
);

interface SentLinkProps {
  readonly input: GenerationInput;
  /** Drawn on this computer: nothing is sent by nature, and not because something is missing. */
  readonly drawnHere: boolean;
}

/**
 * Before anything is sent it can be looked at. What is shown is the form as it stood when it was asked for, with the pixels of
 * the document that would go along: they are taken as they are for a run, and stay on this computer.
 */
export function SentLink({ input, drawnHere }: SentLinkProps) {
  const t = useWords();
  const [asked, setAsked] = useState<GenerationInput | null>(null);
  // What would be taken of the document is taken, as Generate takes it: the request is shown with it or not at all.
  const taking = useRef(false);
  const ask = async (): Promise<void> => {
    if (taking.current) return;
    taking.current = true;
    const taken: TakenInput = drawnHere ? { kind: 'input', input } : await takePlace(input);
    taking.current = false;
    if (taken.kind === 'input') setAsked(taken.input);
    else sayProblem(taken.problem);
  };
  return (
    <div>
      <button type="button" className={styles.link} onClick={() => void ask()}>
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
