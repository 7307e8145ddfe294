import { Mail } from 'lucide-react';
import type { ReactNode } from 'react';
import type { SignInMethod } from '../../bridge/index.ts';
import { Icon } from '../../ui/index.ts';

/** One stroke each, as all icons here: no company's colours stand in this room. */
export function MethodMark({ method }: { readonly method: SignInMethod }) {
  switch (method) {
    case 'email':
      return <Icon of={Mail} />;
    case 'google':
      return (
        <Mark>
          <path d="M17.9 6.5A8 8 0 1 0 20 12h-7.5" />
        </Mark>
      );
    case 'github':
      return (
        <Mark>
          <path d="M15 21v-3.6a3.2 3.2 0 0 0-.9-2.4c3-.3 5.9-1.4 5.9-6.3a4.9 4.9 0 0 0-1.3-3.4 4.6 4.6 0 0 0-.1-3.3s-1.1-.3-3.6 1.3a12.3 12.3 0 0 0-6 0C6.5 1.7 5.4 2 5.4 2a4.6 4.6 0 0 0-.1 3.3A4.9 4.9 0 0 0 4 8.7c0 4.9 2.9 6 5.9 6.3a3.2 3.2 0 0 0-.9 2.3V21" />
          <path d="M9 19c-3 .9-4-1.2-5-2" />
        </Mark>
      );
  }
}

function Mark({ children }: { readonly children: ReactNode }) {
  return (
    <svg
      width="16"
      height="16"
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.6"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      focusable="false"
    >
      {children}
    </svg>
  );
}
