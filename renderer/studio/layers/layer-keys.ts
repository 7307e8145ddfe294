import type { KeyboardEvent } from 'react';
import type { LayerId } from '../../../shared/document/index.ts';
import { chooseLayer, chooseRange } from '../editor/choose-layers.ts';
import { runCommand } from '../editor/editor-acts.ts';
import { activeLayer, useEditor } from '../editor/editor-store.ts';
import { removeChosen } from '../editor/layer-acts.ts';
import { neighbourInPanel, placeForStep } from './drop-place.ts';
import { rename, toggleGroup, usePanel } from './panel-store.ts';

/**
 * The list is one tab stop: arrows choose, Shift extends, Alt moves the layer itself, Left and Right close and open groups,
 * F2 renames, Space shows and hides, Delete removes.
 */
export function onLayerKey(event: KeyboardEvent): void {
  const view = useEditor.getState();
  const id = activeLayer(view);
  const { document } = view;
  if (id === null || document === null || event.ctrlKey || event.metaKey) return;
  const layer = document.layers[id];
  if (layer === undefined || (event.target instanceof HTMLElement && event.target.tagName === 'INPUT'))
    return;
  const { closed } = usePanel.getState();
  switch (event.key) {
    case 'ArrowUp':
    case 'ArrowDown': {
      const direction = event.key === 'ArrowUp' ? 'up' : 'down';
      if (event.altKey) {
        const place = placeForStep(document, id, direction);
        if (place !== null) runCommand({ kind: 'move-layers', ids: [id], place });
      } else {
        const next = neighbourInPanel(document, id, direction, closed);
        if (next !== null) {
          if (event.shiftKey) chooseRange(next);
          else chooseLayer(next);
          focusRow(next);
        }
      }
      break;
    }
    case 'ArrowLeft':
    case 'ArrowRight':
      if (layer.kind !== 'group' || closed.has(id) === (event.key === 'ArrowLeft')) return;
      toggleGroup(id);
      break;
    case 'F2':
      rename(id);
      break;
    case ' ':
      runCommand({ kind: 'patch-layer', id, patch: { visible: !layer.visible } });
      break;
    case 'Delete':
    case 'Backspace':
      removeChosen();
      break;
    default:
      return;
  }
  event.preventDefault();
  event.stopPropagation();
}

/** The row may be drawn anew in this very turn, so it is looked up in the next frame. */
export function focusRow(id: LayerId): void {
  requestAnimationFrame(() =>
    document.querySelector<HTMLElement>(`[data-layer="${CSS.escape(id)}"]`)?.focus(),
  );
}
