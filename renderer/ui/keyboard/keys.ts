import { useEffect, useRef } from 'react';

/** Returns true when it took the key, so that nothing else does. */
export type KeyHandler = (event: KeyboardEvent) => boolean;

/** True while letters belong to a text field. */
export function isTyping(event: KeyboardEvent): boolean {
  const target = event.target;
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target instanceof HTMLTextAreaElement) return true;
  return (
    target instanceof HTMLInputElement && !['radio', 'checkbox', 'range', 'button'].includes(target.type)
  );
}

/** True while something floats over the view and owns Enter, Esc and the arrows. */
export function isCovered(): boolean {
  return (
    document.querySelector('[role="dialog"], [role="alertdialog"], [role="menu"], [role="listbox"]') !== null
  );
}

/** On macOS Ctrl reads Cmd. */
export function hasCommand(event: KeyboardEvent): boolean {
  return event.ctrlKey || event.metaKey;
}

export function useKeys(handler: KeyHandler): void {
  const latest = useRef(handler);
  useEffect(() => {
    latest.current = handler;
  });
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      if (!event.defaultPrevented && latest.current(event)) event.preventDefault();
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, []);
}
