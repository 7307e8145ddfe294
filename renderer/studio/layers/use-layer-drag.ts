import { type PointerEvent, useEffect, useRef } from 'react';
import type { DocumentRecord, LayerId } from '../../../shared/document/index.ts';
import { chooseLayer } from '../editor/choose-layers.ts';
import { runCommand } from '../editor/editor-acts.ts';
import { useEditor } from '../editor/editor-store.ts';
import { placeForDrop, zoneAt } from './drop-place.ts';
import { usePanel } from './panel-store.ts';

/** As far as a hand shakes without meaning to drag. */
const SLACK_PX = 4;

/** Dragging rows by the pointer: what is chosen moves together; Escape or letting go outside changes nothing. */
export function useLayerDrag() {
  const start = useRef<{ readonly id: LayerId; readonly y: number } | null>(null);

  const end = (): void => {
    start.current = null;
    usePanel.setState({ drop: null, dragging: false });
  };
  const dragging = usePanel((panel) => panel.dragging);
  useEffect(() => {
    if (!dragging) return;
    const stop = new AbortController();
    const onKey = (event: KeyboardEvent): void => {
      if (event.key !== 'Escape') return;
      // Before whoever else listens to Escape: the drag is what it means now.
      event.stopPropagation();
      event.preventDefault();
      end();
    };
    window.addEventListener('keydown', onKey, { capture: true, signal: stop.signal });
    return () => stop.abort();
  });
  return {
    onPointerDown(event: PointerEvent, id: LayerId): void {
      if (
        event.button === 0 &&
        !(event.target instanceof Element && event.target.closest('button, input') !== null)
      )
        start.current = { id, y: event.clientY };
    },
    onPointerMove(event: PointerEvent): void {
      const from = start.current;
      if (from === null) return;
      if (!usePanel.getState().dragging) {
        if (Math.abs(event.clientY - from.y) < SLACK_PX) return;
        if (!useEditor.getState().chosen.includes(from.id)) chooseLayer(from.id);
        event.currentTarget.setPointerCapture(event.pointerId);
        usePanel.setState({ dragging: true });
      }
      usePanel.setState({ drop: dropAt(event.clientX, event.clientY) });
    },
    onPointerUp(): void {
      const { drop, dragging } = usePanel.getState();
      end();
      const { document, chosen } = useEditor.getState();
      if (!dragging || drop === null || document === null) return;
      const place = placeForDrop(document, chosen, drop.target, drop.zone);
      if (place !== null) runCommand({ kind: 'move-layers', ids: chosen, place });
    },
    onCancel: end,
  };
}

function dropAt(x: number, y: number): ReturnType<typeof usePanel.getState>['drop'] {
  const over = document.elementFromPoint(x, y);
  const { document: open, chosen } = useEditor.getState();
  if (open === null) return null;
  const row = over?.closest<HTMLElement>('[data-layer]');
  if (row == null) return over?.closest('[data-layers]') == null ? null : underAll(open, chosen);
  const target = row.dataset.layer as LayerId;
  const box = row.getBoundingClientRect();
  const zone = zoneAt((y - box.top) / box.height, open.layers[target]?.kind === 'group');
  return placeForDrop(open, chosen, target, zone) === null ? null : { target, zone };
}

/** Let go on the empty part of the list: beneath everything. */
function underAll(document: DocumentRecord, chosen: readonly LayerId[]): ReturnType<typeof dropAt> {
  const [target] = document.root;
  if (target === undefined || placeForDrop(document, chosen, target, 'below') === null) return null;
  return { target, zone: 'below' };
}
