import type { ComponentProps, ReactNode } from 'react';
import styles from './field.module.css';

interface FieldProps extends ComponentProps<'input'> {
  readonly label: string;
  readonly tall?: boolean;
  readonly wrong?: boolean;
  readonly lead?: ReactNode;
}

export function Field({ label, tall = false, wrong = false, lead, ...rest }: FieldProps) {
  return (
    <span className={`${styles.field} ${tall ? styles.medium : ''} ${wrong ? styles.wrong : ''}`}>
      {lead}
      <input
        className={styles.input}
        aria-label={label}
        aria-invalid={wrong || undefined}
        spellCheck={false}
        {...rest}
      />
    </span>
  );
}
