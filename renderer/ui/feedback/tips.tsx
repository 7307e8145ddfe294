import { useEffect, useState } from 'react';
import styles from './tips.module.css';

const AFTER_MS = 400;

interface Tip {
  readonly text: string;
  readonly keys: string | undefined;
  readonly left: number;
  readonly top: number;
  readonly beside: boolean;
}

/**
 * One tooltip for the whole window: whatever carries `data-tip` gets it after a moment of hover or on keyboard
 * focus. It only repeats the accessible name, so it is hidden from assistive technology.
 */
export function Tips() {
  const [tip, setTip] = useState<Tip | null>(null);
  useEffect(() => {
    const stop = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const hide = (): void => {
      clearTimeout(timer);
      setTip(null);
    };
    const show = (event: Event, afterMs: number): void => {
      hide();
      const target = event.target instanceof Element ? event.target.closest('[data-tip]') : null;
      if (!(target instanceof HTMLElement)) return;
      // What it opened says more than its name, and the tip would stand in front of it.
      const isOpen = (): boolean =>
        target.getAttribute('aria-expanded') === 'true' && target.ariaHasPopup !== null;
      timer = setTimeout(() => (isOpen() ? undefined : setTip(tipOf(target))), afterMs);
    };
    const options = { signal: stop.signal, passive: true };
    document.addEventListener('pointerover', (event) => show(event, AFTER_MS), options);
    document.addEventListener(
      'focusin',
      (event) => {
        if (event.target instanceof Element && event.target.matches(':focus-visible')) show(event, 0);
      },
      options,
    );
    for (const name of ['pointerdown', 'keydown', 'focusout', 'wheel', 'blur']) {
      document.addEventListener(name, hide, { ...options, capture: true });
    }
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, []);
  if (tip === null) return null;
  return (
    <div
      className={`${styles.tip} ${tip.beside ? styles.beside : styles.under}`}
      style={{ left: tip.left, top: tip.top }}
      aria-hidden="true"
    >
      {tip.text}
      {tip.keys === undefined ? null : <kbd className={styles.keys}>{tip.keys}</kbd>}
    </div>
  );
}

function tipOf(target: HTMLElement): Tip | null {
  const text = target.dataset.tip;
  if (text === undefined || !target.isConnected) return null;
  const box = target.getBoundingClientRect();
  const beside = target.dataset.tipSide === 'right';
  // A tip above the last row of the window would be cut, so it turns up there.
  const under = box.bottom + 36 < innerHeight;
  const middle = Math.min(Math.max(box.left + box.width / 2, 72), innerWidth - 72);
  return {
    text,
    keys: target.dataset.tipKeys,
    beside,
    left: beside ? box.right + 8 : middle,
    top: beside ? box.top + box.height / 2 : under ? box.bottom + 6 : box.top - 30,
  };
}
