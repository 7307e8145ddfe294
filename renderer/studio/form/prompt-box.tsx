import { Ban } from 'lucide-react';
import { useState } from 'react';
import type { FrameAct } from '../../../shared/frame/index.ts';
import { formatNumber, useWords } from '../../text/index.ts';
import { Icon, IconButton } from '../../ui/index.ts';
import { PROMPT_MAX_CHARS } from './form-rules.ts';
import { changeForm, type Form, PROMPT_ID } from './form-store.ts';
import styles from './prompt-box.module.css';
import { RecentPrompts } from './recent-prompts.tsx';

interface PromptBoxProps {
  readonly form: Form;
  readonly canLeaveOut: boolean;
  /** What is done with the open document; null makes a picture of its own. */
  readonly act: FrameAct | null;
}

export function PromptBox({ form, canLeaveOut, act }: PromptBoxProps) {
  const t = useWords();
  const [leavingOut, setLeavingOut] = useState(form.negativePrompt !== '');
  const over = form.prompt.length - PROMPT_MAX_CHARS;
  const tooLong = over > 0;
  const counter = t('studio:prompt.counter', {
    chars: formatNumber(form.prompt.length),
    maxChars: formatNumber(PROMPT_MAX_CHARS),
  });
  return (
    <>
      <div className={`${styles.box} ${tooLong ? styles.wrong : ''}`}>
        <textarea
          id={PROMPT_ID}
          className={styles.prompt}
          aria-label={t('studio:prompt.label')}
          aria-invalid={tooLong || undefined}
          aria-describedby="prompt-counter"
          placeholder={t(act === null ? 'studio:prompt.placeholder' : `in-place:placeholder.${act}`)}
          spellCheck={false}
          value={form.prompt}
          onChange={(event) => changeForm({ prompt: event.currentTarget.value })}
        />
        <div className={styles.tools}>
          <RecentPrompts />
          {canLeaveOut ? (
            <IconButton
              size="small"
              label={t('studio:prompt.leaveOut')}
              aria-pressed={leavingOut}
              onClick={() => setLeavingOut(!leavingOut)}
            >
              <Icon of={Ban} />
            </IconButton>
          ) : null}
          <span id="prompt-counter" className={styles.counter}>
            {counter}
          </span>
        </div>
      </div>
      {tooLong ? (
        <p className={styles.rule} role="alert">
          {t('studio:prompt.tooLong', { count: over, over: formatNumber(over) })}
        </p>
      ) : null}
      {canLeaveOut && leavingOut ? (
        <div className={styles.box}>
          <textarea
            className={`${styles.prompt} ${styles.short}`}
            aria-label={t('studio:prompt.leaveOutLabel')}
            placeholder={t('studio:prompt.leaveOutPlaceholder')}
            spellCheck={false}
            value={form.negativePrompt}
            onChange={(event) => changeForm({ negativePrompt: event.currentTarget.value })}
          />
        </div>
      ) : null}
    </>
  );
}
