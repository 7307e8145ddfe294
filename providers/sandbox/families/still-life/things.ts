import type { Chance } from '../../raster/chance.ts';
import { type Colour, clamp, cover, type Ink, lay, mix, ramp, scale } from '../../raster/colour.ts';
import type { Noise } from '../../raster/noise.ts';
import { role } from '../family.ts';
import { createLathe, type Lathe, type Outline, smoothOutline } from './lathe.ts';

/** A turned thing that stands, lies or is piled on the table. Lengths are in table units, y grows upwards. */
export interface Thing {
  readonly x: number;
  readonly y: number;
  readonly z: number;
  readonly size: number;
  /** Lean in the picture's plane, as cosine and sine. */
  readonly cos: number;
  readonly sin: number;
  readonly body: Lathe;
  readonly gloss: number;
  /** Colour at a point of the body's own space. */
  readonly skin: (x: number, y: number, z: number, ink: Ink) => void;
}

const FRUITS: Readonly<Record<string, Outline>> = {
  quince: [
    [0, -0.5],
    [0.16, -0.53],
    [0.4, -0.38],
    [0.53, -0.05],
    [0.44, 0.28],
    [0.2, 0.46],
    [0.13, 0.5],
    [0, 0.46],
  ],
  lemon: [
    [0, -0.6],
    [0.07, -0.56],
    [0.14, -0.47],
    [0.36, -0.26],
    [0.42, 0],
    [0.36, 0.26],
    [0.14, 0.47],
    [0.07, 0.56],
    [0, 0.6],
  ],
  pear: [
    [0, -0.5],
    [0.2, -0.52],
    [0.45, -0.34],
    [0.5, -0.06],
    [0.36, 0.26],
    [0.22, 0.52],
    [0.17, 0.72],
    [0.08, 0.82],
    [0, 0.82],
  ],
  orange: [
    [0, -0.47],
    [0.24, -0.43],
    [0.43, -0.2],
    [0.48, 0.02],
    [0.42, 0.24],
    [0.22, 0.43],
    [0.05, 0.46],
    [0, 0.45],
  ],
  plum: [
    [0, -0.4],
    [0.2, -0.36],
    [0.35, -0.14],
    [0.37, 0.06],
    [0.28, 0.3],
    [0.1, 0.41],
    [0, 0.38],
  ],
};

/** Vessels, outside from the foot up to the lip; the inside is added. */
const VESSELS: Readonly<Record<string, Outline>> = {
  jug: [
    [0.5, 0],
    [0.56, 0.06],
    [0.86, 0.6],
    [0.84, 1.1],
    [0.52, 1.6],
    [0.46, 1.95],
    [0.58, 2.2],
  ],
  bottle: [
    [0.5, 0],
    [0.56, 0.05],
    [0.58, 0.9],
    [0.56, 1.5],
    [0.26, 2.05],
    [0.17, 2.4],
    [0.17, 3.0],
    [0.23, 3.1],
  ],
  jar: [
    [0.42, 0],
    [0.5, 0.05],
    [0.92, 0.75],
    [0.96, 1.15],
    [0.7, 1.6],
    [0.52, 1.7],
    [0.58, 1.82],
  ],
  beaker: [
    [0.5, 0],
    [0.54, 0.04],
    [0.58, 0.7],
    [0.64, 1.3],
  ],
  amphora: [
    [0.34, 0],
    [0.4, 0.06],
    [0.7, 0.9],
    [0.82, 1.5],
    [0.6, 2.05],
    [0.3, 2.3],
    [0.3, 2.5],
    [0.44, 2.62],
  ],
  bowl: [
    [0.42, 0],
    [0.44, 0.07],
    [0.82, 0.3],
    [1.12, 0.66],
    [1.22, 0.98],
  ],
};

export type Fruit = keyof typeof FRUITS;
export type Vessel = keyof typeof VESSELS;

const lathes = new Map<string, Lathe>();

/** Fields are made once per process: forty outlines at most, each a few thousand numbers. */
function latheOf(name: string, outline: () => Outline): Lathe {
  const known = lathes.get(name);
  if (known !== undefined) return known;
  const made = createLathe(outline());
  lathes.set(name, made);
  return made;
}

