import type { Chance } from '../raster/chance.ts';
import { clamp, cover, glow, lay, lerp, mix, ramp } from '../raster/colour.ts';
import type { Noise } from '../raster/noise.ts';
import { inside } from '../raster/shape.ts';
import { type Family, type Frame, role } from './family.ts';

const LAYERS = 7;

/** Ridges behind ridges in morning mist, a low sun, and a line of firs in front. */
export const mountains: Family = {
  id: 'mountains',
  words: [
    'mountain',
    'fog',
    'mist',
    'hill',
    'forest',
    'alps',
    'valley',
    'landscape',
    'sunrise',
    'peak',
    'ridge',
  ],
  // Sky high, sky low, sun, far ridge, near ridge, firs.
  palettes: [
    ['#6E86B8', '#F3C6B4', '#FFF1D6', '#C9AEBE', '#3D4A5E', '#16241F'],
    ['#3E6F8E', '#E8DCC4', '#FFF6E0', '#B7C4C4', '#24474C', '#0F2226'],
    ['#C7553B', '#F7C873', '#FFF3C4', '#E0906A', '#5A2436', '#22101C'],
    ['#27375E', '#A79BC4', '#F6E9F2', '#8088B0', '#1F2A4A', '#0C1122'],
    ['#8FB3B0', '#EFEDE0', '#FFFFFF', '#BCCDC6', '#4B6B62', '#1C332D'],
  ],
  finish: { grain: 0.022, paper: 0.03, vignette: 0.25, jagged: false },
  compose(frame, { chance, noise, colours }) {
    const { halfHeight, pixel } = frame;
    const sunX = frame.halfWidth * chance.between(-0.6, 0.6);
    const sunY = halfHeight * chance.between(-0.42, -0.12);
    const sunSize = chance.between(0.07, 0.16);
    const drift = chance.between(0, 90);
    const ridges = Array.from({ length: LAYERS }, (_, layer) => ridgeLine(frame, noise, chance, layer));
    const paints = ridges.map((_, layer) =>
      mix(role(colours, 3), role(colours, 4), (layer / (LAYERS - 1)) ** 0.9),
    );
    const firs = firLine(frame, noise, chance);

    return (x, y, ink) => {
      const height = clamp((y / halfHeight + 1) / 1.25);
      lay(ink, role(colours, 0));
      cover(ink, role(colours, 1), ramp(0.02, 0.8, height));
      const cirrus = noise.fractal(x * 0.7 + drift, y * 3.4 + x * 0.3, 4);
      cover(ink, role(colours, 2), 0.34 * ramp(0.02, 0.55, cirrus) * ramp(0.95, 0.25, height));
      const toSun = Math.hypot(x - sunX, y - sunY);
      glow(ink, role(colours, 2), 0.3 * Math.exp(-toSun * 2.6));
      cover(ink, role(colours, 2), inside(toSun - sunSize, pixel * 2));

      for (let layer = 0; layer < LAYERS; layer++) {
        const top = ridges[layer]?.(x) ?? 0;
        const covered = inside(top - y, pixel * lerp(2.4, 1.2, layer / LAYERS));
        if (covered === 0) continue;
        cover(ink, paints[layer] ?? role(colours, 4), covered);
        // Mist gathers at the foot of a ridge and thins towards the viewer.
        const foot = ramp(0.02, 0.5, y - top + 0.09 * noise.fractal(x * 1.3 + layer * 9, y * 2.2, 3));
        cover(ink, role(colours, 1), covered * foot * lerp(0.62, 0.28, layer / LAYERS));
      }
      cover(ink, role(colours, 5), inside(firs(x, y), pixel * 1.5));
    };
  },
};

/** Height of a ridge over x, made once per pixel column and looked up: the same curve at every resolution. */
function ridgeLine(frame: Frame, noise: Noise, chance: Chance, layer: number): (x: number) => number {
  const nearness = layer / (LAYERS - 1);
  const base = frame.halfHeight * lerp(-0.12, 0.78, nearness ** 1.1) + chance.between(-0.04, 0.04);
  const tall = lerp(0.5, 0.34, nearness) * chance.between(0.7, 1.15);
  const offset = chance.between(0, 200);
  const wide = lerp(0.85, 1.25, nearness);
  return tabulate(frame, (x) => {
    const folded = 1 - Math.abs(noise.fractal(x * wide + offset, layer * 7.7, 2)) * 1.9;
    const detail = noise.fractal(x * wide * 2.6 + offset, layer * 3.3 + 40, 5);
    return base - tall * (0.55 * folded + 0.42 * detail - 0.25);
  });
}

function tabulate(frame: Frame, curve: (x: number) => number): (x: number) => number {
  const count = Math.ceil((2 * frame.halfWidth) / frame.pixel) + 3;
  const heights = Float64Array.from({ length: count }, (_, at) =>
    curve((at - 1) * frame.pixel - frame.halfWidth),
  );
  return (x) => {
    const at = (x + frame.halfWidth) / frame.pixel + 1;
    const left = Math.floor(at);
    const from = heights[left] ?? 0;
    return from + ((heights[left + 1] ?? from) - from) * (at - left);
  };
}

/** Distance below the outline of the firs; each tree is a narrow triangle with saw-tooth branches. */
function firLine(frame: Frame, noise: Noise, chance: Chance): (x: number, y: number) => number {
  const offset = chance.between(0, 300);
  const spacing = 0.058;
  const ground = tabulate(
    frame,
    (x) => frame.halfHeight * 0.9 - 0.13 * noise.fractal(x * 0.9 + offset, 3, 3),
  );
  return (x, y) => {
    const floor = ground(x);
    let best = floor - y;
    if (y < floor - 0.62) return best;
    const cell = Math.floor(x / spacing);
    for (let tree = cell - 2; tree <= cell + 2; tree++) {
      const strange = noise.at(tree * 7.31 + offset, 11.7);
      const grove = noise.at(tree * 0.11 + offset, 5.1);
      const tall = 0.2 + 0.34 * clamp(grove + 0.25) + 0.1 * strange;
      const middle = (tree + 0.5 + 0.4 * strange) * spacing;
      const down = (y - (ground(middle) - tall)) / tall;
      if (down < 0 || down > 1.2) continue;
      const branch = down * 11 + strange * 5;
      const reach = tall * (0.002 + 0.225 * down) * (0.58 + 0.42 * (branch - Math.floor(branch)));
      best = Math.min(best, (Math.abs(x - middle) - reach) * 0.8);
    }
    return best;
  };
}
