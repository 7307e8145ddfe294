import { clamp, cover, type Ink, lay, mix, ramp } from '../raster/colour.ts';
import { inside } from '../raster/shape.ts';
import { type Family, role } from './family.ts';

/** Open water to the horizon, and the sun's road on it. */
export const sea: Family = {
  id: 'sea',
  words: [
    'sea',
    'ocean',
    'wave',
    'beach',
    'coast',
    'harbour',
    'harbor',
    'lake',
    'water',
    'sunset',
    'horizon',
    'boat',
    'island',
  ],
  // Sky high, sky low, sun, deep water, lit water.
  palettes: [
    ['#5C88B5', '#F6D9C0', '#FFF4DC', '#123F55', '#3E8C97'],
    ['#2F3E70', '#F29A76', '#FFDFA6', '#17233F', '#4B5580'],
    ['#9FC0CC', '#F2EEE3', '#FFFFFF', '#2A5C66', '#79AFAE'],
    ['#C86A5B', '#F9D27E', '#FFF6D0', '#3A2440', '#A85A5E'],
    ['#16213F', '#5E7AA0', '#F1F4FA', '#07122A', '#2B4A72'],
  ],
  finish: { grain: 0.018, paper: 0.02, vignette: 0.25, jagged: false },
  compose(frame, { chance, noise, colours }) {
    const { halfWidth, halfHeight, pixel } = frame;
    const horizon = halfHeight * chance.between(-0.18, 0.16);
    const sunX = halfWidth * chance.between(-0.55, 0.55);
    const lift = chance.between(-0.02, 0.42);
    const sunSize = chance.between(0.08, 0.17);
    const drift = chance.between(0, 130);
    const wind = chance.between(0.6, 1.15);

    const sky = (x: number, y: number, ink: Ink) => {
      const up = clamp((horizon - y) / (halfHeight + horizon));
      lay(ink, role(colours, 1));
      cover(ink, role(colours, 0), ramp(-0.05, 1.05, up));
      const bank = noise.fractal(x * 0.55 + drift, y * 3.2 + 0.4 * noise.at(x, y * 2), 5);
      cover(
        ink,
        mix(role(colours, 0), role(colours, 3), 0.25),
        0.42 * ramp(0.04, 0.5, bank) * ramp(1, 0.15, up),
      );
      const toSun = Math.hypot(x - sunX, y - horizon + lift);
      const lining = ramp(0.0, 0.12, bank) * ramp(0.3, 0.12, bank);
      cover(
        ink,
        role(colours, 2),
        clamp(0.42 * Math.exp(-toSun * 2.4) + 0.2 * lining * Math.exp(-toSun * 1.2)),
      );
      cover(ink, role(colours, 2), inside(toSun - sunSize, pixel * 2) * (1 - 0.5 * ramp(0.12, 0.45, bank)));
    };

    /** Height of the water; waves run across the view and fade where a pixel would hold many of them. */
    const swell = (x: number, z: number) => {
      const far = 1 / (1 + z * 0.045);
      const long = noise.at(x * 0.42 + drift, z * 0.85);
      const middle = noise.at(x * 1.1 + 0.5 * long + drift, z * 2.1 + 5);
      const short = noise.at(x * 2.9 + drift, z * 5.2 + 0.8 * middle);
      const chop = z < 26 ? noise.at(x * 7.3, z * 12 + drift) : 0;
      const lap = z < 7 ? noise.at(x * 17 + 0.6 * chop, z * 27 + drift) * ramp(7, 2, z) : 0;
      return wind * far * (0.5 * long + 0.3 * middle + 0.15 * short + 0.055 * chop + 0.022 * lap);
    };

    const haze = [0, 0, 0] as [number, number, number];
    return (x, y, ink) => {
      if (y < horizon) {
        sky(x, y, ink);
        return;
      }
      const down = Math.max(y - horizon, pixel * 0.3);
      // A tall picture looks down on nearer water: the eye rises with it, or the waves at its foot would be blots.
      const z = (0.95 * halfHeight) / down;
      const worldX = x * z;
      const reach = 0.03 + z * 0.012;
      const here = swell(worldX, z);
      const slopeX = (swell(worldX + reach, z) - here) / reach;
      const slopeZ = (swell(worldX, z + reach) - here) / reach;
      // The mirror: a slope towards the viewer shows the sky higher up, one away shows it near the horizon.
      const skyY = horizon - clamp(down * 0.5 + 0.05 + slopeZ * 0.22, 0.01, halfHeight + horizon);
      sky(x + slopeX * 0.3, skyY, ink);
      haze[0] = ink[0] ?? 0;
      haze[1] = ink[1] ?? 0;
      haze[2] = ink[2] ?? 0;
      const grazing = clamp(0.1 + 0.6 * Math.exp(-down * 2.6) - 0.3 * slopeZ, 0, 0.85);
      lay(ink, role(colours, 3));
      cover(ink, role(colours, 4), clamp(0.34 + 0.8 * here + 0.5 * slopeZ) * ramp(2.2, 0.2, down));
      cover(ink, haze, grazing);
      const road = Math.abs(x - sunX) / (0.1 + down * 0.42 + sunSize * 0.6);
      const facing = clamp(0.5 + 1.3 * slopeZ + 0.35 * slopeX * Math.sign(sunX - x) + 0.5 * here);
      const glitter = ramp(0.5, 0.78, facing) * Math.exp(-road * road * 1.1);
      cover(ink, role(colours, 2), clamp(0.8 * glitter + 0.1 * Math.exp(-road * road)));
      cover(ink, role(colours, 1), 0.55 * ramp(0.05, 0, down));
    };
  },
};
