import { type Colour, cover, glow, lay, mix, ramp } from '../raster/colour.ts';
import { createShapeGrid } from '../raster/shape.ts';
import { type Family, role } from './family.ts';

interface Light {
  readonly x: number;
  readonly y: number;
  readonly reach: number;
  readonly radius: number;
  readonly colour: Colour;
  readonly strength: number;
}

/** A city at night, out of focus, with its lights in a wet street. */
export const night: Family = {
  id: 'night',
  words: ['night', 'city', 'bokeh', 'lights', 'street', 'neon', 'rain', 'star', 'midnight', 'party', 'tokyo'],
  // Sky, ground, then lights.
  palettes: [
    ['#101B33', '#1D2A44', '#F7B955', '#E9573F', '#4FB6C2', '#FFF0D2', '#C4476E'],
    ['#1A1230', '#33204D', '#F2668B', '#7C6BF0', '#46C8E0', '#FFE3EE', '#F7A65A'],
    ['#0C2126', '#163A3C', '#F4C76A', '#5FD0A5', '#E77B4C', '#F6FAE6', '#3D8FB3'],
    ['#24140F', '#3F2318', '#FFB347', '#F0743A', '#FFDFA0', '#FFF6E2', '#B93A32'],
  ],
  finish: { grain: 0.026, paper: 0.0, vignette: 0.45, jagged: false },
  compose(frame, { chance, noise, colours }) {
    const { halfWidth, halfHeight, pixel } = frame;
    const horizon = halfHeight * chance.between(0.2, 0.4);
    const drift = chance.between(0, 60);
    const lens = chance.between(0.7, 1.25) * (0.5 + 0.5 * halfHeight);
    const vanish = halfWidth * chance.between(-0.4, 0.4);
    const lights = Array.from({ length: 150 }, (): Light => {
      const near = chance.unit() ** 1.7;
      const spread = (0.16 + 0.9 * near) * chance.between(-1, 1);
      const radius = (0.014 + 0.105 * near * chance.between(0.5, 1)) * lens;
      const up = (0.04 + 0.85 * near) * chance.unit() ** 1.35 * (halfHeight + horizon) * 0.95;
      const strength = chance.between(0.16, 0.55) * (1.15 - 0.6 * near);
      const colour = mix(role(colours, 2 + chance.index(5)), role(colours, 2), chance.unit() * 0.3);
      return {
        x: vanish + spread * halfWidth * 1.6,
        y: horizon - up,
        radius,
        reach: radius * 1.1,
        colour,
        strength,
      };
    });
    const near = createShapeGrid(lights, halfWidth, halfHeight, 0.05);
    const streaks = lights.filter((light) => light.y > horizon - 0.75).slice(0, 46);
    const towers = (x: number) => {
      const cell = Math.floor(x * 3.1 + drift);
      return (
        horizon -
        0.28 -
        0.42 * Math.abs(noise.at(cell * 3.7 + 0.4, drift)) -
        0.3 * ramp(0.6, 0, Math.abs(x - vanish))
      );
    };

    return (x, y, ink) => {
      const haze = noise.fractal(x * 0.8 + drift, y * 0.9, 4);
      lay(ink, role(colours, 0));
      cover(ink, role(colours, 1), ramp(-halfHeight, horizon, y + 0.3 * haze));
      glow(
        ink,
        role(colours, 2),
        0.16 * Math.exp(-Math.abs(y - horizon) * 3.2) * Math.exp(-Math.abs(x - vanish) * 0.7),
      );
      // Towers, as soft as a lens wide open would leave them.
      cover(
        ink,
        role(colours, 0),
        0.45 * ramp(-0.05, 0.05, y - towers(x)) * ramp(horizon + 0.04, horizon - 0.04, y),
      );
      if (y > horizon) {
        const down = y - horizon;
        cover(ink, role(colours, 0), 0.35);
        const ripple = 0.03 * noise.at(x * 3, y * 26 + drift) * (0.4 + down);
        for (const light of streaks) {
          const off = (x + ripple - light.x) / (light.radius * 0.75 + 0.012);
          if (off > 2.6 || off < -2.6) continue;
          const fall = Math.exp(-down * 1.5) * ramp(0, 0.05, down);
          const broken = 0.55 + 0.45 * noise.at(light.x * 9 + x, y * 19 + light.x * 40);
          glow(ink, light.colour, 0.5 * light.strength * Math.exp(-off * off) * fall * broken);
        }
      }
      for (const light of near(x, y)) {
        const away = Math.hypot(x - light.x, y - light.y) / light.radius;
        if (away > 1.1) continue;
        // A wide lens draws a point as a disc, a little brighter at its rim.
        const disc = ramp(1.03 + pixel / light.radius, 0.97 - pixel / light.radius, away);
        const rim = 0.72 + 0.5 * ramp(0.6, 0.97, away);
        glow(ink, light.colour, disc * rim * light.strength);
      }
      for (let channel = 0; channel < 3; channel++) {
        const value = ink[channel] ?? 0;
        ink[channel] = value / (1 + 0.22 * value * value);
      }
    };
  },
};
