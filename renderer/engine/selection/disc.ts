import { TILE_PIXELS, TILE_SIDE } from '../tiles/index.ts';

/** Pixels that are still open times those that may settle them: below this, each is asked about each. */
const PAIRS_MAX = 4_000_000;

/**
 * The most within a disc around each pixel of a tile, from a square that reaches as far beyond it as the disc does. By
 * level: whether anything of a value or more is near enough takes two sweeps, whatever the radius. The highest and the
 * lowest value settle all but the pixels along edges, and those are asked one by one where they are few.
 */
export function mostWithin(source: Uint8Array, radius: number): Uint8Array {
  const side = TILE_SIDE + 2 * radius;
  const levels = levelsOf(source);
  const lowest = levels.at(-1);
  const out = new Uint8Array(TILE_PIXELS);
  if (lowest === undefined) return out;
  const near = createNear(source, side, radius);
  const open = createOpen(near(lowest), lowest, out);
  for (const [place, level] of levels.entries()) {
    if (open.count === 0 || level === lowest) break;
    open.settle(near(level), level);
    const rest = levels[place + 1] ?? lowest;
    if (settleOneByOne(source, side, open.places(), { highest: rest, lowest, radius }, out)) break;
    // A slope of many levels: for a small disc its few rows are quicker.
    if (levels.length > 3 * radius) return mostByRows(source, radius);
  }
  return out;
}

/** The same, row by row of the disc: its cost grows with the radius, and does not depend on what is there. */
export function mostByRows(source: Uint8Array, radius: number): Uint8Array {
  const side = TILE_SIDE + 2 * radius;
  const out = new Uint8Array(TILE_PIXELS);
  const line = new Uint8Array(side);
  const queue = new Int32Array(side);
  for (let dy = -radius; dy <= radius; dy++) {
    const half = Math.floor(Math.sqrt(radius * radius - dy * dy));
    for (let y = 0; y < TILE_SIDE; y++) {
      slidingMost(source, (y + radius + dy) * side, half, queue, line);
      const row = y * TILE_SIDE;
      for (let x = 0; x < TILE_SIDE; x++) {
        const value = line[x + radius] ?? 0;
        if (value > (out[row + x] ?? 0)) out[row + x] = value;
      }
    }
  }
  return out;
}

/** The most within `half` to either side, in one pass: a queue of those that may still become it. */
function slidingMost(
  source: Uint8Array,
  from: number,
  half: number,
  queue: Int32Array,
  out: Uint8Array,
): void {
  let head = 0;
  let tail = 0;
  for (let at = 0; at < out.length + half; at++) {
    if (at < out.length) {
      const value = source[from + at] ?? 0;
      while (tail > head && (source[from + (queue[tail - 1] ?? 0)] ?? 0) <= value) tail--;
      queue[tail++] = at;
    }
    const middle = at - half;
    if (middle < 0) continue;
    if ((queue[head] ?? 0) < middle - half) head++;
    out[middle] = source[from + (queue[head] ?? 0)] ?? 0;
  }
}

/** Pixels of the tile that the lowest level reaches, and perhaps a higher one. */
interface Open {
  readonly count: number;
  /** Those that the level reaches have it, and are open no more. */
  settle(covered: Uint8Array, level: number): void;
  places(): Int32Array;
}

function createOpen(covered: Uint8Array, lowest: number, out: Uint8Array): Open {
  const places = new Int32Array(TILE_PIXELS);
  let count = 0;
  for (let at = 0; at < TILE_PIXELS; at++) {
    if (covered[at] === 0) continue;
    out[at] = lowest;
    places[count++] = at;
  }
  return {
    get count() {
      return count;
    },
    settle(reached, level) {
      const before = count;
      count = 0;
      for (let index = 0; index < before; index++) {
        const at = places[index] ?? 0;
        if (reached[at] === 1) out[at] = level;
        else places[count++] = at;
      }
    },
    places: () => places.subarray(0, count),
  };
}

/** From the highest down, without nothing. */
function levelsOf(source: Uint8Array): readonly number[] {
  const has = new Uint8Array(256);
  for (const value of source) has[value] = 1;
  const levels: number[] = [];
  for (let value = 255; value > 0; value--) if (has[value] === 1) levels.push(value);
  return levels;
}

