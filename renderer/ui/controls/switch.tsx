import native from './native.module.css';
import styles from './switch.module.css';

interface SwitchProps {
  readonly label: string;
  readonly checked: boolean;
  /** Stays in the tab order and does nothing: the reason stands beside it. */
  readonly off?: boolean;
  readonly onChange: (checked: boolean) => void;
}

/** On or off, at once. A native box under the drawn one, so that Space and the role come from the browser. */
export function Switch({ label, checked, off = false, onChange }: SwitchProps) {
  return (
    <span className={styles.switch}>
      <input
        type="checkbox"
        // biome-ignore lint/a11y/useAriaPropsForRole: the native box says whether it is checked, and must not say it twice.
        role="switch"
        className={`${native.covering} ${styles.input}`}
        aria-label={label}
        aria-disabled={off || undefined}
        checked={checked}
        onChange={(event) => {
          if (!off) onChange(event.currentTarget.checked);
        }}
      />
      <span className={styles.face} />
    </span>
  );
}
