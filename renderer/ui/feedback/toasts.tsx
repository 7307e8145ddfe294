import { Check, type LucideIcon, OctagonAlert, Trash2, Unplug, X } from 'lucide-react';
import { useEffect, useState } from 'react';
import { Button, IconButton } from '../controls/button.tsx';
import { Icon } from '../controls/icon.tsx';
import { dismissToast, type Toast, type ToastIcon, useToasts } from './toast-store.ts';
import styles from './toasts.module.css';

const SHOWN_MS = 6_000;

const ICONS: Readonly<Record<ToastIcon, LucideIcon>> = {
  done: Check,
  stop: OctagonAlert,
  trash: Trash2,
  unplugged: Unplug,
};

interface ToastsProps {
  readonly label: string;
  readonly dismissLabel: string;
}

export function Toasts({ label, dismissLabel }: ToastsProps) {
  const toasts = useToasts((store) => store.toasts);
  return (
    <section className={styles.region} aria-label={label}>
      {toasts.map((toast) => (
        <ToastCard key={toast.id} toast={toast} dismissLabel={dismissLabel} />
      ))}
    </section>
  );
}

function ToastCard({ toast, dismissLabel }: { readonly toast: Toast; readonly dismissLabel: string }) {
  const [held, setHeld] = useState(false);
  const stays = (toast.actions?.length ?? 0) > 0;
  useEffect(() => {
    if (held || stays) return;
    const timer = setTimeout(() => dismissToast(toast.id), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [held, stays, toast.id]);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: hovering or focusing only holds the clock; nothing is activated.
    <div
      className={styles.toast}
      role={toast.urgent ? 'alert' : 'status'}
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
    >
      <Icon of={ICONS[toast.icon]} />
      <div className={styles.words}>
        <span className={styles.title}>{toast.title}</span>
        {toast.text === undefined ? null : <p className={styles.text}>{toast.text}</p>}
      </div>
      <IconButton size="small" label={dismissLabel} onClick={() => dismissToast(toast.id)}>
        <Icon of={X} />
      </IconButton>
      {stays ? (
        <div className={styles.acts}>
          {toast.actions?.map((action) => (
            <Button
              key={action.label}
              size="small"
              onClick={() => {
                dismissToast(toast.id);
                action.act();
              }}
            >
              {action.label}
            </Button>
          ))}
        </div>
      ) : null}
    </div>
  );
}
