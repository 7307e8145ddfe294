import { type RefObject, useCallback, useEffect, useRef, useState } from 'react';

/** For acts that take away what had the focus: once that is drawn, the focus is on the element that holds the ref. */
export function useFocusHere<E extends HTMLElement>(): readonly [RefObject<E | null>, () => void] {
  const place = useRef<E>(null);
  const [times, setTimes] = useState(0);
  useEffect(() => {
    if (times > 0) place.current?.focus({ preventScroll: true });
  }, [times]);
  const focus = useCallback(() => setTimes((before) => before + 1), []);
  return [place, focus];
}
