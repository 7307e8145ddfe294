import type { Chance } from '../raster/chance.ts';
import { type Colour, cover, lay, mix, ramp, scale } from '../raster/colour.ts';
import { createShapeGrid, inside } from '../raster/shape.ts';
import { type Family, type Frame, role } from './family.ts';

interface Chip {
  readonly x: number;
  readonly y: number;
  readonly reach: number;
  readonly colour: Colour;
  readonly salt: number;
  /** Sides as triples: the outward direction, then how far out the side lies. */
  readonly sides: Float64Array;
}

/** Sizes of chip from large to dust, with how thickly each is strewn. */
const GRADES = [
  { radius: 0.17, tries: 60, gap: 0.02 },
  { radius: 0.085, tries: 420, gap: 0.008 },
  { radius: 0.042, tries: 1500, gap: 0.006 },
  { radius: 0.019, tries: 3600, gap: 0.004 },
] as const;

/** Chips of marble in a pale binder, ground flat. */
export const terrazzo: Family = {
  id: 'terrazzo',
  words: ['terrazzo', 'chips', 'floor', 'pebble', 'confetti', 'mosaic', 'speckle'],
  // Binder, then chips; the last are the rare ones.
  palettes: [
    ['#F1ECE4', '#D9C9B6', '#2E4F4F', '#C9563C', '#E0A63A', '#8C9A94', '#20242B'],
    ['#F4E3DC', '#E9B7A6', '#B5534A', '#7A8F7B', '#F7F1EA', '#3B3F4C', '#D9A05B'],
    ['#E7ECEA', '#A9C0BE', '#3A6A78', '#F0B7A4', '#FFFFFF', '#1F3240', '#D98E4A'],
    ['#26292E', '#5B636B', '#D8D2C4', '#B5623F', '#7F9A8C', '#E6B85C', '#F1ECE2'],
    ['#EFE6D2', '#D2B98A', '#6B7F4F', '#A6452F', '#F8F3E6', '#31402F', '#D98A33'],
  ],
  finish: { grain: 0.014, paper: 0.02, vignette: 0.08, jagged: false },
  compose(frame, { chance, noise, colours }) {
    const chips = strew(frame, chance, colours);
    const near = createShapeGrid(chips, frame.halfWidth, frame.halfHeight, 0.06);
    const { pixel } = frame;
    return (x, y, ink) => {
      lay(ink, role(colours, 0));
      scale(ink, 1 + 0.025 * noise.fractal(x * 2, y * 2, 3) + 0.02 * noise.at(x * 60, y * 60));
      for (const chip of near(x, y)) {
        const away = chipDistance(chip, x, y);
        const covered = inside(away, pixel);
        if (covered === 0) continue;
        cover(ink, chip.colour, covered);
        // Marble inside the chip: soft clouds and one darker vein.
        const cloud = noise.fractal(x * 7 + chip.salt, y * 7, 3);
        const vein = ramp(0.05, 0, Math.abs(noise.at(x * 5 + chip.salt, y * 9 + chip.salt)));
        scale(ink, 1 + covered * (0.14 * cloud - 0.09 * vein * ramp(0.02, 0.1, chip.reach)));
        scale(ink, 1 - 0.07 * covered * ramp(-0.006, 0, away));
      }
    };
  },
};

function strew(frame: Frame, chance: Chance, colours: readonly Colour[]): readonly Chip[] {
  const chips: Chip[] = [];
  const area = frame.halfWidth * frame.halfHeight;
  const coarse = chance.between(0.75, 1.3);
  for (const grade of GRADES) {
    const radius = grade.radius * coarse;
    const near = createShapeGrid(chips, frame.halfWidth, frame.halfHeight, 0.12);
    const added: Chip[] = [];
    for (let attempt = 0; attempt < (grade.tries * area) / (coarse * coarse); attempt++) {
      const chip = breakOff(frame, chance, colours, radius);
      const clash = (other: Chip) =>
        Math.hypot(other.x - chip.x, other.y - chip.y) < (other.reach + chip.reach) * 0.86 + grade.gap;
      if (!near(chip.x, chip.y).some(clash) && !added.some(clash)) added.push(chip);
    }
    chips.push(...added);
  }
  return chips;
}

/** One chip: a few straight breaks around a middle, longer than wide. Takes the same chances whether it stays or not. */
function breakOff(frame: Frame, chance: Chance, colours: readonly Colour[], radius: number): Chip {
  const x = chance.between(-1.05, 1.05) * frame.halfWidth;
  const y = chance.between(-1.05, 1.05) * frame.halfHeight;
  const size = radius * chance.between(0.62, 1.15);
  const sideCount = 5 + chance.index(3);
  const turn = chance.between(0, 2 * Math.PI);
  const stretch = chance.between(0.55, 1);
  const sides = new Float64Array(sideCount * 3);
  for (let side = 0; side < sideCount; side++) {
    const angle = ((side + chance.between(-0.32, 0.32)) / sideCount) * 2 * Math.PI;
    const [along, across] = [Math.cos(angle), Math.sin(angle)];
    const out = size * chance.between(0.62, 0.95) * Math.hypot(along, across * stretch);
    sides[side * 3] = along * Math.cos(turn) - across * Math.sin(turn);
    sides[side * 3 + 1] = along * Math.sin(turn) + across * Math.cos(turn);
    sides[side * 3 + 2] = out;
  }
  const place = 1 + Math.floor(chance.unit() ** 1.3 * 6);
  const colour = mix(role(colours, place), role(colours, 1 + chance.index(6)), chance.unit() * 0.16);
  return { x, y, reach: size * 1.25, colour, salt: chance.between(0, 99), sides };
}

function chipDistance({ x, y, sides }: Chip, px: number, py: number): number {
  let away = -1;
  for (let side = 0; side < sides.length; side += 3) {
    away = Math.max(
      away,
      (px - x) * (sides[side] ?? 0) + (py - y) * (sides[side + 1] ?? 0) - (sides[side + 2] ?? 0),
    );
  }
  return away;
}
