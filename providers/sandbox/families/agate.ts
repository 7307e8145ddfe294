import { pixelChance } from '../raster/chance.ts';
import { clamp, cover, lay, lerp, mix, ramp, scale } from '../raster/colour.ts';
import { type Family, role } from './family.ts';

const BANDS = 64;
/** Neighbours in the palette; a band is mixed from one pair. */
const PAIRS: readonly [readonly [number, number], ...(readonly [number, number])[]] = [
  [0, 1],
  [1, 1],
  [1, 2],
  [2, 3],
  [3, 3],
  [2, 2],
  [3, 1],
  [1, 0],
];

/** A slice of agate: bands that follow each other's outline around a crystal heart. */
export const agate: Family = {
  id: 'agate',
  words: ['agate', 'geode', 'crystal', 'stone', 'mineral', 'gem', 'rings', 'rock', 'opal', 'quartz'],
  // Dark band, main band, second band, pale band, accent line, ground.
  palettes: [
    ['#174A57', '#4F9C9C', '#E2A78B', '#F2E9DA', '#C8862E', '#EFE9DF'],
    ['#5B1F3F', '#B8577E', '#F0B4A6', '#FBEBE2', '#D9A441', '#F4ECE6'],
    ['#1E2A5A', '#4A6FB3', '#A9C3DC', '#F3F1E8', '#E0B354', '#ECEAE4'],
    ['#4A2B18', '#B26A33', '#E8B873', '#FAEED6', '#2F6E6A', '#F2EADC'],
    ['#20392B', '#5D8F68', '#BFD0A0', '#F4F2E2', '#C9622F', '#EDEBE0'],
  ],
  finish: { grain: 0.018, paper: 0.02, vignette: 0.12, jagged: false },
  compose(frame, { chance, noise, colours }) {
    const { pixel } = frame;
    const heartX = frame.halfWidth * chance.between(-0.42, 0.42);
    const heartY = frame.halfHeight * chance.between(-0.35, 0.35);
    const stretch = chance.between(0.75, 1.3);
    const drift = chance.between(0, 100);
    const step = chance.between(0.045, 0.066);
    const fill = Array.from({ length: BANDS }, () => {
      const pair = chance.pick(PAIRS);
      return mix(role(colours, pair[0]), role(colours, pair[1]), chance.unit());
    });
    const lined = Array.from({ length: BANDS }, () => chance.unit());

    return (x, y, ink) => {
      const dx = (x - heartX) * stretch;
      const dy = (y - heartY) / stretch;
      const bend = noise.fractal(dx * 0.85 + drift, dy * 0.85, 3);
      const ripple = noise.fractal(dx * 3.1 + drift, dy * 3.1 + 31, 3);
      const radius = Math.sqrt(dx * dx + dy * dy) * (1 + 0.5 * bend) + 0.075 * ripple;
      const place = Math.max(0, radius - 0.2) / step;
      const squeezed = place + 0.55 * Math.sin(place * 0.9 + drift) + 2.2 * noise.at(place * 0.14, drift);
      const band = clamp(Math.floor(squeezed), 0, BANDS - 2);
      const within = squeezed - Math.floor(squeezed);
      const soft = Math.max(pixel / step, 0.1);
      lay(ink, fill[band] ?? role(colours, 1));
      cover(ink, fill[band + 1] ?? role(colours, 1), ramp(1 - soft, 1, within));
      // Fine lines inside a band, as in every cut agate.
      const fine = Math.sin(squeezed * 26 + 5 * bend);
      scale(ink, 1 + 0.045 * fine * (1 - clamp(pixel * 90)));
      const line = lined[band] ?? 0;
      if (line > 0.62)
        cover(ink, role(colours, line > 0.86 ? 4 : 0), 0.85 * ramp(0.13, 0.04, Math.abs(within - 0.5)));
      scale(ink, 1 + 0.07 * noise.fractal(x * 9 + drift, y * 9, 3));
      if (radius < 0.24) crystals(dx, dy, radius);
      function crystals(px: number, py: number, distance: number): void {
        const large = facetLight(px * 17 + 2 * bend, py * 17, drift | 0);
        const facet = clamp(0.7 * large + 0.45 * facetLight(px * 41, py * 41, (drift | 0) + 30) - 0.08);
        const spark = mix(mix(role(colours, 1), role(colours, 3), 0.45), [1, 1, 1], 0.85 * facet);
        cover(ink, spark, ramp(0.235, 0.215, distance));
        scale(ink, lerp(1, 0.86 + 0.2 * facet, ramp(0.235, 0.2, distance)));
      }
    };
  },
};

/** Light on the faces of small crystals, 0 to 1: each cell of the plane is one face, tilted its own way. */
function facetLight(x: number, y: number, salt: number): number {
  const column = Math.floor(x);
  const row = Math.floor(y);
  let best = 9;
  let light = 0;
  for (let r = row - 1; r <= row + 1; r++) {
    for (let c = column - 1; c <= column + 1; c++) {
      const dx = c + pixelChance(c, r, salt) - x;
      const dy = r + pixelChance(c, r, salt + 9) - y;
      const distance = dx * dx + dy * dy;
      if (distance >= best) continue;
      best = distance;
      const tilt = pixelChance(c, r, salt + 5) * 2 * Math.PI;
      light = 0.25 + 0.5 * pixelChance(c, r, salt + 7) + 0.45 * (dx * Math.cos(tilt) + dy * Math.sin(tilt));
    }
  }
  return clamp(light);
}
