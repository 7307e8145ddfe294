import type { Point } from '../../../shared/geometry/index.ts';
import type { Handle } from './transform-math.ts';

const NAMES = {
  '-1,-1': 'topLeft',
  '0,-1': 'top',
  '1,-1': 'topRight',
  '1,0': 'right',
  '1,1': 'bottomRight',
  '0,1': 'bottom',
  '-1,1': 'bottomLeft',
  '-1,0': 'left',
} as const;

export function nameOfHandle({ x, y }: Handle): (typeof NAMES)[keyof typeof NAMES] {
  return NAMES[`${x},${y}` as keyof typeof NAMES];
}

/** Which way an arrow key leads. */
export const ARROWS: Readonly<Record<string, Point>> = {
  ArrowLeft: { x: -1, y: 0 },
  ArrowRight: { x: 1, y: 0 },
  ArrowUp: { x: 0, y: -1 },
  ArrowDown: { x: 0, y: 1 },
};
