import { type KeyboardEvent, useState } from 'react';
import { readArithmetic } from './arithmetic.ts';
import { Field } from './field.tsx';
import { useScrub } from './use-scrub.ts';

interface NumberFieldProps {
  readonly label: string;
  readonly value: number;
  readonly min: number;
  readonly max: number;
  /** What one press of an arrow changes; Shift makes it ten times as much. */
  readonly step?: number;
  readonly unit?: string;
  readonly off?: boolean;
  /** While it is dragged by its unit; null puts it back. `onChange` comes once, at the end. */
  readonly onScrub?: (value: number | null) => void;
  readonly onChange: (value: number) => void;
}

/**
 * A number that can be typed, reckoned (`64*2`) and stepped with the arrows or dragged
 * by its unit. What is no number is put back on leaving.
 */
export function NumberField({
  label,
  value,
  min,
  max,
  step = 1,
  unit,
  off = false,
  onScrub,
  onChange,
}: NumberFieldProps) {
  const [typed, setTyped] = useState<string | null>(null);
  // Steps below one leave a tail of binary digits otherwise.
  const bounded = (next: number): number =>
    Number(Math.min(max, Math.max(min, Math.round(next / step) * step)).toFixed(4));
  const set = (next: number): void => {
    setTyped(null);
    const whole = bounded(next);
    if (whole !== value) onChange(whole);
  };
  const scrub = useScrub({
    value,
    step,
    bounded,
    onScrub(next) {
      setTyped(next === null ? null : String(next));
      onScrub?.(next);
    },
    onDone: set,
  });
  const settle = (): void => {
    if (typed === null) return;
    const read = readArithmetic(typed);
    if (read === null) setTyped(null);
    else set(read);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>): void => {
    if (event.key === 'Enter') settle();
    else if (event.key === 'Escape' && typed !== null) setTyped(null);
    else if (event.key === 'ArrowUp' || event.key === 'ArrowDown') {
      const by = step * (event.shiftKey ? 10 : 1) * (event.key === 'ArrowUp' ? 1 : -1);
      set((typed === null ? value : (readArithmetic(typed) ?? value)) + by);
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <Field
      label={label}
      inputMode="decimal"
      value={typed ?? String(value)}
      wrong={typed !== null && readArithmetic(typed) === null}
      aria-disabled={off || undefined}
      readOnly={off}
      onChange={(event) => setTyped(event.currentTarget.value)}
      onFocus={(event) => event.currentTarget.select()}
      onBlur={settle}
      onKeyDown={onKeyDown}
      {...(unit === undefined ? {} : { trail: unit })}
      {...(off ? {} : { onTrail: scrub })}
    />
  );
}
