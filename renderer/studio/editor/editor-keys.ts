import { showDocumentPanel } from '../../bridge/index.ts';
import { hasCommand } from '../../ui/index.ts';
import { applyCrop, resetCrop, useCrop } from '../in-place/crop-store.ts';
import { showFilm, useFrame } from '../in-place/frame-store.ts';
import { changeBrush, resetColours, stepBrushSize, stepHardness, swapColours } from '../tools/brush-store.ts';
import { chooseTool, paints, useTool } from '../tools/tool-store.ts';
import {
  beginTransform,
  commitTransform,
  endTransform,
  leaveFrame,
  moveFrame,
  useTransform,
} from '../tools/transform-store.ts';
import { cancelGesture } from '../tools/use-tool-pointer.ts';
import { copySelected } from './clipboard.ts';
import { redo, runCommand, undo } from './editor-acts.ts';
import { activeLayer, useEditor } from './editor-store.ts';
import { toggleGuides } from './guides-store.ts';
import {
  addLayer,
  duplicateActive,
  fillSelected,
  groupChosen,
  liftSelected,
  mergeChosen,
  patchChosen,
  toggleClipped,
  ungroupChosen,
} from './layer-acts.ts';
import { saveDocument } from './save-document.ts';

/** Keys of the open document. True when one was taken. */
export function editorKey(event: KeyboardEvent): boolean {
  const { document } = useEditor.getState();
  if (document === null) return false;
  return hasCommand(event) ? commandKey(event) : plainKey(event);
}

/** Ctrl S and Ctrl Shift S, in text fields too: nothing else means them. */
export function saveKey(event: KeyboardEvent): boolean {
  if (!hasCommand(event) || event.altKey || event.key.toLowerCase() !== 's') return false;
  if (useEditor.getState().id === null) return false;
  if (event.shiftKey) showDocumentPanel('save-as');
  else void saveDocument();
  return true;
}

/** Alt Backspace, as elsewhere. */
export function fillKey(event: KeyboardEvent): boolean {
  if (event.key !== 'Backspace' || useEditor.getState().document === null) return false;
  fillSelected();
  return true;
}

/** By their place on the keyboard: with Alt the letters may be other signs. */
function altCommandKey(event: KeyboardEvent): boolean {
  if (event.shiftKey) return false;
  if (event.code === 'KeyG') toggleClipped();
  else if (event.code === 'KeyJ') liftSelected('cut-to-layer');
  else return false;
  return true;
}

function commandKey(event: KeyboardEvent): boolean {
  const key = event.key.toLowerCase();
  if (event.altKey) return altCommandKey(event);
  if (key === 'z') {
    if (event.shiftKey) redo();
    else undo();
    return true;
  }
  if (event.shiftKey) {
    if (key === 'i') runCommand({ kind: 'invert-selection' });
    else if (key === 'g') ungroupChosen();
    else if (key === 'n') addLayer();
    else return false;
    return true;
  }
  if (key === 'g') groupChosen();
  else if (key === 'j') duplicateActive();
  else if (key === 'e') mergeChosen();
  else if (key === 'c' || key === 'x') void copySelected(key === 'x');
  else if (key === 't') {
    chooseTool('move');
    beginTransform();
  } else if (key === 'a') runCommand({ kind: 'select-all' });
  else if (key === 'd') runCommand({ kind: 'select-none' });
  else if (key === ';') toggleGuides();
  else return false;
  return true;
}

function plainKey(event: KeyboardEvent): boolean {
  const { tool } = useTool.getState();
  const layer = activeLayer(useEditor.getState());
  if (event.key === 'Escape') return cancelGesture() || leaveTransform(endTransform) || leaveCrop(resetCrop);
  if (event.key === 'Enter' && !onControl(event))
    return leaveTransform(commitTransform) || leaveCrop(applyCrop);
  if (event.shiftKey && event.key.toLowerCase() === 'm') {
    showFilm(!useFrame.getState().film);
    return true;
  }
  if ((event.key === 'Delete' || event.key === 'Backspace') && layer !== null) {
    runCommand({ kind: 'clear-pixels', id: layer });
    return true;
  }
  if (tool === 'move' && (nudge(event) || opacityKey(event))) return true;
  if (paints(tool) && brushKey(event, tool)) return true;
  if (event.key.toLowerCase() === 'x') swapColours();
  else if (event.key.toLowerCase() === 'd') resetColours();
  else return false;
  return true;
}

/** By the place on the keyboard: Shift makes other signs of the brackets. */
function brushKey(event: KeyboardEvent, tool: Parameters<typeof stepBrushSize>[0]): boolean {
  if (event.code === 'BracketLeft' || event.code === 'BracketRight') {
    const direction = event.code === 'BracketRight' ? 1 : -1;
    if (event.shiftKey) stepHardness(tool, direction);
    else stepBrushSize(tool, direction);
    return true;
  }
  if (!/^\d$/.test(event.key)) return false;
  changeBrush(tool, { opacity: event.key === '0' ? 1 : Number(event.key) / 10 });
  return true;
}

/** Digits are the layer's opacity while nothing is painted with, as they are the brush's while something is. */
function opacityKey(event: KeyboardEvent): boolean {
  if (!/^\d$/.test(event.key)) return false;
  patchChosen({ opacity: event.key === '0' ? 1 : Number(event.key) / 10 });
  return true;
}

/** False while the page is left as it is. */
function leaveCrop(leave: () => void): boolean {
  if (useCrop.getState().rect === null) return false;
  leave();
  return true;
}

/** False when nothing is being transformed. */
function leaveTransform(leave: () => void): boolean {
  if (useTransform.getState().layers === null) return false;
  leave();
  return true;
}

function onControl(event: KeyboardEvent): boolean {
  return event.target instanceof Element && event.target.closest('li, [role="combobox"]') !== null;
}

const NUDGES: Readonly<Record<string, readonly [x: number, y: number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/** Arrows move the chosen layers while the canvas has the focus; with Shift by ten. */
function nudge(event: KeyboardEvent): boolean {
  const step = NUDGES[event.key];
  if (step === undefined || !(event.target instanceof Element) || event.target.tagName !== 'SECTION')
    return false;
  const by = event.shiftKey ? 10 : 1;
  if (moveFrame({ x: step[0] * by, y: step[1] * by })) leaveFrame();
  else
    runCommand({
      kind: 'offset-layers',
      ids: useEditor.getState().chosen,
      dx: step[0] * by,
      dy: step[1] * by,
    });
  return true;
}
