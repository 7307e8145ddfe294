import { cover, lay, mix, ramp, scale } from '../raster/colour.ts';
import { type Family, role } from './family.ts';

/** Two or three breathing fields of colour on a stained ground. */
export const colourField: Family = {
  id: 'colour-field',
  words: ['rothko', 'abstract', 'colour', 'color', 'field', 'painting', 'minimal', 'meditat', 'canvas'],
  // Ground, then fields; the last is the dark bar.
  palettes: [
    ['#7E2A22', '#E0492B', '#F2A63A', '#C8352B', '#3A1420'],
    ['#1F3B57', '#2F6D8C', '#E7D3A8', '#4FA0A4', '#14202F'],
    ['#D9A441', '#F3CF6B', '#E0673A', '#F6E6BE', '#8C3B24'],
    ['#33302E', '#8C3240', '#D88C6C', '#5B4A56', '#17161A'],
    ['#4C5B45', '#A9B77E', '#EADFB8', '#6F8C68', '#22301F'],
    ['#6A3F5E', '#E59AA0', '#F4D8C0', '#B55A7C', '#2C1830'],
  ],
  finish: { grain: 0.02, paper: 0.05, vignette: 0.22, jagged: false },
  compose({ halfWidth, halfHeight }, { chance, noise, colours }) {
    const drift = chance.between(0, 80);
    const three = chance.unit() < 0.6;
    const [first, second] = [chance.between(0.3, 0.52), chance.between(0.1, 0.2)];
    const shares = three ? [first, second, 1 - first - second] : [first + 0.12, 0.88 - first];
    const order = chance.shuffled([1, 2, 3]);
    const margin = 0.15;
    let top = -halfHeight + margin;
    const tall = 2 * (halfHeight - margin);
    const fields = shares.map((share, index) => {
      const field = {
        middle: top + (share * tall) / 2,
        half: (share * tall) / 2 - 0.05,
        wide: halfWidth - margin - chance.between(0, 0.05),
        colour: role(colours, three && index === 1 ? 4 : (order[index] ?? 1)),
        salt: drift + index * 37,
      };
      top += share * tall;
      return field;
    });

    return (x, y, ink) => {
      const stain = noise.fractal(x * 1.1 + drift, y * 1.1, 4);
      const brush = noise.fractal(x * 2.4 + drift, y * 13 + stain, 3);
      lay(ink, role(colours, 0));
      scale(ink, 1 + 0.16 * stain + 0.05 * brush);
      for (const field of fields) {
        const frayX =
          0.035 * noise.fractal(y * 5 + field.salt, x * 0.7, 3) + 0.014 * noise.at(y * 32 + field.salt, x);
        const frayY = 0.04 * noise.fractal(x * 4 + field.salt, y * 0.7 + 20, 4);
        const edge = Math.min(
          field.wide - Math.abs(x) + frayX,
          field.half - Math.abs(y - field.middle) + frayY,
        );
        const body = ramp(-0.035, 0.085, edge);
        if (body === 0) continue;
        const cloud = noise.fractal(x * 1.6 + field.salt, y * 2.3, 4);
        const paint = mix(field.colour, role(colours, 0), 0.1 + 0.16 * ramp(-0.1, 0.5, cloud) + 0.05 * brush);
        cover(ink, paint, body * 0.96);
        scale(ink, 1 + body * (0.06 * cloud + 0.05 * brush + 0.03 * ramp(0.3, 0, edge)));
      }
    };
  },
};
