import type { Chance } from './chance.ts';

/** Smooth chance over the plane. Every value lies about in -1 to 1, with mean 0. */
export interface Noise {
  at(x: number, y: number): number;
  /** Octaves added, each twice as fine and half as strong, turned a little so that no grid shows. */
  fractal(x: number, y: number, octaves: number): number;
}

const CELLS = 256;
const DIRECTIONS = 32;
/** Gradient noise peaks near 0.7; this brings it to about 1. */
const GAIN = 1.45;

/**
 * Gradient noise over a shuffled lattice of 256 cells.
 * @source K. Perlin, "Improving Noise", SIGGRAPH 2002 (the quintic fade and the lattice)
 */
export function createNoise(chance: Chance): Noise {
  const order = chance.shuffled(Array.from({ length: CELLS }, (_, index) => index));
  const lattice = Uint8Array.from({ length: CELLS * 2 + 2 }, (_, index) => order[index % CELLS] ?? 0);
  const gradientX = new Float64Array(CELLS);
  const gradientY = new Float64Array(CELLS);
  for (let index = 0; index < CELLS; index++) {
    const angle = ((index % DIRECTIONS) / DIRECTIONS) * 2 * Math.PI;
    gradientX[index] = Math.cos(angle) * GAIN;
    gradientY[index] = Math.sin(angle) * GAIN;
  }
  const corner = (cell: number, dx: number, dy: number) =>
    (gradientX[cell] ?? 0) * dx + (gradientY[cell] ?? 0) * dy;

  const at = (x: number, y: number) => {
    const floorX = Math.floor(x);
    const floorY = Math.floor(y);
    const dx = x - floorX;
    const dy = y - floorY;
    const left = lattice[floorX & 255] ?? 0;
    const right = lattice[(floorX & 255) + 1] ?? 0;
    const row = floorY & 255;
    const fadeX = dx * dx * dx * (dx * (dx * 6 - 15) + 10);
    const fadeY = dy * dy * dy * (dy * (dy * 6 - 15) + 10);
    const topLeft = corner(lattice[left + row] ?? 0, dx, dy);
    const topRight = corner(lattice[right + row] ?? 0, dx - 1, dy);
    const lowLeft = corner(lattice[left + row + 1] ?? 0, dx, dy - 1);
    const lowRight = corner(lattice[right + row + 1] ?? 0, dx - 1, dy - 1);
    const top = topLeft + (topRight - topLeft) * fadeX;
    const low = lowLeft + (lowRight - lowLeft) * fadeX;
    return top + (low - top) * fadeY;
  };

  const fractal = (x: number, y: number, octaves: number) => {
    let sum = 0;
    let strength = 0.5;
    let px = x;
    let py = y;
    for (let octave = 0; octave < octaves; octave++) {
      sum += strength * at(px, py);
      const turned = 1.6 * px + 1.2 * py + 7.3;
      py = 1.6 * py - 1.2 * px + 3.1;
      px = turned;
      strength *= 0.5;
    }
    return sum;
  };
  return { at, fractal };
}
