import { create } from 'zustand';

export type ToastIcon = 'done' | 'stop' | 'trash' | 'unplugged';

export interface ToastAction {
  readonly label: string;
  readonly act: () => void;
}

export interface Toast {
  readonly id: number;
  readonly icon: ToastIcon;
  readonly title: string;
  readonly text?: string;
  /** With actions it stays until dismissed. */
  readonly actions?: readonly ToastAction[];
  /** Said at once, as an alert. */
  readonly urgent?: boolean;
}

const TOASTS_AT_ONCE = 4;

interface ToastStore {
  readonly toasts: readonly Toast[];
}

export const useToasts = create<ToastStore>(() => ({ toasts: [] }));

let lastId = 0;

/** Shows a notification; the oldest makes room when there are too many. */
export function showToast(toast: Omit<Toast, 'id'>): number {
  lastId += 1;
  const id = lastId;
  useToasts.setState(({ toasts }) => ({ toasts: [...toasts, { ...toast, id }].slice(-TOASTS_AT_ONCE) }));
  return id;
}

export function dismissToast(id: number): void {
  useToasts.setState(({ toasts }) => ({ toasts: toasts.filter((toast) => toast.id !== id) }));
}
