import { type KeyboardEvent, useId, useState } from 'react';
import { SettingRow } from '../../settings/index.ts';
import { useWords } from '../../text/index.ts';
import { Field } from '../../ui/index.ts';
import styles from '../account.module.css';
import type { ProfileForm } from './use-profile.ts';

const NAME_MAX_CHARS = 80;

/** Stored by Enter or by leaving it; Escape puts back what is stored. What is refused stays as it was typed. */
export function NameRow({ form, off }: { readonly form: ProfileForm; readonly off: boolean }) {
  const t = useWords();
  const rule = useId();
  const [typed, setTyped] = useState<string | null>(null);
  const wrong = form.wrong === 'name';
  const save = async (): Promise<void> => {
    const name = typed?.trim();
    if (name === undefined) return;
    if (name === form.shown.name || (await form.change({ name }))) setTyped(null);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Enter') void save();
    if (event.key === 'Escape') {
      setTyped(null);
      form.forget();
    }
  };
  return (
    <SettingRow name={t('account:profile.name')}>
      <div className={styles.control}>
        <Field
          tall
          label={t('account:profile.name')}
          autoComplete="name"
          maxLength={NAME_MAX_CHARS}
          placeholder={t('account:profile.namePlaceholder')}
          value={typed ?? form.shown.name}
          wrong={wrong}
          readOnly={off}
          aria-disabled={off || undefined}
          aria-describedby={wrong ? rule : undefined}
          onChange={(event) => setTyped(event.currentTarget.value)}
          onBlur={() => void save()}
          onKeyDown={onKeyDown}
        />
        {wrong ? (
          <p id={rule} className={styles.rule} role="alert">
            {t('account:profile.wrong.name')}
          </p>
        ) : null}
      </div>
    </SettingRow>
  );
}
