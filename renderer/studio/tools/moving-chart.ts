import type { Point } from '../../../shared/geometry/index.ts';
import type { ToolChart } from './chart.ts';

export type MovingState =
  | { readonly kind: 'idle' }
  | { readonly kind: 'moving'; readonly from: Point; readonly by: Point };

/** Whole pixels, so that moving loses nothing; Shift keeps to one axis. */
export const movingChart: ToolChart<MovingState> = {
  initial: { kind: 'idle' },
  step(state, event) {
    if (state.kind === 'idle') {
      if (event.kind !== 'down') return { state, effects: [] };
      const { x, y } = event.sample;
      return { state: { kind: 'moving', from: { x, y }, by: { x: 0, y: 0 } }, effects: [] };
    }
    switch (event.kind) {
      case 'down':
        return { state, effects: [] };
      case 'move': {
        const last = event.samples.at(-1);
        if (last === undefined) return { state, effects: [] };
        const by = distance(state.from, last, event.modifiers.shift);
        return { state: { ...state, by }, effects: [{ kind: 'preview-move', by }] };
      }
      case 'up': {
        const { by } = state;
        const idle = { kind: 'idle' } as const;
        if (by.x === 0 && by.y === 0) return { state: idle, effects: [{ kind: 'preview-move', by: null }] };
        return { state: idle, effects: [{ kind: 'commit-move', by }] };
      }
      case 'cancel':
        return { state: { kind: 'idle' }, effects: [{ kind: 'preview-move', by: null }] };
    }
  },
};

function distance(from: Point, to: Point, oneAxis: boolean): Point {
  const x = Math.round(to.x - from.x);
  const y = Math.round(to.y - from.y);
  if (!oneAxis) return { x, y };
  return Math.abs(x) >= Math.abs(y) ? { x, y: 0 } : { x: 0, y };
}
