import type { ComponentProps, ReactNode } from 'react';
import styles from './field.module.css';

interface FieldProps extends ComponentProps<'input'> {
  readonly label: string;
  readonly tall?: boolean;
  readonly wrong?: boolean;
  readonly lead?: ReactNode;
  /** What stands after the words and is not theirs: a unit, an ending. */
  readonly trail?: string;
  /** What is done by dragging it. */
  readonly onTrail?: Pick<
    ComponentProps<'span'>,
    'onPointerDown' | 'onPointerMove' | 'onPointerUp' | 'onPointerCancel'
  >;
}

export function Field({ label, tall = false, wrong = false, lead, trail, onTrail, ...rest }: FieldProps) {
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
      {trail === undefined ? null : (
        <span className={`${styles.trail} ${onTrail === undefined ? '' : styles.dragged}`} {...onTrail}>
          {trail}
        </span>
      )}
    </span>
  );
}
