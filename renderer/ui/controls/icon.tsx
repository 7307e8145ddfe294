import type { LucideIcon } from 'lucide-react';

interface IconProps {
  readonly of: LucideIcon;
  readonly size?: 12 | 14 | 16 | 18 | 20;
  readonly filled?: boolean;
}

/** Every icon is decoration beside a name, so it is hidden from assistive technology. */
export function Icon({ of: Shape, size = 16, filled = false }: IconProps) {
  return (
    <Shape
      size={size}
      strokeWidth={size === 18 ? 1.5 : 1.6}
      fill={filled ? 'currentColor' : 'none'}
      aria-hidden="true"
      focusable="false"
      style={{ flex: 'none', display: 'block' }}
    />
  );
}
