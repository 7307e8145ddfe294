import { type KeyboardEvent, useId, useState } from 'react';
import { useWords } from '../text/index.ts';
import { Field } from '../ui/index.ts';
import { dollarsText, readDollars } from './money.ts';
import styles from './spending-page.module.css';

interface MoneyFieldProps {
  readonly label: string;
  /** Millionths of a dollar; null is an empty field. */
  readonly micros: number | null;
  /** False when it was not stored: what was typed stays. */
  readonly onSave: (micros: number | null) => Promise<boolean>;
}

/** An amount in dollars. Stored by Enter or by leaving it; Escape puts back what is stored. */
export function MoneyField({ label, micros, onSave }: MoneyFieldProps) {
  const t = useWords();
  const rule = useId();
  const [typed, setTyped] = useState<string | null>(null);
  const [wrong, setWrong] = useState(false);
  const put = (text: string | null): void => {
    setTyped(text);
    setWrong(false);
  };
  const save = async (): Promise<void> => {
    if (typed === null) return;
    const read = readDollars(typed);
    if (read.kind === 'wrong') setWrong(true);
    else if (read.micros === micros || (await onSave(read.micros))) put(null);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Enter') void save();
    if (event.key === 'Escape') put(null);
  };
  return (
    <div className={styles.money}>
      <Field
        tall
        label={label}
        inputMode="decimal"
        autoComplete="off"
        lead={<span className={styles.sign}>{t('settings:spending.sign')}</span>}
        placeholder={t('settings:spending.noCap')}
        value={typed ?? dollarsText(micros)}
        wrong={wrong}
        aria-describedby={wrong ? rule : undefined}
        onChange={(event) => put(event.currentTarget.value)}
        onBlur={() => void save()}
        onKeyDown={onKeyDown}
      />
      {wrong ? (
        <p id={rule} className={styles.rule} role="alert">
          {t('settings:spending.rule')}
        </p>
      ) : null}
    </div>
  );
}
