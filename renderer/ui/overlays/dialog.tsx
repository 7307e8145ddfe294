import { X } from 'lucide-react';
import { AlertDialog as AlertPrimitive, Dialog as Primitive } from 'radix-ui';
import type { ReactNode } from 'react';
import { IconButton } from '../controls/button.tsx';
import { Icon } from '../controls/icon.tsx';
import styles from './dialog.module.css';
import { useFocusBack } from './use-focus-back.ts';

interface DialogProps {
  readonly title: string;
  readonly closeLabel: string;
  readonly onClose: () => void;
  readonly footer: ReactNode;
  readonly children: ReactNode;
  /** Two columns: a picture beside its form. */
  readonly wide?: boolean;
  /** What had the focus before a dialog that this one takes the place of. */
  readonly returnTo?: Element | null;
}

/** A form or a chooser: closes by Esc, by the cross and by a click beside it. What is marked primary has the focus. */
export function Dialog({
  title,
  closeLabel,
  onClose,
  footer,
  children,
  wide = false,
  returnTo = null,
}: DialogProps) {
  const onClosed = useFocusBack(returnTo);
  return (
    <Primitive.Root open onOpenChange={(open) => open || onClose()}>
      <Primitive.Portal>
        <Primitive.Overlay className={styles.scrim} />
        <Primitive.Content
          className={`${styles.dialog} ${wide ? styles.wide : styles.form}`}
          aria-describedby={undefined}
          onOpenAutoFocus={focusPrimary}
          onCloseAutoFocus={onClosed}
        >
          <header className={styles.header}>
            <Primitive.Title asChild>
              <h2>{title}</h2>
            </Primitive.Title>
            <Primitive.Close asChild>
              <IconButton label={closeLabel}>
                <Icon of={X} />
              </IconButton>
            </Primitive.Close>
          </header>
          <div className={styles.body}>{children}</div>
          <footer className={styles.footer}>{footer}</footer>
        </Primitive.Content>
      </Primitive.Portal>
    </Primitive.Root>
  );
}

interface AlertDialogProps {
  readonly title: string;
  readonly text: string;
  readonly icon: ReactNode;
  readonly onClose: () => void;
  readonly children?: ReactNode;
  /** Cancel first, the primary answer last; it takes the focus. */
  readonly footer: ReactNode;
}

export function AlertDialog({ title, text, icon, onClose, children, footer }: AlertDialogProps) {
  const onClosed = useFocusBack();
  return (
    <AlertPrimitive.Root open onOpenChange={(open) => open || onClose()}>
      <AlertPrimitive.Portal>
        <AlertPrimitive.Overlay className={styles.scrim} />
        <AlertPrimitive.Content
          className={`${styles.dialog} ${styles.alert}`}
          onCloseAutoFocus={onClosed}
          onOpenAutoFocus={focusPrimary}
        >
          <header className={`${styles.header} ${styles.first}`}>
            <AlertPrimitive.Title asChild>
              <h2 className={styles.titled}>
                {icon}
                {title}
              </h2>
            </AlertPrimitive.Title>
          </header>
          <div className={styles.body}>
            <AlertPrimitive.Description>{text}</AlertPrimitive.Description>
            {children}
          </div>
          <footer className={styles.footer}>{footer}</footer>
        </AlertPrimitive.Content>
      </AlertPrimitive.Portal>
    </AlertPrimitive.Root>
  );
}

/** Without a primary answer Radix chooses: the first thing that takes the focus. */
function focusPrimary(event: Event): void {
  if (!(event.target instanceof HTMLElement)) return;
  const primary = event.target.querySelector<HTMLElement>('[data-primary]');
  if (primary === null) return;
  event.preventDefault();
  primary.focus();
  if (primary instanceof HTMLInputElement) primary.select();
}
