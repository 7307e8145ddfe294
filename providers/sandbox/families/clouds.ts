import { clamp, cover, glow, lay, ramp } from '../raster/colour.ts';
import { type Family, role } from './family.ts';

/** A tall sky with lit cumulus and a veil of cirrus above. */
export const clouds: Family = {
  id: 'clouds',
  words: ['sky', 'cloud', 'skies', 'heaven', 'weather', 'storm', 'cumulus', 'dream'],
  // Zenith, horizon, light side, shadow side, sun.
  palettes: [
    ['#2C6DB5', '#BFE0EE', '#FFFCF5', '#8DA3BF', '#FFF4DC'],
    ['#3B4C8C', '#F6B9A0', '#FFE9D2', '#8C6E97', '#FFD9A0'],
    ['#4B8FA8', '#F2E8D2', '#FFFDF6', '#A9B6B4', '#FFF3CF'],
    ['#1F2D4F', '#7C92B4', '#D9E2EE', '#3E4C6B', '#E9E4F2'],
    ['#E58C6A', '#FBE3B4', '#FFF6E4', '#C07C84', '#FFE9B0'],
  ],
  finish: { grain: 0.016, paper: 0.012, vignette: 0.2, jagged: false },
  compose(frame, { chance, noise, colours }) {
    const { halfHeight } = frame;
    const [driftX, driftY] = [chance.between(0, 120), chance.between(0, 120)];
    const size = chance.between(0.85, 1.35);
    const amount = chance.between(-0.02, 0.07);
    const lightX = chance.pick([-1, 1]) * 0.16;
    const slant = chance.between(-0.35, 0.35);

    const density = (x: number, y: number, octaves: number) => {
      const px = x * size + driftX;
      const py = y * size * 1.35 + driftY + x * slant;
      const swell = noise.at(px * 0.9, py * 0.9) * 0.4;
      // Folded octaves make the cauliflower heads; plain ones make only smoke.
      let heads = 0;
      let strength = 0.42;
      let fx = px * 1.2;
      let fy = py * 1.2;
      for (let octave = 0; octave < octaves; octave++) {
        heads += strength * (0.42 - Math.abs(noise.at(fx, fy)));
        const turned = 1.62 * fx + 1.15 * fy + 4.7;
        fy = 1.62 * fy - 1.15 * fx + 2.9;
        fx = turned;
        strength *= 0.53;
      }
      return swell + heads * 0.9 + amount;
    };

    return (x, y, ink) => {
      const down = clamp((y / halfHeight + 1) / 2);
      lay(ink, role(colours, 0));
      cover(ink, role(colours, 1), ramp(0, 1, down) ** 1.15);
      const veil = noise.fractal(x * 0.5 + driftX + y * 0.4, y * 2.8 + 60, 4);
      cover(ink, role(colours, 2), 0.28 * ramp(0.05, 0.6, veil));
      const here = density(x, y, 6);
      const amountHere = ramp(-0.02, 0.26, here);
      if (amountHere === 0) return;
      const towardsLight = density(x + lightX, y - 0.2, 3);
      const lit = clamp(0.72 - (towardsLight - 0.05) * 1.25 + (here - 0.25) * 0.35);
      cover(ink, role(colours, 3), amountHere * 0.94);
      cover(ink, role(colours, 2), amountHere * lit);
      glow(ink, role(colours, 4), 0.1 * amountHere * lit * lit);
    };
  },
};
