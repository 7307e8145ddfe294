import { pixelChance } from '../raster/chance.ts';
import { type Colour, clamp, cover, lay, ramp, scale } from '../raster/colour.ts';
import { inside } from '../raster/shape.ts';
import { type Family, role } from './family.ts';

/** What is painted on a tile, over its own square from -1 to 1: distance, negative where there is paint. */
type Motif = (x: number, y: number) => number;

const MOTIFS: readonly [Motif, ...Motif[]] = [
  (x, y) => Math.hypot(x + 1, y + 1) - 2,
  (x, y) => Math.min(Math.hypot(x + 1, y + 1) - 1, Math.hypot(x - 1, y - 1) - 1),
  (x, y) => Math.max(Math.hypot(x + 1, y + 1) - 2, Math.hypot(x - 1, y - 1) - 2),
  (x, y) => x + y,
  (x, y) => Math.abs(Math.hypot(x + 1, y + 1) - 1) - 0.36,
  (x, y) => Math.abs(x) + Math.abs(y) - 1,
  (x, y) => Math.max(Math.hypot(x, y + 1) - 1, -(Math.hypot(x, y + 1) - 0.45)),
  (x, y) => Math.hypot(x, y) - 0.62,
];

/** Glazed tiles: a small set of motifs, turned and mirrored into a pattern that never quite repeats. */
export const tiles: Family = {
  id: 'tiles',
  words: [
    'tile',
    'pattern',
    'weave',
    'geometric',
    'textile',
    'quilt',
    'azulejo',
    'wallpaper',
    'ornament',
    'grid',
  ],
  // Grout, then glazes.
  palettes: [
    ['#E8E0D0', '#F4EEE0', '#1E4C8F', '#6FA3C8', '#E3B23C', '#C9512F'],
    ['#D9CDB8', '#F2E8D5', '#24504A', '#E08A5B', '#D7B98A', '#7A2E2A'],
    ['#E6E2DA', '#FAF6EE', '#2B2D42', '#E4572E', '#F2C14E', '#76B3A5'],
    ['#DDD5CE', '#F7EFEA', '#7B2D5B', '#E79AA6', '#F0C987', '#33658A'],
    ['#D8D8CC', '#EFF0E6', '#3A5A40', '#A3B18A', '#DDA15E', '#283618'],
  ],
  finish: { grain: 0.014, paper: 0.015, vignette: 0.14, jagged: false },
  compose(frame, { chance, noise, colours }) {
    const across = chance.pick([5, 6, 6, 7, 8]);
    const side = 2 / across;
    const salt = chance.index(1_000_000);
    const mirrored = chance.unit() < 0.55;
    const block = chance.pick([2, 4, 4]);
    const first = chance.index(MOTIFS.length);
    const glazes = chance.shuffled([2, 3, 4, 5]);
    const grout = 0.02;

    const tile = (column: number, row: number) => {
      const [c, r] = mirrored ? [folded(column, block), folded(row, block)] : [column, row];
      const draw = (kind: number) => pixelChance(c, r, salt + kind);
      const motif = mirrored
        ? (first + Math.floor(draw(0) * 4)) % MOTIFS.length
        : Math.floor(draw(0) * MOTIFS.length);
      return { motif, turn: Math.floor(draw(1) * 4), ground: draw(2), paint: draw(3), second: draw(4) };
    };

    return (x, y, ink) => {
      const column = Math.floor((x + frame.halfWidth) / side);
      const row = Math.floor((y + frame.halfHeight) / side);
      let u = (((x + frame.halfWidth) / side - column) * 2 - 1) * (1 + grout);
      let v = (((y + frame.halfHeight) / side - row) * 2 - 1) * (1 + grout);
      const [pressX, pressY] = [u, v];
      if (mirrored && isFolded(column, block)) u = -u;
      if (mirrored && isFolded(row, block)) v = -v;
      const here = tile(column, row);
      for (let quarter = 0; quarter < here.turn; quarter++) [u, v] = [-v, u];
      const soft = (frame.pixel / side) * 2;
      const hand = 0.012 * noise.at(x * 16, y * 16);

      const ground = here.ground < 0.72 ? role(colours, 1) : role(colours, glazes[3] ?? 5);
      const paint = role(colours, glazes[Math.floor(here.paint * 3)] ?? 2);
      const motif = MOTIFS[here.motif] ?? MOTIFS[0];
      const away = motif(u, v) + hand;
      lay(ink, ground);
      cover(ink, paint, inside(away, soft));
      accent(here.second, away, soft);
      // The glaze pools away from the edges and every tile fired a little differently.
      const fired = pixelChance(column, row, salt + 7) - 0.5;
      scale(ink, 1 + 0.07 * fired + 0.05 * noise.fractal(x * 3 + fired * 40, y * 3, 3));
      const edge = 1 - Math.max(Math.abs(pressX), Math.abs(pressY));
      const bevel = ramp(0.07, 0, edge);
      scale(ink, 1 + bevel * (pressX + pressY < 0 ? 0.09 : -0.12));
      const shine = ramp(0.35, 0, Math.abs(pressX * 0.8 + pressY + 0.9 + 0.25 * noise.at(x * 2, y * 2)));
      scale(ink, 1 + 0.06 * shine);
      cover(ink, role(colours, 0), inside(edge - grout * 0.5, soft));

      function accent(second: number, distance: number, blur: number): void {
        if (second < 0.55) return;
        const other: Colour = role(colours, glazes[Math.floor(second * 97) % 4] ?? 4);
        cover(ink, other, inside(distance + 0.42, blur) * clamp((second - 0.5) * 20));
      }
    };
  },
};

/** 0 1 1 0 0 1 1 0 …: each block is followed by its mirror picture. */
function folded(index: number, block: number): number {
  const within = ((index % (2 * block)) + 2 * block) % (2 * block);
  return within < block ? within : 2 * block - 1 - within;
}

function isFolded(index: number, block: number): boolean {
  return ((index % (2 * block)) + 2 * block) % (2 * block) >= block;
}
