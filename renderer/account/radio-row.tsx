import styles from './radio-row.module.css';

interface RadioRowProps {
  readonly name: string;
  readonly label: string;
  /** A second, quieter line. */
  readonly text?: string;
  readonly checked: boolean;
  readonly off?: boolean;
  /** A dialog starts here. */
  readonly primary?: boolean;
  readonly onChoose: () => void;
}

/** One answer of a few, with the whole card as its target. */
export function RadioRow({
  name,
  label,
  text,
  checked,
  off = false,
  primary = false,
  onChoose,
}: RadioRowProps) {
  return (
    <label className={styles.row}>
      <input
        type="radio"
        className={styles.radio}
        name={name}
        checked={checked}
        aria-disabled={off || undefined}
        {...(primary && { 'data-primary': '' })}
        onChange={() => {
          if (!off) onChoose();
        }}
      />
      <span>
        <span className={styles.name}>{label}</span>
        {text === undefined ? null : <span className={styles.text}>{text}</span>}
      </span>
    </label>
  );
}
