import { clamp, cover, lay, lerp, ramp, scale } from '../raster/colour.ts';
import { type Family, role } from './family.ts';

/** Ink floated on water and drawn out: folds within folds, pale veins, a little gold. */
export const marble: Family = {
  id: 'marble',
  words: [
    'marble',
    'marbl',
    'ink',
    'liquid',
    'fluid',
    'swirl',
    'suminagashi',
    'smoke',
    'watercolor',
    'watercolour',
  ],
  // Deep, body, pale, second body, vein.
  palettes: [
    ['#0E2F3C', '#1E7F86', '#EFE8DA', '#83BDB4', '#D4A24A'],
    ['#20183F', '#5B4A9E', '#F1E6E4', '#C48BB0', '#E3B873'],
    ['#2B1712', '#B2472C', '#F6E9D8', '#E5A06B', '#E8C27A'],
    ['#14202B', '#3F5B73', '#F2F1EC', '#9DB0BC', '#C9A35B'],
    ['#132B1D', '#39704A', '#F0EDDA', '#A5BD83', '#D8B25A'],
    ['#3A0F2A', '#B03A63', '#FBEDE8', '#EE9E9A', '#E6BE7C'],
  ],
  finish: { grain: 0.016, paper: 0.035, vignette: 0.12, jagged: false },
  compose(frame, { chance, noise, colours }) {
    const angle = chance.between(0, Math.PI);
    const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
    const drift = chance.between(0, 90);
    const size = chance.between(0.55, 0.8);
    const pull = chance.between(1.2, 1.9);
    const { pixel } = frame;

    return (x, y, ink) => {
      const px = (x * cos - y * sin) * size + drift;
      const py = (x * sin + y * cos) * size * 1.5 + drift * 0.7;
      const firstX = noise.fractal(px, py, 4);
      const firstY = noise.fractal(px + 5.2, py + 1.3, 4);
      const secondX = noise.fractal(px + pull * firstX + 1.7, py + pull * firstY + 9.2, 4);
      const secondY = noise.fractal(px + pull * firstX + 8.3, py + pull * firstY + 2.8, 3);
      const body = noise.fractal(px + 1.5 * secondX, py + 1.5 * secondY, 5);
      const depth = Math.sqrt(secondX * secondX + secondY * secondY);

      lay(ink, role(colours, 2));
      cover(ink, role(colours, 3), ramp(-0.18, 0.3, body + 0.25 * firstX));
      cover(ink, role(colours, 1), ramp(0.0, 0.34, body + 0.3 * secondX));
      cover(ink, role(colours, 0), 0.95 * ramp(0.24, 0.62, depth + 0.35 * body));
      // Rings of equal height where the ink lies thick; on bare ground they would be scratches.
      const height = (body + 0.6 * secondX) * 9;
      const ring = Math.abs(height - Math.round(height));
      const crisp = clamp(1 - pixel * 60);
      const thick = ramp(0.02, 0.2, body) * ramp(-0.15, 0.2, secondY);
      cover(ink, role(colours, 0), 0.32 * crisp * thick * ramp(0.2, 0.04, ring));
      const vein = Math.abs(secondY + 0.5 * firstX - 0.04);
      cover(ink, role(colours, 2), 0.75 * ramp(0.035, 0.004, vein));
      const gold = Math.abs(secondX - 0.6 * firstY + 0.07);
      const shine = 0.75 + 0.5 * noise.at(px * 60, py * 60);
      cover(ink, role(colours, 4), clamp(0.9 * shine * ramp(0.02, 0.006, gold) * ramp(-0.05, 0.25, firstY)));
      scale(ink, lerp(0.96, 1.05, ramp(-0.4, 0.4, body)));
    };
  },
};
