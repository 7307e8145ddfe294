import { TILE_SIDE } from '../tiles/index.ts';

/** The edge of the hardest brush still falls off over one pixel, so that it has no stairs. */
export function innerRadius(radius: number, hardness: number): number {
  return Math.max(0, Math.min(radius * hardness, radius - 0.5));
}

export function outerRadius(radius: number): number {
  return radius + 0.5;
}

/**
 * Coverage of a dab at a distance from its middle: 1 up to the inner radius, 0 from the outer, and between them
 * 1 - t²(3 - 2t), which has no edge at either end.
 */
export function profile(distance: number, inner: number, outer: number): number {
  if (distance <= inner) return 1;
  if (distance >= outer) return 0;
  const t = (distance - inner) / (outer - inner);
  return 1 - t * t * (3 - 2 * t);
}

/**
 * Adds a dab to a tile's coverage: each pixel moves from what it has towards `cap` by profile times flow, and never beyond.
 * The middle is in the tile's own pixels, where the middle of the first pixel is (0.5, 0.5).
 */
export function addDab(
  coverage: Float32Array,
  x: number,
  y: number,
  radius: number,
  hardness: number,
  flow: number,
  cap: number,
): void {
  const inner = innerRadius(radius, hardness);
  const outer = outerRadius(radius);
  const inner2 = inner * inner;
  const scale = 1 / (outer - inner);
  const top = Math.max(0, Math.ceil(y - outer - 0.5));
  const bottom = Math.min(TILE_SIDE - 1, Math.floor(y + outer - 0.5));
  for (let row = top; row <= bottom; row++) {
    const dy = row + 0.5 - y;
    const dy2 = dy * dy;
    const half = Math.sqrt(Math.max(0, outer * outer - dy2));
    const left = Math.max(0, Math.ceil(x - half - 0.5));
    const right = Math.min(TILE_SIDE - 1, Math.floor(x + half - 0.5));
    let dx = left + 0.5 - x;
    for (let at = row * TILE_SIDE + left, end = row * TILE_SIDE + right; at <= end; at++, dx++) {
      const had = coverage[at] ?? 0;
      const room = cap - had;
      if (room <= 0) continue;
      const d2 = dx * dx + dy2;
      let share = flow;
      if (d2 > inner2) {
        const t = Math.min(1, (Math.sqrt(d2) - inner) * scale);
        share *= 1 - t * t * (3 - 2 * t);
      }
      coverage[at] = had + room * share;
    }
  }
}
