import type { ToolChart } from './chart.ts';

export type PickingState = 'idle' | 'picking';

/** The eyedropper follows the pointer while it is pressed; the colour it had last stays. */
export const pickingChart: ToolChart<PickingState> = {
  initial: 'idle',
  step(state, event) {
    if (event.kind === 'down') {
      const { x, y } = event.sample;
      return { state: 'picking', effects: [{ kind: 'pick', at: { x, y } }] };
    }
    const last = event.kind === 'move' && state === 'picking' ? event.samples.at(-1) : undefined;
    if (last !== undefined) return { state, effects: [{ kind: 'pick', at: { x: last.x, y: last.y } }] };
    return { state: event.kind === 'move' ? state : 'idle', effects: [] };
  },
};
