import type { Point } from '../../../shared/geometry/index.ts';

/** An outline as the `d` of an SVG path, from its last point back to its first. */
export function closedLine(points: readonly Point[]): string {
  return `M${points.map(({ x, y }) => `${x} ${y}`).join('L')}Z`;
}