/**
 * Of each pixel of the tile whether one of this value or more is within the disc: how far away it is in its own column,
 * then which columns that reaches.
 */
function createNear(source: Uint8Array, side: number, radius: number): (level: number) => Uint8Array {
  const far = radius + 1;
  const away = new Int16Array(TILE_SIDE * side);
  const line = new Int16Array(side);
  const covered = new Uint8Array(TILE_PIXELS);
  /** Half the disc's width so far from its middle; less than none beyond it. */
  const half = Int16Array.from({ length: far + 1 }, (_, dy) =>
    dy > radius ? -1 : Math.floor(Math.sqrt(radius * radius - dy * dy)),
  );
  const passRow = (y: number, level: number): void => {
    const from = y * side;
    for (let x = 0; x < side; x++)
      line[x] = (source[from + x] ?? 0) >= level ? 0 : Math.min(far, (line[x] ?? 0) + 1);
  };
  const down = (level: number): void => {
    line.fill(far);
    for (let y = 0; y < TILE_SIDE + radius; y++) {
      passRow(y, level);
      if (y >= radius) away.set(line, (y - radius) * side);
    }
  };
  const up = (level: number): void => {
    line.fill(far);
    for (let y = side - 1; y >= radius; y--) {
      passRow(y, level);
      const to = (y - radius) * side;
      if (y >= TILE_SIDE + radius) continue;
      for (let x = 0; x < side; x++) if ((line[x] ?? 0) < (away[to + x] ?? 0)) away[to + x] = line[x] ?? 0;
    }
  };
  const across = (y: number): void => {
    const from = y * side;
    const to = y * TILE_SIDE - radius;
    let reach = -1;
    for (let x = 0; x < side - radius; x++) {
      reach = Math.max(reach - 1, half[away[from + x] ?? far] ?? -1);
      if (x >= radius) covered[to + x] = reach >= 0 ? 1 : 0;
    }
    reach = -1;
    for (let x = side - 1; x >= radius; x--) {
      reach = Math.max(reach - 1, half[away[from + x] ?? far] ?? -1);
      if (reach >= 0 && x < side - radius) covered[to + x] = 1;
    }
  };
  return (level) => {
    down(level);
    up(level);
    for (let y = 0; y < TILE_SIDE; y++) across(y);
    return covered;
  };
}

interface Rest {
  /** Of what is left to be asked. */
  readonly highest: number;
  /** What all that are open have already. */
  readonly lowest: number;
  readonly radius: number;
}

/** False, and nothing done, when there are too many. */
function settleOneByOne(
  source: Uint8Array,
  side: number,
  open: Int32Array,
  { highest, lowest, radius }: Rest,
  out: Uint8Array,
): boolean {
  const edges: number[] = [];
  const most = PAIRS_MAX / open.length;
  for (let at = 0; at < source.length; at++) {
    const value = source[at] ?? 0;
    if (value > highest || value <= lowest || !isEdge(source, side, at, value)) continue;
    edges.push(at);
    if (edges.length > most) return false;
  }
  edges.sort((one, other) => (source[other] ?? 0) - (source[one] ?? 0));
  for (const at of open) {
    const x = (at % TILE_SIDE) + radius;
    const y = Math.floor(at / TILE_SIDE) + radius;
    const found = edges.find((edge) => {
      const dx = (edge % side) - x;
      const dy = Math.floor(edge / side) - y;
      return dx * dx + dy * dy <= radius * radius;
    });
    const own = source[y * side + x] ?? 0;
    out[at] = Math.max(lowest, own, found === undefined ? 0 : (source[found] ?? 0));
  }
  return true;
}

/**
 * One with as much on all four sides settles nothing: whatever it reaches, one of those reaches too, or is it itself. At
 * the square's rim there may be less beyond.
 */
function isEdge(source: Uint8Array, side: number, at: number, value: number): boolean {
  const x = at % side;
  if (x === 0 || x === side - 1 || at < side || at >= source.length - side) return true;
  const left = source[at - 1] ?? 0;
  const right = source[at + 1] ?? 0;
  return Math.min(left, right, source[at - side] ?? 0, source[at + side] ?? 0) < value;
}
