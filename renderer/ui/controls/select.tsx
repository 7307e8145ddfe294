import { Check, ChevronsUpDown } from 'lucide-react';
import { Select as Primitive } from 'radix-ui';
import { useState } from 'react';
import { Icon } from './icon.tsx';
import styles from './select.module.css';

export interface Option<Value extends string> {
  readonly value: Value;
  readonly label: string;
  readonly detail?: string;
  readonly off?: boolean;
}

/** More than anyone reads down: the list stays low, and typing the first letters finds what is meant. */
const LONG = 60;

interface SelectProps<Value extends string> {
  readonly label: string;
  readonly value: Value;
  readonly options: readonly Option<Value>[];
  readonly onChange: (value: Value) => void;
  readonly tall?: boolean;
  /** Stays in the tab order and does not open: the reason stands beside it. */
  readonly off?: boolean;
}

/** The nonce lets Radix add its one scrollbar rule under the page's policy. */
const nonce = document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content ?? '';

export function Select<Value extends string>({
  label,
  value,
  options,
  onChange,
  tall = false,
  off = false,
}: SelectProps<Value>) {
  const [open, setOpen] = useState(false);
  const chosen = options.find((option) => option.value === value);
  const change = (next: string): void => {
    const option = options.find((candidate) => candidate.value === next);
    if (option !== undefined) onChange(option.value);
  };
  return (
    <Primitive.Root value={value} onValueChange={change} open={open && !off} onOpenChange={setOpen}>
      <Primitive.Trigger
        className={`${styles.trigger} ${tall ? styles.tall : ''}`}
        aria-label={label}
        aria-disabled={off || undefined}
      >
        <span className={styles.chosen}>
          <Primitive.Value>{chosen?.label ?? value}</Primitive.Value>
        </span>
        <Primitive.Icon className={styles.mark}>
          <Icon of={ChevronsUpDown} size={14} />
        </Primitive.Icon>
      </Primitive.Trigger>
      <Primitive.Portal>
        <Primitive.Content
          className={`${styles.content} ${options.length > LONG ? styles.long : ''}`}
          position="popper"
          sideOffset={4}
          collisionPadding={8}
        >
          <Primitive.Viewport nonce={nonce}>
            {options.map((option) => (
              <Primitive.Item
                key={option.value}
                value={option.value}
                disabled={option.off ?? false}
                className={styles.item ?? ''}
              >
                <span className={styles.tick}>
                  <Primitive.ItemIndicator>
                    <Icon of={Check} size={14} />
                  </Primitive.ItemIndicator>
                </span>
                <Primitive.ItemText>{option.label}</Primitive.ItemText>
                {option.detail === undefined ? null : <span className={styles.detail}>{option.detail}</span>}
              </Primitive.Item>
            ))}
          </Primitive.Viewport>
        </Primitive.Content>
      </Primitive.Portal>
    </Primitive.Root>
  );
}
