import { type Colour, clamp, cover, type Ink, lay, mix, ramp, scale } from '../raster/colour.ts';
import { inside } from '../raster/shape.ts';
import { type Family, role } from './family.ts';

interface Portal {
  readonly x: number;
  /** Where the wall meets the floor, and where the round of the arch begins. */
  readonly base: number;
  readonly spring: number;
  readonly half: number;
  readonly depthX: number;
  readonly wall: Colour;
  readonly floor: Colour;
}

const PORTALS = 4;

/** Rooms seen through rooms: plaster arches in strong light, a patch of sky at the end. */
export const arches: Family = {
  id: 'arches',
  words: [
    'arch',
    'house',
    'wall',
    'building',
    'room',
    'door',
    'stair',
    'interior',
    'courtyard',
    'villa',
    'barragan',
    'column',
  ],
  // Walls from front to back, sky low, sky high, ball.
  palettes: [
    ['#E79B7F', '#F2C6A0', '#C85F54', '#EBD9C0', '#F7E6CF', '#5C9CB8', '#F0B23E'],
    ['#D9C7B0', '#EFE3D0', '#A9653F', '#F5EEE2', '#E6EFEE', '#4E8A97', '#C7502F'],
    ['#3F5FA8', '#E9A0A8', '#F3D2B3', '#6F7FC0', '#FBEBD9', '#F2B7A0', '#F4C64B'],
    ['#6E8B74', '#D8D9B8', '#B5643F', '#EFE9D2', '#F6F0DC', '#8FB9B6', '#E3A23C'],
    ['#F0B7B0', '#F8E0D3', '#D9776A', '#FBF0E4', '#DDEBEE', '#88B5CC', '#3F6E75'],
  ],
  finish: { grain: 0.02, paper: 0.035, vignette: 0.14, jagged: false },
  compose(frame, { chance, noise, colours }) {
    const { halfWidth, halfHeight, pixel } = frame;
    const side = chance.pick([-1, 1]);
    const slope = side * chance.between(0.5, 0.9);
    const portals: Portal[] = [];
    let [x, half] = [halfWidth * chance.between(-0.2, 0.2), Math.min(halfWidth * 0.66, halfHeight * 0.82)];
    let base = halfHeight * chance.between(0.66, 0.78);
    let top = -halfHeight * chance.between(0.72, 0.84);
    for (let index = 0; index < PORTALS; index++) {
      const wall = role(colours, index % 4);
      const spring = Math.min(top + half, base - 0.1);
      portals.push({
        x,
        base,
        spring,
        half,
        depthX: side * half * 0.16,
        wall,
        floor: mix(wall, role(colours, (index + 1) % 4), 0.55),
      });
      const shrink = chance.between(0.58, 0.68);
      x += half * chance.between(-0.22, 0.22);
      base -= (base - halfHeight * 0.05) * 0.3;
      top += (base - top) * (1 - shrink) * 0.62;
      half *= shrink;
    }
    const ball = { x: halfWidth * chance.between(0.25, 0.6) * -side, size: chance.between(0.1, 0.17) };
    const sun = { x, y: base - half * chance.between(0.9, 1.5), size: half * chance.between(0.25, 0.4) };
    const horizon = base - half * 0.35;
    const steps = 3 + chance.index(3);

    const plaster = (ink: Ink, px: number, py: number, salt: number) => {
      scale(
        ink,
        1 + 0.06 * noise.fractal(px * 1.6 + salt, py * 1.6, 4) + 0.025 * noise.at(px * 26, py * 26 + salt),
      );
    };

    return (px, py, ink) => {
      sky(px, py, ink);
      for (let index = PORTALS - 1; index >= 0; index--) {
        const portal = portals[index];
        if (portal !== undefined) room(portal, index, px, py, ink);
      }
      still(px, py, ink);
    };

    function sky(px: number, py: number, ink: Ink): void {
      lay(ink, role(colours, 4));
      cover(ink, role(colours, 5), ramp(horizon, horizon - 0.7, py));
      cover(ink, role(colours, 6), inside(Math.hypot(px - sun.x, py - sun.y) - sun.size, pixel));
      cover(ink, mix(role(colours, 5), role(colours, 2), 0.35), inside(horizon - py, pixel));
    }

    function room(portal: Portal, index: number, px: number, py: number, ink: Ink): void {
      const near = 1 - index / PORTALS;
      // The floor beyond the opening, up to the next wall or the sea.
      const beyond = portals[index + 1]?.base ?? portal.base - portal.half * 0.12;
      const onFloor = inside(beyond - py, pixel);
      if (onFloor > 0) cover(ink, mix(portal.floor, [1, 1, 1], 0.12), onFloor);
      const opening = archDistance(portal, px, py);
      const through = archDistance(portal, px - portal.depthX, py);
      const reveal = inside(-through, pixel) * inside(py - portal.base, pixel);
      if (reveal > 0 && opening < pixel) {
        cover(
          ink,
          mix(
            portal.wall,
            [0.16, 0.1, 0.2],
            0.3 + 0.12 * ramp(-portal.half, portal.half, (px - portal.x) * side),
          ),
          reveal,
        );
      }
      const wallHere = inside(-opening, pixel);
      if (wallHere === 0) return;
      const below = inside(portal.base - py, pixel);
      const light = lightOn(portal, px, py);
      const ground = mix(portal.floor, [0.14, 0.1, 0.2], 0.3 * (1 - light));
      const shaded = ramp(
        -0.012,
        0.012,
        py - portal.x * 0.2 + px * slope - halfHeight * (0.55 - 0.9 * near) - 0.25 * index,
      );
      const face = mix(portal.wall, [0.18, 0.1, 0.22], 0.24 * shaded);
      cover(ink, face, wallHere * (1 - below));
      cover(ink, ground, wallHere * below);
      plaster(ink, px, py, index * 9);
      scale(ink, 1 - 0.1 * wallHere * (1 - below) * ramp(0.12, 0, portal.base - py));
    }

    /** The bright shape that an opening throws on the floor in front of it: the arch itself, laid down and slanted. */
    function lightOn(portal: Portal, px: number, py: number): number {
      const down = py - portal.base;
      if (down < 0) return 0;
      return ramp(0.012, -0.012, archDistance(portal, px + down * slope * 1.5, portal.base - down * 1.7));
    }

    function still(px: number, py: number, ink: Ink): void {
      const front = portals[0];
      if (front === undefined) return;
      const floor = front.base + (halfHeight - front.base) * 0.5;
      stairs(px, py, front, ink);
      const [dx, dy] = [px - ball.x, py - (floor - ball.size)];
      const shade = Math.hypot((px - ball.x - side * ball.size * 0.9) * 0.52, (py - floor) * 2.2);
      scale(ink, 1 - 0.3 * ramp(ball.size * 1.05, ball.size * 0.5, shade) * inside(front.base - py, pixel));
      const away = Math.hypot(dx, dy) - ball.size;
      const round = inside(away, pixel);
      if (round === 0) return;
      const lit = clamp(0.52 - (side * dx + dy * 0.9) / ball.size / 1.7);
      cover(
        ink,
        mix(
          mix(role(colours, 6), [0.16, 0.08, 0.18], 0.55),
          mix(role(colours, 6), [1, 1, 1], 0.18),
          ramp(0, 1, lit),
        ),
        round,
      );
    }

    function stairs(px: number, py: number, front: Portal, ink: Ink): void {
      const rise = (front.base - front.spring) * 0.11 + 0.03;
      const tread = rise * 1.25;
      const edge = side * (halfWidth + 0.02);
      const along = (edge - px) * side;
      const step = Math.floor(along / tread);
      if (step < 0 || step >= steps) return;
      const top = front.base - rise * (steps - step);
      const body = inside(top - py, pixel) * inside(py - front.base - 0.06, pixel);
      cover(ink, mix(front.wall, [1, 0.97, 0.92], 0.3), body);
      scale(
        ink,
        1 - body * (0.16 * ramp(0.01, 0.03, py - top) + 0.08 * ramp(0, tread, along - step * tread)),
      );
      plaster(ink, px, py, 55);
    }
  },
};

function archDistance({ x, spring, half }: Portal, px: number, py: number): number {
  if (py < spring) return Math.hypot(px - x, py - spring) - half;
  return Math.abs(px - x) - half;
}
