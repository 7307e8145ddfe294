import type { GenerationInput } from '../../../shared/contracts/desktop/index.ts';
import type { Model } from '../../../shared/operations/index.ts';
import { useWords } from '../../text/index.ts';
import type { Obstacle } from './form-rules.ts';
import { focusPrompt } from './form-store.ts';
import styles from './generate-section.module.css';
import { priceWords, type Quote } from './price-words.ts';
import { generate, useSubmission } from './use-generate.ts';

interface GenerateButtonProps {
  readonly input: GenerationInput | null;
  readonly quote: Quote | null;
  readonly obstacle: Obstacle | null;
  readonly model: Model | undefined;
}

/** The one vermilion button: it says what it costs, and beneath it who is paid or why it waits. */
export function GenerateButton({ input, quote, obstacle, model }: GenerateButtonProps) {
  const t = useWords();
  const pending = useSubmission((state) => state.pending);
  // Without a price on it the button starts nothing.
  const off = obstacle !== null || pending || input === null || quote === null;
  const press = (): void => {
    if (obstacle === 'prompt-empty' || obstacle === 'prompt-too-long') focusPrompt();
    if (!off) void generate(input, quote);
  };
  return (
    <div>
      <button
        type="button"
        className={styles.generate}
        aria-disabled={off || undefined}
        aria-keyshortcuts="Control+Enter"
        aria-describedby="generate-reason"
        onClick={press}
      >
        <span>{t('studio:generate.button')}</span>{' '}
        <span className={styles.cost}>{quote === null ? null : priceWords(quote)}</span>
      </button>
      <div className={styles.beneath}>
        <span id="generate-reason" className={styles.reason}>
          {obstacle === null
            ? t(`studio:payer.${model?.provider ?? 'sandbox'}`)
            : t(`studio:obstacle.${obstacle}`)}
        </span>
        <kbd className={styles.keys}>{t('common:keys.generate')}</kbd>
      </div>
    </div>
  );
}
