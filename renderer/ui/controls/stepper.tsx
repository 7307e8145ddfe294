import { Minus, Plus } from 'lucide-react';
import type { KeyboardEvent } from 'react';
import { IconButton } from './button.tsx';
import { Icon } from './icon.tsx';
import styles from './stepper.module.css';

interface StepperProps {
  readonly label: string;
  readonly fewer: string;
  readonly more: string;
  readonly value: number;
  readonly min: number;
  readonly max: number;
  readonly onChange: (value: number) => void;
}

export function Stepper({ label, fewer, more, value, min, max, onChange }: StepperProps) {
  const set = (next: number): void => onChange(Math.min(max, Math.max(min, next)));
  const onKeyDown = (event: KeyboardEvent): void => {
    const next = keyStep(event.key, value, min, max);
    if (next === null) return;
    event.preventDefault();
    set(next);
  };
  return (
    <div className={styles.stepper}>
      <IconButton
        size="small"
        label={fewer}
        tabIndex={-1}
        aria-disabled={value <= min}
        onClick={() => set(value - 1)}
      >
        <Icon of={Minus} size={14} />
      </IconButton>
      <span
        className={styles.value}
        role="spinbutton"
        tabIndex={0}
        aria-label={label}
        aria-valuenow={value}
        aria-valuemin={min}
        aria-valuemax={max}
        onKeyDown={onKeyDown}
      >
        {value}
      </span>
      <IconButton
        size="small"
        label={more}
        tabIndex={-1}
        aria-disabled={value >= max}
        onClick={() => set(value + 1)}
      >
        <Icon of={Plus} size={14} />
      </IconButton>
    </div>
  );
}

function keyStep(key: string, value: number, min: number, max: number): number | null {
  if (/^\d$/.test(key)) return Number(key);
  switch (key) {
    case 'ArrowUp':
    case 'ArrowRight':
      return value + 1;
    case 'ArrowDown':
    case 'ArrowLeft':
      return value - 1;
    case 'Home':
      return min;
    case 'End':
      return max;
    default:
      return null;
  }
}
