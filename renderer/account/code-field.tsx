import { useId } from 'react';
import { useWords } from '../text/index.ts';
import { Field } from '../ui/index.ts';
import { form } from '../ui/overlays/index.ts';
import styles from './account.module.css';

/** A code that does not fit, and one that is not good any more. */
export type CodeRefusal =
  | { readonly code: 'CODE_WRONG'; readonly data: { readonly attemptsLeft: number } }
  | { readonly code: 'CODE_GONE' };

interface CodeFieldProps {
  readonly value: string;
  readonly refusal: CodeRefusal | null;
  readonly onChange: (digits: string) => void;
}

const DIGITS = 6;

export function isWholeCode(typed: string): boolean {
  return /^\d{6}$/.test(typed);
}

/** Six digits out of a mail. Blanks of a pasted code are left out. */
export function CodeField({ value, refusal, onChange }: CodeFieldProps) {
  const t = useWords();
  const note = useId();
  return (
    <div>
      <span className={form.label}>{t('account:code.label')}</span>
      <Field
        tall
        data-primary=""
        label={t('account:code.label')}
        inputMode="numeric"
        autoComplete="one-time-code"
        aria-describedby={note}
        wrong={refusal !== null}
        value={value}
        onChange={(event) => onChange(event.currentTarget.value.replace(/\D/g, '').slice(0, DIGITS))}
      />
      {refusal === null ? (
        <p id={note} className={form.note}>
          {t('account:code.note')}
        </p>
      ) : (
        <p id={note} className={styles.rule} role="alert">
          {refusal.code === 'CODE_GONE'
            ? t('account:code.gone')
            : t('account:code.wrong', { count: refusal.data.attemptsLeft })}
        </p>
      )}
    </div>
  );
}
