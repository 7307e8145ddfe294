import type { Point } from '../../../shared/geometry/index.ts';
import type { PaintingTool } from '../../engine/protocol/index.ts';
import type { ToolChart } from './chart.ts';

export type PaintingState =
  | { readonly kind: 'idle'; readonly last: Point | null }
  | { readonly kind: 'stroking'; readonly last: Point; readonly before: Point | null };

/** Brush, eraser and mask brush: pressed, painting, let go. With Shift the stroke begins where the last one ended. */
export function paintingChart(tool: PaintingTool): ToolChart<PaintingState> {
  return {
    initial: { kind: 'idle', last: null },
    step(state, event) {
      if (state.kind === 'idle') {
        if (event.kind !== 'down') return { state, effects: [] };
        const { sample } = event;
        const from = event.modifiers.shift ? state.last : null;
        const used = event.eraser && tool === 'brush' ? 'eraser' : tool;
        return {
          state: { kind: 'stroking', last: { x: sample.x, y: sample.y }, before: state.last },
          effects: [{ kind: 'stroke-begin', tool: used, first: sample, from }],
        };
      }
      switch (event.kind) {
        case 'down':
          return { state, effects: [] };
        case 'move': {
          const last = event.samples.at(-1);
          if (last === undefined) return { state, effects: [] };
          return {
            state: { ...state, last: { x: last.x, y: last.y } },
            effects: [{ kind: 'stroke-add', samples: event.samples }],
          };
        }
        case 'up':
          return { state: { kind: 'idle', last: state.last }, effects: [{ kind: 'stroke-end' }] };
        case 'cancel':
          return { state: { kind: 'idle', last: state.before }, effects: [{ kind: 'stroke-cancel' }] };
      }
    },
  };
}
