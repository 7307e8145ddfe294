import type { Chance } from '../raster/chance.ts';
import { type Colour, cover, lay, ramp, scale } from '../raster/colour.ts';
import type { Noise } from '../raster/noise.ts';
import { boxDistance, createShapeGrid, inside } from '../raster/shape.ts';
import { type Family, type Frame, role } from './family.ts';

/** A cut shape in its own space, about one unit in radius: distance to its edge, negative inside. */
type Cut = (x: number, y: number) => number;

interface Piece {
  readonly x: number;
  readonly y: number;
  readonly reach: number;
  readonly size: number;
  readonly cos: number;
  readonly sin: number;
  readonly salt: number;
  readonly colour: Colour;
  readonly cut: Cut;
}

interface Panel {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** Painted papers cut by hand and laid over one another. */
export const collage: Family = {
  id: 'collage',
  words: [
    'collage',
    'paper',
    'matisse',
    'cut-out',
    'cutout',
    'poster',
    'illustration',
    'shapes',
    'gouache',
    'bauhaus',
    'flat',
  ],
  // Ground, dark, then papers.
  palettes: [
    ['#F3ECDD', '#1D1E2C', '#1F4F9E', '#E4572E', '#F3B72E', '#1F8A63', '#F2A7B0'],
    ['#F6EFE3', '#2A2230', '#0E7C86', '#E8735A', '#F5C96A', '#3C3A78', '#CFE0D2'],
    ['#EFE6D6', '#24302A', '#C43D3D', '#E9A23B', '#7BA05B', '#2E6F8E', '#EDC9B0'],
    ['#F4F0EA', '#26203A', '#6B4BA3', '#F26B5E', '#F7C548', '#2FA39A', '#F3B6C8'],
    ['#E9E4D4', '#14213D', '#FCA311', '#2A6F97', '#D1495B', '#8FB996', '#F7E3AF'],
  ],
  finish: { grain: 0.016, paper: 0.045, vignette: 0.06, jagged: true },
  compose(frame, { chance, noise, colours }) {
    const pieces = layOut(frame, chance, colours, noise);
    const near = createShapeGrid(pieces, frame.halfWidth, frame.halfHeight, 0.12);
    const wobble = (piece: Piece, x: number, y: number) =>
      0.006 * noise.at(x * 5 + piece.salt, y * 5) + 0.0022 * noise.at(x * 24, y * 24 + piece.salt);
    const distance = (piece: Piece, x: number, y: number) => {
      const dx = (x - piece.x) / piece.size;
      const dy = (y - piece.y) / piece.size;
      return piece.cut(dx * piece.cos + dy * piece.sin, dy * piece.cos - dx * piece.sin) * piece.size;
    };
    return (x, y, ink) => {
      lay(ink, role(colours, 0));
      scale(ink, 1 + 0.02 * noise.fractal(x * 3, y * 3, 3));
      for (const piece of near(x, y)) {
        const away = distance(piece, x, y) + wobble(piece, x, y);
        if (away > 0.05) continue;
        const cast = distance(piece, x - 0.009, y - 0.013) + wobble(piece, x, y);
        scale(ink, 1 - 0.34 * ramp(0.02, -0.012, cast));
        const covered = inside(away, frame.pixel * 1.2);
        if (covered === 0) continue;
        cover(ink, piece.colour, covered);
        // Gouache dries in strokes, a little thinner along one side of the brush.
        const stroke = noise.fractal(
          (x * piece.sin + y * piece.cos) * 15 + piece.salt,
          (x * piece.cos - y * piece.sin) * 1.6,
          3,
        );
        scale(ink, 1 + covered * (0.05 * stroke + 0.03 * ramp(-0.006, 0, away)));
      }
    };
  },
};

function layOut(frame: Frame, chance: Chance, colours: readonly Colour[], noise: Noise): readonly Piece[] {
  const whole = {
    left: -frame.halfWidth + 0.07,
    top: -frame.halfHeight + 0.07,
    right: frame.halfWidth - 0.07,
    bottom: frame.halfHeight - 0.07,
  };
  const panels = divide(whole, chance, 3);
  const papers = chance.shuffled([2, 3, 4, 5, 6]);
  const blocks: Piece[] = [];
  const motifs: Piece[] = [];
  for (const [index, panel] of panels.entries()) {
    const [halfWidth, halfHeight] = [(panel.right - panel.left) / 2, (panel.bottom - panel.top) / 2];
    const [x, y] = [(panel.left + panel.right) / 2, (panel.top + panel.bottom) / 2];
    const bare = chance.unit() < 0.2;
    const ground = bare ? 0 : (papers[index % papers.length] ?? 2);
    const tilt = chance.between(-0.035, 0.035);
    const salt = chance.between(0, 90);
    const cut: Cut = (dx, dy) => boxDistance(dx, dy, halfWidth - 0.02, halfHeight - 0.02);
    if (!bare)
      blocks.push({
        x,
        y,
        reach: Math.hypot(halfWidth, halfHeight) + 0.06,
        size: 1,
        ...turned(tilt),
        salt,
        colour: role(colours, ground),
        cut,
      });
    const others = [0, 1, ...papers].filter((place) => place !== ground);
    const size = Math.min(halfWidth, halfHeight) * chance.between(0.72, 0.95);
    const long = Math.max(halfWidth, halfHeight) / Math.min(halfWidth, halfHeight);
    const count = long > 1.7 ? 2 : 1;
    for (let each = 0; each < count; each++) {
      const along = count === 1 ? 0 : (each - 0.5) * 2 * (Math.max(halfWidth, halfHeight) - size) * 0.8;
      const at = halfWidth > halfHeight ? { x: x + along, y } : { x, y: y + along };
      motifs.push({
        ...at,
        reach: size * 1.3 + 0.06,
        size,
        ...turned(chance.between(-0.5, 0.5)),
        salt: salt + each * 9,
        colour: role(colours, others[chance.index(others.length)] ?? 1),
        cut: motif(chance, noise),
      });
    }
  }
  const loose = Array.from({ length: 3 + chance.index(3) }, () => {
    const size = chance.between(0.07, 0.2);
    return {
      x: chance.between(whole.left, whole.right) * 0.9,
      y: chance.between(whole.top, whole.bottom) * 0.9,
      reach: size * 1.3 + 0.06,
      size,
      ...turned(chance.between(0, 6)),
      salt: chance.between(0, 90),
      colour: role(colours, chance.index(7)),
      cut: motif(chance, noise),
    };
  });
  return [...blocks, ...motifs, ...loose];
}

/** Cuts a sheet in two along its longer side, again and again. */
function divide(panel: Panel, chance: Chance, depth: number): readonly Panel[] {
  const [wide, tall] = [panel.right - panel.left, panel.bottom - panel.top];
  if (depth === 0 || Math.max(wide, tall) < 0.75 || (depth < 2 && chance.unit() < 0.3)) return [panel];
  const share = chance.between(0.34, 0.66);
  const gap = 0.025;
  if (wide * chance.between(0.85, 1.2) > tall) {
    const at = panel.left + wide * share;
    return [
      ...divide({ ...panel, right: at - gap }, chance, depth - 1),
      ...divide({ ...panel, left: at + gap }, chance, depth - 1),
    ];
  }
  const at = panel.top + tall * share;
  return [
    ...divide({ ...panel, bottom: at - gap }, chance, depth - 1),
    ...divide({ ...panel, top: at + gap }, chance, depth - 1),
  ];
}

function motif(chance: Chance, noise: Noise): Cut {
  const petals = 5 + chance.index(5);
  const salt = chance.between(0, 50);
  return chance.pick([
    flower(petals),
    frond(4 + chance.index(3)),
    frond(5),
    disc,
    crescent,
    pebble(noise, salt),
    arcs,
    leaf,
    flower(petals),
    star(7 + chance.index(6)),
  ]);
}

const disc: Cut = (x, y) => Math.hypot(x, y) - 0.8;
const crescent: Cut = (x, y) => Math.max(Math.hypot(x, y) - 0.9, 0.72 - Math.hypot(x - 0.42, y + 0.12));

function flower(petals: number): Cut {
  return (x, y) => {
    const wave = Math.abs(Math.cos((Math.atan2(y, x) * petals) / 2));
    const radius = Math.hypot(x, y);
    return Math.max((radius - 0.3 - 0.62 * Math.sqrt(wave)) * 0.55, 0.12 - radius);
  };
}

function star(points: number): Cut {
  return (x, y) => {
    const turn = (Math.atan2(y, x) * points) / (2 * Math.PI);
    const tooth = Math.abs(turn - Math.floor(turn) - 0.5) * 2;
    return (Math.hypot(x, y) - 0.5 - 0.42 * tooth) * 0.7;
  };
}

/** The sea-weed leaf of the late cut-outs: lobes that lean upwards along a stem. */
function frond(lobes: number): Cut {
  return (x, y) => {
    const side = Math.abs(x);
    const along = (y + 1) / 2 + 0.42 * side;
    if (along < 0 || along > 1.05) return Math.max(side - 0.05, Math.abs(y) - 1);
    const lobe = Math.abs(Math.sin(Math.PI * lobes * along)) ** 0.55;
    const envelope = Math.sin(Math.PI * Math.min(1, along) ** 0.85) ** 0.7;
    return Math.max((side - 0.07 - 0.62 * envelope * lobe) * 0.42, Math.abs(y) - 1);
  };
}

const leaf: Cut = (x, y) => {
  const body = Math.max(Math.hypot(x - 0.55, y) - 1.05, Math.hypot(x + 0.55, y) - 1.05);
  const vein = Math.max(Math.abs(x) - 0.028, y - 0.45);
  return Math.max(body, -vein);
};

const arcs: Cut = (x, y) => {
  const radius = Math.hypot(x, y - 0.45);
  const band = Math.abs(((radius / 0.34) % 1) - 0.5) * 0.34 - 0.1;
  return Math.max(band, radius - 1.02, y - 0.45);
};

function pebble(noise: Noise, salt: number): Cut {
  return (x, y) => {
    const radius = Math.max(1e-6, Math.hypot(x, y));
    return (radius - 0.72 - 0.3 * noise.at((x / radius) * 0.9 + salt, (y / radius) * 0.9)) * 0.8;
  };
}

function turned(angle: number): { readonly cos: number; readonly sin: number } {
  return { cos: Math.cos(angle), sin: Math.sin(angle) };
}
