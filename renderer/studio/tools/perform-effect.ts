import { runCommand } from '../editor/editor-acts.ts';
import { tell } from '../editor/editor-link.ts';
import { activeLayer, useEditor } from '../editor/editor-store.ts';
import { useBrush } from './brush-store.ts';
import type { ToolEffect } from './chart.ts';
import { useOverlay } from './overlay-store.ts';
import { leaveFrame, moveFrame } from './transform-store.ts';

/** What a chart asked for, done. */
export function performEffect(effect: ToolEffect): void {
  const view = useEditor.getState();
  const layer = activeLayer(view);
  switch (effect.kind) {
    case 'stroke-begin': {
      const { tool, first, from } = effect;
      const { brushes, front, maskMode, maskTarget } = useBrush.getState();
      const onSelection = tool === 'mask-brush' && maskTarget === 'selection';
      if (layer === null && !onSelection) return;
      const brush = brushes[tool];
      tell({
        kind: 'stroke-begin',
        stroke: {
          tool,
          layer: onSelection ? null : layer,
          brush,
          colour: front,
          hides: maskMode === 'subtract',
          first,
          from,
        },
      });
      break;
    }
    case 'stroke-add':
    case 'stroke-end':
    case 'stroke-cancel':
      tell(effect);
      break;
    case 'run':
      runCommand(effect.command);
      break;
    case 'preview-move':
      if (!moveFrame(effect.by)) tell({ kind: 'preview-move', layers: view.chosen, by: effect.by });
      break;
    case 'commit-move':
      if (moveFrame(effect.by)) leaveFrame();
      else runCommand({ kind: 'offset-layers', ids: view.chosen, dx: effect.by.x, dy: effect.by.y });
      break;
    case 'outline':
      useOverlay.setState({ outline: effect.points });
      break;
    case 'pick':
      tell({ kind: 'pick', at: effect.at });
      break;
  }
}

const CURSOR = 'data-brush-cursor';

/** The ring around the brush follows the pointer by a style alone: no store, no drawing of React. */
export function followPointer(element: HTMLElement, event: PointerEvent): void {
  const ring = element.querySelector<SVGElement>(`[${CURSOR}]`);
  if (ring === null) return;
  const box = element.getBoundingClientRect();
  ring.style.transform = `translate(${event.clientX - box.left}px, ${event.clientY - box.top}px)`;
}

export function hidePointer(element: HTMLElement): void {
  element.querySelector<SVGElement>(`[${CURSOR}]`)?.style.removeProperty('transform');
}
