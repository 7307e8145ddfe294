import { useEffect } from 'react';
import { ask, desktop } from '../bridge/index.ts';

/** Whoever looks sees what is true now: the cloud is asked when a page opens, and when a connection comes back. */
export function useLook(): void {
  useEffect(() => {
    // That it cannot be reached is in the state, and shown from there.
    const look = (): void => void ask(desktop.account.refresh({}));
    look();
    window.addEventListener('online', look);
    return () => window.removeEventListener('online', look);
  }, []);
}
