import type { ComponentProps, ReactNode } from 'react';
import styles from './button.module.css';

export type ButtonLook = 'default' | 'primary' | 'inverse' | 'ghost';
export type ButtonSize = 'small' | 'default' | 'medium' | 'large';

export interface ButtonProps extends ComponentProps<'button'> {
  readonly look?: ButtonLook;
  readonly size?: ButtonSize;
  /** Stays in the tab order and says nothing happens: the reason stands beside it. */
  readonly off?: boolean;
}

export function Button({
  look = 'default',
  size = 'default',
  off = false,
  className,
  onClick,
  ...rest
}: ButtonProps) {
  return (
    <button
      type="button"
      className={`${styles.button} ${styles[look]} ${styles[size]} ${className ?? ''}`}
      aria-disabled={off || undefined}
      onClick={off ? (event) => event.preventDefault() : onClick}
      {...rest}
    />
  );
}

export interface IconButtonProps extends Omit<ComponentProps<'button'>, 'children'> {
  /** The name, also shown as its tooltip. */
  readonly label: string;
  readonly keys?: string;
  readonly size?: 'small' | 'default' | 'large';
  readonly children: ReactNode;
}

export function IconButton({ label, keys, size = 'default', className, children, ...rest }: IconButtonProps) {
  return (
    <button
      type="button"
      className={`${styles.icon} ${styles[`icon-${size}`]} ${className ?? ''}`}
      aria-label={label}
      data-tip={label}
      data-tip-keys={keys}
      {...rest}
    >
      {children}
    </button>
  );
}