function vesselOutline(outside: Outline): Outline {
  const wall = 0.055;
  const smooth = smoothOutline(outside, 12);
  const within = smooth
    .filter(([, height]) => height > 0.12)
    .map(([radius, height]) => [Math.max(0.02, radius - wall), height] as const);
  return [[0, 0], ...smooth, ...within.toReversed(), [0, 0.12]];
}

export interface Placing {
  readonly x: number;
  readonly y: number;
  readonly z: number;
  readonly size: number;
  readonly lean: number;
}

export function fruit(
  name: Fruit,
  placing: Placing,
  skin: { colour: Colour; blush: Colour },
  tools: { noise: Noise; chance: Chance },
): Thing {
  const salt = tools.chance.between(0, 60);
  const rough = name === 'lemon' || name === 'orange' ? 0.05 : 0.02;
  return {
    ...placing,
    cos: Math.cos(placing.lean),
    sin: Math.sin(placing.lean),
    body: latheOf(name, () => smoothOutline(FRUITS[name] ?? [], 12)),
    gloss: 0.32,
    skin: (x, y, z, ink) => {
      lay(ink, skin.colour);
      const patch = tools.noise.fractal(x * 1.7 + z + salt, y * 1.4 - z * 0.6, 3);
      cover(ink, skin.blush, 0.75 * ramp(-0.05, 0.5, patch + 0.28 * x));
      scale(ink, 1 + rough * tools.noise.at((x + z) * 17 + salt, y * 17) + 0.07 * patch);
      cover(ink, [0.2, 0.14, 0.08], 0.8 * ramp(0.075, 0.03, Math.hypot(x, z)) * ramp(0.2, 0.35, y));
    },
  };
}

export function vessel(
  name: Vessel,
  placing: Placing,
  colours: readonly Colour[],
  tools: { noise: Noise; chance: Chance },
): Thing {
  const { noise, chance } = tools;
  const salt = chance.between(0, 60);
  const glaze = role(colours, chance.pick([3, 4, 5, 6]));
  const clay = role(colours, chance.pick([2, 7]));
  const dip = chance.between(0.15, 0.6);
  const dipped = chance.unit() < 0.6;
  const speckled = chance.unit() < 0.45;
  return {
    ...placing,
    cos: 1,
    sin: 0,
    body: latheOf(name, () => vesselOutline(VESSELS[name] ?? [])),
    gloss: dipped ? 0.85 : 0.6,
    skin: (x, y, z, ink) => {
      const around = Math.atan2(z, x);
      const run = 0.06 * Math.sin(around * 3 + salt) + 0.05 * noise.at(around * 2 + salt, 3);
      lay(ink, glaze);
      if (dipped) cover(ink, clay, ramp(dip + run + 0.012, dip + run - 0.012, y));
      if (speckled)
        cover(ink, [0.25, 0.19, 0.14], 0.6 * ramp(0.5, 0.62, noise.at((x - z) * 11 + salt, y * 13 + x * 3)));
      // Throwing rings from the wheel, and glaze that pools.
      scale(ink, 1 + 0.018 * Math.sin(y * 46) + 0.1 * noise.fractal(around * 1.3 + salt, y * 2, 3));
    },
  };
}

/** Fruits heaped in a bowl: three below, one or two on top. */
export function heap(
  bowlX: number,
  bowlZ: number,
  kind: Fruit,
  skin: { colour: Colour; blush: Colour },
  tools: { noise: Noise; chance: Chance },
): readonly Thing[] {
  const turn = tools.chance.between(0, 6);
  const many = 3 + tools.chance.index(2);
  const lower = Array.from({ length: many }, (_, index) => {
    const angle = turn + (index * 2 * Math.PI) / many;
    return {
      x: bowlX + 0.56 * Math.cos(angle),
      y: 1.0 + 0.05 * Math.sin(angle * 3),
      z: bowlZ + 0.5 * Math.sin(angle),
    };
  });
  const upper = [{ x: bowlX + 0.08, y: 1.52, z: bowlZ + 0.08 }];
  return [...lower, ...upper].map((at) => {
    const lean = tools.chance.between(-0.7, 0.7);
    const blush = mix(skin.blush, skin.colour, clamp(tools.chance.unit()));
    return fruit(
      kind,
      { ...at, size: tools.chance.between(0.98, 1.1), lean },
      { colour: skin.colour, blush },
      tools,
    );
  });
}
