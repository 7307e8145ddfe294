import type { Point, Rect } from '../../../shared/geometry/index.ts';
import type { SelectionMode, SelectionShape } from '../../engine/protocol/index.ts';
import { selectionMode, type ToolChart, type ToolEffect } from './chart.ts';

export type SelectingState =
  | { readonly kind: 'idle' }
  | { readonly kind: 'drawing'; readonly mode: SelectionMode; readonly points: readonly Point[] };

/** A press that hardly moves selects nothing: with the plain tool it takes the selection away. */
const LEAST_PX = 2;

/** More than any hand draws; the last point follows the pointer from there on. */
const POINTS_MAX = 8_000;

export function selectingChart(tool: 'rectangle' | 'lasso'): ToolChart<SelectingState> {
  const shapeOf = (points: readonly Point[]): SelectionShape | null =>
    tool === 'lasso' ? lasso(points) : rectangle(points);
  const outline = (points: readonly Point[]): ToolEffect => ({
    kind: 'outline',
    points: tool === 'lasso' ? points : corners(rectOf(points)),
  });
  return {
    initial: { kind: 'idle' },
    step(state, event) {
      if (state.kind === 'idle') {
        if (event.kind !== 'down') return { state, effects: [] };
        const { x, y } = event.sample;
        return {
          state: { kind: 'drawing', mode: selectionMode(event.modifiers), points: [{ x, y }] },
          effects: [],
        };
      }
      switch (event.kind) {
        case 'down':
          return { state, effects: [] };
        case 'move': {
          const added = event.samples.map(({ x, y }) => ({ x, y }));
          const points =
            tool === 'lasso' && state.points.length < POINTS_MAX
              ? [...state.points, ...added]
              : [...state.points.slice(0, tool === 'lasso' ? -1 : 1), ...added.slice(-1)];
          return { state: { ...state, points }, effects: [outline(points)] };
        }
        case 'up': {
          const shape = shapeOf(state.points);
          const effects: ToolEffect[] = [{ kind: 'outline', points: null }];
          if (shape !== null)
            effects.push({ kind: 'run', command: { kind: 'select-shape', shape, how: state.mode } });
          else if (state.mode === 'replace') effects.push({ kind: 'run', command: { kind: 'select-none' } });
          return { state: { kind: 'idle' }, effects };
        }
        case 'cancel':
          return { state: { kind: 'idle' }, effects: [{ kind: 'outline', points: null }] };
      }
    },
  };
}

function rectangle(points: readonly Point[]): SelectionShape | null {
  const rect = rectOf(points);
  return rect.width < LEAST_PX && rect.height < LEAST_PX ? null : { kind: 'rectangle', ...rect };
}

function lasso(points: readonly Point[]): SelectionShape | null {
  const rect = rectOf(points);
  return points.length < 3 || (rect.width < LEAST_PX && rect.height < LEAST_PX)
    ? null
    : { kind: 'lasso', points };
}

/** Whole pixels around all points. */
function rectOf(points: readonly Point[]): Rect {
  const xs = points.map(({ x }) => x);
  const ys = points.map(({ y }) => y);
  const x = Math.round(Math.min(...xs));
  const y = Math.round(Math.min(...ys));
  return { x, y, width: Math.round(Math.max(...xs)) - x, height: Math.round(Math.max(...ys)) - y };
}

function corners({ x, y, width, height }: Rect): readonly Point[] {
  return [
    { x, y },
    { x: x + width, y },
    { x: x + width, y: y + height },
    { x, y: y + height },
  ];
}
