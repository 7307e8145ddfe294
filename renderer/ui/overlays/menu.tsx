import { Check, type LucideIcon } from 'lucide-react';
import { DropdownMenu as Primitive } from 'radix-ui';
import { type ReactNode, useState } from 'react';
import { Icon } from '../controls/icon.tsx';
import styles from './menu.module.css';

interface MenuProps {
  readonly label: string;
  readonly trigger: ReactNode;
  readonly children: ReactNode;
  readonly startOpen: boolean;
  /** Which edge it shares with its trigger. */
  readonly align?: 'start' | 'end';
  /** It has taken itself away; the caller says where the focus goes. */
  readonly onClose?: () => void;
}

export function Menu({ label, trigger, children, startOpen, align = 'start', onClose }: MenuProps) {
  // Looked for whenever it opens: another view has a landmark of its own.
  const [landmark, setLandmark] = useState(findLandmark);
  return (
    <Primitive.Root
      defaultOpen={startOpen}
      modal={false}
      onOpenChange={(isOpen) => {
        if (isOpen) setLandmark(findLandmark);
        else onClose?.();
      }}
    >
      <Primitive.Trigger asChild>{trigger}</Primitive.Trigger>
      {/* Inside the page's own landmark, so that who goes by landmarks finds it. */}
      <Primitive.Portal container={landmark}>
        <Primitive.Content
          className={styles.menu}
          aria-label={label}
          align={align}
          sideOffset={6}
          collisionPadding={8}
        >
          {children}
        </Primitive.Content>
      </Primitive.Portal>
    </Primitive.Root>
  );
}

function findLandmark(): HTMLElement | null {
  return document.querySelector('main');
}

interface MenuItemProps {
  readonly icon: LucideIcon;
  readonly keys?: string;
  readonly onSelect: () => void;
  readonly children: ReactNode;
}

export function MenuItem({ icon, keys, onSelect, children }: MenuItemProps) {
  return (
    <Primitive.Item className={styles.item} onSelect={onSelect}>
      <Icon of={icon} />
      {children}
      {keys === undefined ? null : <kbd className={styles.keys}>{keys}</kbd>}
    </Primitive.Item>
  );
}

interface MenuChoicesProps<Value extends string> {
  readonly label: string;
  readonly value: Value;
  readonly choices: readonly { readonly value: Value; readonly label: string }[];
  readonly onChange: (value: Value) => void;
}

export function MenuChoices<Value extends string>({
  label,
  value,
  choices,
  onChange,
}: MenuChoicesProps<Value>) {
  return (
    <Primitive.RadioGroup aria-label={label} value={value}>
      <Primitive.Label className={styles.label}>{label}</Primitive.Label>
      {choices.map((choice) => (
        <Primitive.RadioItem
          key={choice.value}
          value={choice.value}
          className={styles.item}
          onSelect={() => onChange(choice.value)}
        >
          <span className={styles.tick}>
            <Primitive.ItemIndicator>
              <Icon of={Check} />
            </Primitive.ItemIndicator>
          </span>
          {choice.label}
        </Primitive.RadioItem>
      ))}
    </Primitive.RadioGroup>
  );
}

export function MenuLine() {
  return <Primitive.Separator className={styles.line} />;
}

/** A line of a menu that says how things stand, and does nothing. */
export function MenuNote({ children }: { readonly children: ReactNode }) {
  return <Primitive.Label className={styles.label}>{children}</Primitive.Label>;
}
