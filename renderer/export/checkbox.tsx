import { Check } from 'lucide-react';
import { Icon, native } from '../ui/index.ts';
import styles from './checkbox.module.css';

interface CheckboxProps {
  readonly label: string;
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
}

/** A native box under a drawn one: Space, the role and the whole line as its target come from the browser. */
export function Checkbox({ label, checked, onChange }: CheckboxProps) {
  return (
    <label className={styles.line}>
      <input
        type="checkbox"
        className={`${native.covering} ${styles.input}`}
        checked={checked}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
      <span className={styles.box}>{checked ? <Icon of={Check} size={12} /> : null}</span>
      {label}
    </label>
  );
}
