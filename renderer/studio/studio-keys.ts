import { useEffect } from 'react';
import { usePanels } from '../bridge/index.ts';
import { hasCommand, isCovered, isTyping, useKeys } from '../ui/index.ts';
import { acceptCandidate, discardRun, regenerate } from './candidates/decisions.ts';
import { compare, type LookedAt } from './candidates/run-store.ts';
import { pan, zoomInSteps, zoomToFit, zoomToPixels } from './canvas/view-store.ts';
import { editorKey, fillKey, saveKey } from './editor/editor-keys.ts';
import { useEditor } from './editor/editor-store.ts';
import type { useGenerate } from './form/use-generate.ts';
import { generate } from './form/use-generate.ts';
import { isInDocument } from './in-place/use-staging.ts';
import { openFiles } from './pictures-in.ts';
import { chooseTool, needsDocument, toolOfKey } from './tools/tool-store.ts';

const PAN_STEP = 40;

/** The Studio's keys, by what has the focus: Ctrl keys anywhere, letters outside text fields and overlays. */
export function useStudioKeys(looked: LookedAt, generating: ReturnType<typeof useGenerate>): void {
  useKeys((event) => {
    if (usePanels.getState().palette) return false;
    if (!isCovered() && saveKey(event)) return true;
    // A candidate stands before the document: nothing is done to what is not seen.
    const isAside = looked.run !== null && !isInDocument(looked.run, useEditor.getState().id);
    if (hasCommand(event))
      return (
        (!isTyping(event) && !isCovered() && !isAside && editorKey(event)) || commandKey(event, generating)
      );
    if (isTyping(event) || isCovered()) return false;
    if (event.altKey) return !isAside && fillKey(event);
    return toolKey(event) || (!isAside && editorKey(event)) || panKey(event) || candidateKey(event, looked);
  });
  useEffect(() => {
    const release = (event: KeyboardEvent): void => {
      if (event.key === '\\') compare(false);
    };
    window.addEventListener('keyup', release);
    return () => {
      window.removeEventListener('keyup', release);
      compare(false);
    };
  }, []);
}

function commandKey(
  event: KeyboardEvent,
  { input, obstacle, quote }: ReturnType<typeof useGenerate>,
): boolean {
  if (event.shiftKey || event.altKey) return event.key === '+' && zoom('in');
  switch (event.key) {
    case 'Enter':
      if (isCovered()) return false;
      if (obstacle === null && input !== null && quote !== null) void generate(input, quote.quote);
      return true;
    case 'o':
      if (isCovered()) return false;
      void openFiles();
      return true;
    case '=':
    case '+':
      return zoom('in');
    case '-':
      return zoom('out');
    case '0':
      zoomToFit();
      return true;
    case '1':
      zoomToPixels();
      return true;
    default:
      return false;
  }
}

function zoom(direction: 'in' | 'out'): boolean {
  zoomInSteps(direction);
  return true;
}

function toolKey(event: KeyboardEvent): boolean {
  const tool = event.shiftKey ? null : toolOfKey(event.key);
  if (tool === null || (needsDocument(tool) && useEditor.getState().document === null)) return false;
  chooseTool(tool);
  return true;
}

const PANS: Readonly<Record<string, readonly [x: number, y: number]>> = {
  ArrowLeft: [PAN_STEP, 0],
  ArrowRight: [-PAN_STEP, 0],
  ArrowUp: [0, PAN_STEP],
  ArrowDown: [0, -PAN_STEP],
};

/** Arrows pan only while the canvas itself has the focus; elsewhere they belong to the control. */
function panKey(event: KeyboardEvent): boolean {
  const step = PANS[event.key];
  if (step === undefined || !(event.target instanceof Element) || event.target.tagName !== 'SECTION')
    return false;
  pan(...step);
  return true;
}

/** Enter, Esc and R work while the bar exists; a focused button keeps its own Enter. */
function candidateKey(event: KeyboardEvent, { run, slot }: LookedAt): boolean {
  if (run === null) return false;
  if (event.key === '\\') {
    compare(true);
    return true;
  }
  if (event.repeat || event.shiftKey) return false;
  const onButton =
    event.target instanceof Element && event.target.closest('button, a, [role="combobox"]') !== null;
  if (event.key === 'Enter' && !onButton && slot?.kind === 'picture') {
    void acceptCandidate(run, slot);
    return true;
  }
  if (run.open) return false;
  if (event.key === 'Escape') void discardRun(run);
  else if (event.key.toLowerCase() === 'r') void regenerate(run);
  else return false;
  return true;
}
