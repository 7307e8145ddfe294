import { type RefObject, useEffect, useRef, useState } from 'react';
import { isCovered, isTyping } from '../../ui/index.ts';

/** Space held over the Studio is the Hand, for as long as it is held. */
export function useSpaceHeld(): { readonly held: boolean; readonly ref: RefObject<boolean> } {
  const [held, setHeld] = useState(false);
  const ref = useRef(false);
  useEffect(() => {
    const set = (next: boolean): void => {
      ref.current = next;
      setHeld(next);
    };
    const onDown = (event: KeyboardEvent): void => {
      if (event.key !== ' ' || isTyping(event) || isCovered()) return;
      // A focused control keeps its Space: pressing it is what the key means there.
      if (event.target instanceof Element && event.target.closest('button, input, a, [role="combobox"]'))
        return;
      event.preventDefault();
      if (!event.repeat) set(true);
    };
    const onUp = (event: KeyboardEvent): void => {
      if (event.key === ' ') set(false);
    };
    const onBlur = (): void => set(false);
    window.addEventListener('keydown', onDown);
    window.addEventListener('keyup', onUp);
    window.addEventListener('blur', onBlur);
    return () => {
      window.removeEventListener('keydown', onDown);
      window.removeEventListener('keyup', onUp);
      window.removeEventListener('blur', onBlur);
    };
  }, []);
  return { held, ref };
}
