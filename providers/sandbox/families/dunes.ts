import { clamp, cover, glow, lay, mix, ramp, scale } from '../raster/colour.ts';
import { inside } from '../raster/shape.ts';
import { type Family, type Frame, role } from './family.ts';

const STEPS = 900;
const NEAR = 0.9;
const FAR = 46;
const EYE = 1.15;
const LENS = 1.15;

/** Sand sea under a low sun: long windward slopes, sharp crests, shade on the lee side. */
export const dunes: Family = {
  id: 'dunes',
  words: ['dune', 'desert', 'sand', 'sahara', 'namib', 'arid', 'oasis', 'mars'],
  // Sky high, sky low, sand in light, sand in shade, haze.
  palettes: [
    ['#6F9FBF', '#F3E3C8', '#EFC587', '#8A5A3C', '#EBD3B0'],
    ['#4C5C8F', '#F2B49A', '#F0A867', '#6A3848', '#E2A38C'],
    ['#8FB7BF', '#F6EFDF', '#F3DDB4', '#B0885F', '#F0E4CC'],
    ['#2A3A66', '#D98E73', '#D9744A', '#43203A', '#A8606A'],
    ['#A7C4C2', '#F9E7D2', '#F2B8A0', '#96595E', '#F2D3C2'],
  ],
  finish: { grain: 0.02, paper: 0.03, vignette: 0.22, jagged: true },
  compose(frame, { chance, noise, colours }) {
    const horizon = frame.halfHeight * chance.between(-0.36, -0.14);
    const turn = chance.between(-0.75, 0.75);
    const [cos, sin] = [Math.cos(turn), Math.sin(turn)];
    const drift = chance.between(0, 150);
    const sunX = chance.pick([-1, 1]) * chance.between(0.75, 0.95);
    const sunSize = chance.between(0.06, 0.12);
    const height = (x: number, z: number) => {
      const along = x * cos + z * sin;
      const across = z * cos - x * sin;
      const warp =
        noise.at(along * 0.23 + drift, across * 0.17) * 1.25 +
        0.2 * noise.at(along * 0.8, across * 0.7 + drift);
      const phase = across * 0.36 + warp;
      const within = phase - Math.floor(phase);
      // A slow climb before the wind, then the short steep fall of loose sand.
      const climb = within < 0.74 ? within / 0.74 : (1 - within) / 0.26;
      const profile = climb * climb * (1.75 - 0.75 * climb);
      const swell = 0.55 + 0.45 * noise.at(along * 0.15 + drift * 0.7, across * 0.12 + 9);
      return 1.02 * profile * swell + 0.3 * noise.at(x * 0.09 + drift, z * 0.07) - 0.35;
    };
    const view = lookOver(frame, horizon, height);
    const seen = { z: 0 };

    return (x, y, ink) => {
      if (!view(x, y, seen)) {
        const up = clamp((horizon - y) / (frame.halfHeight + horizon));
        lay(ink, role(colours, 1));
        cover(ink, role(colours, 0), ramp(-0.1, 1.1, up));
        cover(ink, role(colours, 1), 0.4 * ramp(0.05, 0.5, noise.fractal(x * 0.6 + drift, y * 4, 4)));
        const toSun = Math.hypot(x - sunX * frame.halfWidth * 0.6, y - horizon + 0.34);
        cover(
          ink,
          mix(role(colours, 1), [1, 0.98, 0.93], 0.75),
          0.9 * inside(toSun - sunSize, frame.pixel * 2),
        );
        glow(ink, role(colours, 4), 0.22 * Math.exp(-toSun * 2.2));
        return;
      }
      const z = seen.z;
      const worldX = (x / LENS) * z;
      const reach = 0.012 + z * 0.005;
      const here = height(worldX, z);
      const slopeX = (height(worldX + reach, z) - here) / reach;
      // Looking back towards the viewer: one step further on, a crest would already be its other side.
      const slopeZ = (here - height(worldX, z - reach)) / reach;
      const ripplePlace = (z * cos - worldX * sin) * 17 + 2.2 * noise.at(worldX * 1.6, z * 1.6);
      const ripple = Math.sin(ripplePlace * 2.4) * 0.09 * ramp(7, 1.2, z);
      const length = Math.sqrt(1 + slopeX * slopeX + slopeZ * slopeZ);
      const facing = (-slopeX * sunX * 0.9 + 0.34 + slopeZ * 0.42 + ripple) / length;
      const lit = ramp(-0.06, 0.62, facing) * shade(worldX, here, z);
      lay(ink, role(colours, 3));
      cover(ink, role(colours, 2), 0.1 + 0.9 * lit);
      glow(ink, role(colours, 1), 0.13 * lit * lit);
      scale(ink, 1 + 0.05 * noise.fractal(worldX * 2.2, z * 2.2, 3));
      cover(ink, role(colours, 4), 0.88 * ramp(1, FAR * 0.62, z));
    };

    /** Walks a few steps towards the sun: 0 behind another dune. */
    function shade(x: number, from: number, z: number): number {
      let open = 1;
      for (let step = 1; step <= 9; step++) {
        const far = 0.09 * step * step * 0.55;
        const above = height(x + sunX * far, z - far * 0.4) - from - far * 0.42;
        open = Math.min(open, 1 - clamp(above * 9));
      }
      return open;
    }
  },
};

/**
 * Walks the ground once for every column, from near to far, and remembers how high each step rises on the
 * screen; a point of the picture then finds its distance by halving. Far cheaper than a ray for every pixel.
 */
function lookOver(
  frame: Frame,
  horizon: number,
  height: (x: number, z: number) => number,
): (x: number, y: number, seen: { z: number }) => boolean {
  const columns = Math.ceil((2 * frame.halfWidth) / frame.pixel) + 1;
  const distances = Float64Array.from(
    { length: STEPS },
    (_, step) => NEAR * (FAR / NEAR) ** (step / (STEPS - 1)),
  );
  const tops = new Float32Array(columns * STEPS);
  const hidden = new Uint8Array(columns * STEPS);
  for (let column = 0; column < columns; column++) {
    const x = column * frame.pixel - frame.halfWidth;
    let top = Number.POSITIVE_INFINITY;
    for (let step = 0; step < STEPS; step++) {
      const z = distances[step] ?? FAR;
      const screen = horizon + ((EYE - height((x / LENS) * z, z)) * LENS) / z;
      hidden[column * STEPS + step] = screen > top ? 1 : 0;
      top = Math.min(top, screen);
      tops[column * STEPS + step] = top;
    }
  }
  return (x, y, seen) => {
    const start = clamp(Math.round((x + frame.halfWidth) / frame.pixel), 0, columns - 1) * STEPS;
    let low = 0;
    let high = STEPS - 1;
    if ((tops[start + high] ?? 0) > y) return false;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((tops[start + middle] ?? 0) <= y) high = middle;
      else low = middle + 1;
    }
    const z = distances[low] ?? FAR;
    const before = low === 0 ? y : (tops[start + low - 1] ?? y);
    const rise = before - (tops[start + low] ?? y);
    // After a hidden stretch there is nothing to interpolate with: the step itself is the crest behind.
    const share = low === 0 || rise <= 0 || hidden[start + low - 1] === 1 ? 1 : (before - y) / rise;
    seen.z = (distances[low - 1] ?? z) * (1 - share) + z * share;
    return true;
  };
}
