import { clamp, cover, lay, mix, ramp, scale } from '../raster/colour.ts';
import { type Family, role } from './family.ts';

interface Frond {
  readonly x: number;
  readonly y: number;
  readonly cos: number;
  readonly sin: number;
  readonly size: number;
  readonly bend: number;
  readonly pairs: number;
  readonly plump: number;
  readonly salt: number;
  readonly exposure: number;
}

/** A sun print: fronds laid on paper brushed with Prussian blue. */
export const fern: Family = {
  id: 'fern',
  words: [
    'fern',
    'leaf',
    'leaves',
    'cyanotype',
    'botanical',
    'plant',
    'herbarium',
    'garden',
    'jungle',
    'palm',
    'branch',
    'flower',
    'dahlia',
    'rose',
  ],
  // Paper, deep emulsion, thin emulsion, the print of the plant.
  palettes: [
    ['#EFE8D8', '#123A75', '#2A62A8', '#E6EEF0'],
    ['#F2EADB', '#0E2F5C', '#2F74A8', '#F1F0E6'],
    ['#EDE7DA', '#14464F', '#33808A', '#EAF1EA'],
    ['#F1E8DA', '#1C2A63', '#4A5FAE', '#F0EEF2'],
    ['#EFEADB', '#1B3B4F', '#4D7C96', '#F1F2E8'],
  ],
  finish: { grain: 0.022, paper: 0.06, vignette: 0.1, jagged: false },
  compose(frame, { chance, noise, colours }) {
    const { halfWidth, halfHeight, pixel } = frame;
    const drift = chance.between(0, 100);
    const wide = halfWidth / halfHeight;
    const count = wide > 1.2 ? 3 + chance.index(3) : wide > 0.8 ? 2 + chance.index(2) : 1 + chance.index(2);
    const lean = chance.between(-0.35, 0.35);
    const fronds: Frond[] = Array.from({ length: count }, (_, index) => {
      const angle = lean + chance.between(-0.32, 0.32) + (index - (count - 1) / 2) * 0.22;
      return {
        x: halfWidth * 1.25 * ((index + 0.5) / count - 0.5) + chance.between(-0.1, 0.1),
        y: halfHeight * 0.8 - chance.between(0, 0.1),
        cos: Math.cos(angle),
        sin: Math.sin(angle),
        size: halfHeight * chance.between(1.35, 1.66) * (1 - 0.25 * Math.abs(angle)),
        bend: chance.between(-0.26, 0.26),
        pairs: 13 + chance.index(15),
        plump: chance.between(0.75, 1.25),
        salt: chance.between(0, 90),
        exposure: chance.between(0.72, 1),
      };
    });

    return (x, y, ink) => {
      const fibre = noise.fractal(x * 5, y * 5, 4);
      lay(ink, role(colours, 0));
      scale(ink, 1 + 0.025 * fibre);
      // The brush leaves dry ends on the left and right, and a wavering edge above and below.
      const dryX =
        0.055 * noise.fractal(y * 16 + drift, x * 0.8, 4) + 0.03 * noise.at(y * 60, x * 1.5 + drift);
      const dryY = 0.03 * noise.fractal(x * 5 + drift, y * 2, 3);
      const coated = Math.min(halfWidth - 0.12 - Math.abs(x) + dryX, halfHeight - 0.11 - Math.abs(y) + dryY);
      const body = ramp(-0.008, 0.022, coated);
      if (body === 0) return;
      const stroke = noise.fractal(x * 0.8 + drift, y * 9, 4);
      const wash = noise.fractal(x * 1.1 + drift, y * 1.1, 4);
      const blue = mix(
        role(colours, 1),
        role(colours, 2),
        clamp(0.3 + 0.55 * wash + 0.28 * stroke + 0.5 * ramp(0.06, 0, coated)),
      );
      cover(ink, blue, body * 0.97);
      for (const frond of fronds) {
        const away = frondDistance(frond, x, y);
        if (away > 0.1) continue;
        // Where the leaf lay close the edge is sharp; where it rose from the paper, light crept under.
        const lifted = clamp(0.35 + 0.8 * noise.at(x * 2.2 + frond.salt, y * 2.2)) * 0.014;
        const white = ramp(lifted + pixel * 0.7, -lifted * 0.4 - pixel * 0.7, away);
        const veins = 0.84 + 0.16 * ramp(-0.004, -0.02, away) + 0.1 * fibre;
        cover(ink, role(colours, 3), body * white * frond.exposure * clamp(veins));
      }
    };
  },
};

/** Distance to a feather-shaped leaf: a curved stem with scalloped leaflets in pairs, longest below the middle. */
function frondDistance(frond: Frond, px: number, py: number): number {
  const dx = (px - frond.x) / frond.size;
  const dy = (frond.y - py) / frond.size;
  const along = dx * frond.sin + dy * frond.cos;
  const across = dx * frond.cos - dy * frond.sin - frond.bend * along * along;
  if (along < -0.14 || along > 1.06 || Math.abs(across) > 0.42) return 1;
  const stem = Math.abs(across) - 0.0075 * (1.15 - along);
  let best = along < 0 ? Math.max(stem, -0.12 - along) : along > 1 ? Math.hypot(across, along - 1) : stem;
  const side = Math.abs(across);
  const stagger = across > 0 ? 0 : 0.5;
  const first = Math.floor((along - side * 0.62) * frond.pairs - stagger);
  for (let index = first - 1; index <= first + 2; index++) {
    const root = (index + stagger + 0.2) / frond.pairs;
    if (root < 0.05 || root > 0.985) continue;
    const length =
      0.36 * frond.plump * Math.sin(Math.PI * Math.min(1, (root + 0.12) * 0.92)) ** 0.8 * (1.02 - root ** 3);
    const rise = 0.5 + 0.25 * root;
    const curve = 0.28 * side * side;
    const up = along - root - curve;
    const reachAlong = side * 0.87 + up * rise;
    const off = Math.abs(up * 0.87 - side * rise);
    const share = reachAlong / length;
    if (share < 0 || share > 1.1) continue;
    const scallop = 0.62 + 0.38 * Math.abs(Math.sin(share * 17 + index));
    const wide =
      (0.4 / frond.pairs) * Math.sqrt(Math.max(0, 1 - share)) * scallop * (0.6 + 0.4 * ramp(0, 0.2, share));
    best = Math.min(best, off - wide);
  }
  return best * frond.size;
}
