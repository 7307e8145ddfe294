import type { Chance } from '../../raster/chance.ts';
import { type Colour, cover, type Ink, lay, mix, ramp, scale } from '../../raster/colour.ts';
import type { Noise } from '../../raster/noise.ts';
import { type Family, type Frame, role } from '../family.ts';
import { createScene } from './light.ts';
import { fruit, heap, type Thing, vessel } from './things.ts';

interface Tools {
  readonly chance: Chance;
  readonly noise: Noise;
}

/** Fruit and vessels on a cloth, lit from a window on the left. */
export const stillLife: Family = {
  id: 'still-life',
  words: [
    'still life',
    'still-life',
    'quince',
    'fruit',
    'bowl',
    'vase',
    'lemon',
    'pear',
    'apple',
    'orange on',
    'pottery',
    'ceramic',
    'jug',
    'bottle',
    'kitchen',
    'table',
    'morandi',
  ],
  // Wall, wall in shade, cloth, four glazes, clay, fruit, its blush, second fruit, its blush.
  palettes: [
    [
      '#8FA3A3',
      '#4C6468',
      '#E4DCCB',
      '#B8532F',
      '#20467F',
      '#2E4A3E',
      '#EFE6D6',
      '#D8C1A0',
      '#E7B52C',
      '#B7A53A',
      '#F0D04A',
      '#D9A62C',
    ],
    [
      '#D9B9A0',
      '#A5745F',
      '#EFE7DC',
      '#E9E1D2',
      '#3E6B70',
      '#C97A4A',
      '#6E3B32',
      '#D9C4A8',
      '#B6402F',
      '#E0A044',
      '#E8963A',
      '#C2502C',
    ],
    [
      '#5B6657',
      '#2F3830',
      '#D8D3C0',
      '#C9B26A',
      '#E6E0D2',
      '#7C8F7A',
      '#A9512F',
      '#CDB995',
      '#9BA544',
      '#C4752F',
      '#6D2F4A',
      '#3C2448',
    ],
    [
      '#C9CDD0',
      '#8A97A3',
      '#F2EFE8',
      '#2F56A0',
      '#DDE3E6',
      '#7FA0B5',
      '#F0EBE0',
      '#D8CCB8',
      '#F1CB3B',
      '#E3A92B',
      '#E98A3A',
      '#D4602E',
    ],
    [
      '#E3C36F',
      '#B4863C',
      '#F1E9DA',
      '#2D6F73',
      '#F0E8DA',
      '#A63F2A',
      '#35506B',
      '#D5BE98',
      '#D4572F',
      '#8C2F2A',
      '#8FA048',
      '#C5A53C',
    ],
  ],
  finish: { grain: 0.02, paper: 0.025, vignette: 0.3, jagged: true },
  compose(frame, { chance, noise, colours }) {
    const things = arrange(frame, colours, { chance, noise });
    const stripeAt = chance.between(1.4, 2.3);
    const stripe = mix(role(colours, chance.pick([3, 4, 5])), role(colours, 2), 0.25);
    const cloth = (x: number, z: number, ink: Ink) => {
      lay(ink, role(colours, 2));
      scale(
        ink,
        0.97 + 0.06 * noise.fractal(x * 0.7, z * 1.1, 3) + 0.022 * Math.sin(x * 70) * Math.sin(z * 70),
      );
      cover(
        ink,
        stripe,
        0.75 * ramp(0.07, 0.05, Math.abs(z - stripeAt)) +
          0.75 * ramp(0.025, 0.012, Math.abs(z - stripeAt - 0.17)),
      );
    };
    const wall = (x: number, y: number, ink: Ink) => {
      const plaster = noise.fractal(x * 0.6 + 9, y * 0.6, 5);
      lay(ink, role(colours, 0));
      cover(ink, role(colours, 1), ramp(-2.6, 3.4, x + 0.7 * y * -0.4 + 1.6 * plaster));
      scale(ink, 1 + 0.07 * plaster + 0.03 * noise.fractal(x * 7, y * 7, 3));
    };
    return createScene({ frame, things, cloth, wall, lamp: [1, 0.94, 0.84] });
  },
};

/** One heaped bowl, vessels beside and behind it, loose fruit in front: fewer the narrower the picture. */
function arrange(frame: Frame, colours: readonly Colour[], tools: Tools): readonly Thing[] {
  const { chance } = tools;
  const wide = frame.halfWidth / frame.halfHeight;
  const slots = wide > 1.25 ? [-2.35, -0.35, 1.65, 3.1] : wide > 0.85 ? [-1.5, 0.35, 1.75] : [-0.85, 0.85];
  const order = chance.shuffled(slots.slice(0, 3));
  const skins = [
    { colour: role(colours, 8), blush: role(colours, 9) },
    { colour: role(colours, 10), blush: role(colours, 11) },
  ] as const;
  const kind = chance.pick(['quince', 'lemon', 'orange', 'plum', 'quince'] as const);
  const things: Thing[] = [];
  const upright = (x: number, z: number) => ({ x, y: 0, z, size: chance.between(0.92, 1.08), lean: 0 });

  const bowlX = order[0] ?? 0;
  const bowlZ = chance.between(0.1, 0.5);
  things.push(vessel('bowl', { x: bowlX, y: 0, z: bowlZ, size: 1, lean: 0 }, colours, tools));
  things.push(...heap(bowlX, bowlZ, kind, skins[0], tools));

  const standing = chance.shuffled(['jug', 'jar', 'amphora', 'beaker'] as const);
  const second = order[1] ?? 1;
  const secondThing = upright(second, chance.between(-0.6, 0));
  things.push(vessel(standing[0] ?? 'jug', secondThing, colours, tools));
  const between = (bowlX + second) / 2;
  const third = order[2];
  const thirdThing = upright(third ?? between, chance.between(-1.1, -0.4));
  // A bottle stands behind the gap; where another vessel has that place, the bottle is that vessel.
  const isTaken = third !== undefined && Math.abs(third - between) < 1.3;
  things.push(
    vessel('bottle', isTaken ? thirdThing : { ...thirdThing, x: between, z: -1.35 }, colours, tools),
  );
  if (third !== undefined && !isTaken) things.push(vessel(standing[1] ?? 'jar', thirdThing, colours, tools));

  const loose = chance.pick(['pear', 'lemon', 'quince', 'plum'] as const);
  const lying = loose === 'lemon' ? 1.45 : chance.between(-0.12, 0.12);
  const rest = loose === 'lemon' ? 0.42 : loose === 'plum' ? 0.4 : 0.51;
  things.push(
    fruit(
      loose,
      { x: (slots[1] ?? 0) * 0.6 + chance.between(-0.3, 0.4), y: rest, z: 1.75, size: 1, lean: lying },
      skins[1],
      tools,
    ),
  );
  const last = slots[3];
  // A narrow table has no room left at its end: a pear there would stand inside the bowl.
  if (last !== undefined)
    things.push(
      fruit(
        'pear',
        { x: last, y: 0.52, z: chance.between(0.9, 1.4), size: 1, lean: chance.between(-0.16, 0.16) },
        skins[1],
        tools,
      ),
    );
  return things;
}
