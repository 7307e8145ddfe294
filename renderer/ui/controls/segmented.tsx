import { type ReactNode, useId } from 'react';
import native from './native.module.css';
import styles from './segmented.module.css';

export interface Choice<Value extends string> {
  readonly value: Value;
  /** The accessible name; also the tooltip of a choice drawn without words. */
  readonly label: string;
  readonly content: ReactNode;
  /** A second, quieter line. */
  readonly detail?: string;
}

interface SegmentedProps<Value extends string> {
  readonly label: string;
  readonly value: Value;
  readonly choices: readonly Choice<Value>[];
  readonly onChange: (value: Value) => void;
  readonly tips?: boolean;
}

/** Values side by side. Native radios underneath: one tab stop, arrows inside, and the roles come for free. */
export function Segmented<Value extends string>(props: SegmentedProps<Value>) {
  const name = useId();
  const two = props.choices.some((choice) => choice.detail !== undefined);
  return (
    <div className={styles.group} role="radiogroup" aria-label={props.label}>
      {props.choices.map((choice) => (
        <label
          key={choice.value}
          className={`${styles.segment} ${two ? styles.two : ''}`}
          data-tip={props.tips ? choice.label : undefined}
        >
          <input
            type="radio"
            className={`${native.covering} ${styles.input}`}
            name={name}
            value={choice.value}
            aria-label={choice.label}
            checked={choice.value === props.value}
            onChange={() => props.onChange(choice.value)}
          />
          <span className={styles.face}>
            {choice.content}
            {choice.detail === undefined ? null : <small className={styles.detail}>{choice.detail}</small>}
          </span>
        </label>
      ))}
    </div>
  );
}
