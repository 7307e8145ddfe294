import { useState } from 'react';

/**
 * Radix gives the focus back to a trigger, and a dialog that is opened by a key or a command has none: what had the
 * focus before it gets it back, unless its closing moved the focus elsewhere.
 */
export function useFocusBack(returnTo?: Element | null): (event: Event) => void {
  const [before] = useState(() => returnTo ?? document.activeElement);
  return (event) => {
    event.preventDefault();
    const now = document.activeElement;
    // A dialog underneath takes the focus as a whole when the one above it goes.
    const unclaimed = now === null || now === document.body || now.contains(before);
    if (unclaimed && before instanceof HTMLElement) before.focus({ preventScroll: true });
  };
}
