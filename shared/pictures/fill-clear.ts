/** Straight RGBA, 8 bits, rows from the top. */
export interface Pixels {
  readonly width: number;
  readonly height: number;
  readonly rgba: Uint8Array;
}

/** Premultiplied colour and its weight, 0 to 1, four numbers a pixel. */
interface Level {
  readonly width: number;
  readonly height: number;
  readonly values: Float32Array;
}

const GREY = 128;
const CHANNELS = 4;
/** Less than this of a colour says nothing of it. */
const LEAST_WEIGHT = 1e-6;

/**
 * Makes a picture opaque in place: what is clear takes the colours around it, the softer the farther away they are. A block of black
 * or white would be taken for part of the picture by a model. A picture that is all clear becomes middle grey.
 * @source S. Gortler et al., "The Lumigraph", SIGGRAPH 1996 (pull and push over a pyramid)
 */
export function fillClear({ width, height, rgba }: Pixels): void {
  if (isOpaque(rgba)) return;
  // The finest level is the picture itself, and is never held as numbers: at 8 megapixels it would be 130 MB.
  const levels = [halve(width, height, (at, into) => readPixel(rgba, at, into))];
  for (let top = levels[0]; top !== undefined && (top.width > 1 || top.height > 1); top = levels.at(-1)) {
    const { values } = top;
    levels.push(
      halve(top.width, top.height, (at, into) => {
        for (let channel = 0; channel < CHANNELS; channel++)
          into[channel] = values[at * CHANNELS + channel] ?? 0;
      }),
    );
  }
  const last = levels.at(-1);
  if (last !== undefined && (last.values[3] ?? 0) < LEAST_WEIGHT) last.values.set([GREY, GREY, GREY, 1]);
  for (let at = levels.length - 2; at >= 0; at--) {
    const fine = levels[at];
    const coarse = levels[at + 1];
    if (fine !== undefined && coarse !== undefined) push(coarse, fine);
  }
  const [finest] = levels;
  if (finest !== undefined) lay(finest, { width, height, rgba });
}

function isOpaque(rgba: Uint8Array): boolean {
  for (let at = 3; at < rgba.length; at += CHANNELS) if (rgba[at] !== 255) return false;
  return true;
}

function readPixel(rgba: Uint8Array, at: number, into: Float32Array): void {
  const from = at * CHANNELS;
  const alpha = (rgba[from + 3] ?? 0) / 255;
  into[0] = (rgba[from] ?? 0) * alpha;
  into[1] = (rgba[from + 1] ?? 0) * alpha;
  into[2] = (rgba[from + 2] ?? 0) * alpha;
  into[3] = alpha;
}

/** Sums of two by two; what of them has any weight counts as whole, so that an edge is not thinned on its way up. */
function halve(width: number, height: number, read: (at: number, into: Float32Array) => void): Level {
  const size = { width: Math.ceil(width / 2), height: Math.ceil(height / 2) };
  const values = new Float32Array(size.width * size.height * CHANNELS);
  const pixel = new Float32Array(CHANNELS);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      read(y * width + x, pixel);
      const to = ((y >> 1) * size.width + (x >> 1)) * CHANNELS;
      for (let channel = 0; channel < CHANNELS; channel++)
        values[to + channel] = (values[to + channel] ?? 0) + (pixel[channel] ?? 0);
    }
  }
  for (let at = 0; at < values.length; at += CHANNELS) {
    const weight = values[at + 3] ?? 0;
    if (weight <= 1) continue;
    for (let channel = 0; channel < CHANNELS; channel++)
      values[at + channel] = (values[at + channel] ?? 0) / weight;
  }
  return { ...size, values };
}

/** What a level lacks of its weight comes from the coarser one. */
function push(coarse: Level, fine: Level): void {
  const sample = new Float32Array(CHANNELS);
  for (let y = 0; y < fine.height; y++) {
    for (let x = 0; x < fine.width; x++) {
      const at = (y * fine.width + x) * CHANNELS;
      const lacking = 1 - (fine.values[at + 3] ?? 0);
      if (lacking <= 0) continue;
      readBetween(coarse, x, y, sample);
      for (let channel = 0; channel < 3; channel++)
        fine.values[at + channel] = (fine.values[at + channel] ?? 0) + (sample[channel] ?? 0) * lacking;
      fine.values[at + 3] = 1;
    }
  }
}

function lay(coarse: Level, { width, height, rgba }: Pixels): void {
  const sample = new Float32Array(CHANNELS);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const at = (y * width + x) * CHANNELS;
      const alpha = (rgba[at + 3] ?? 0) / 255;
      if (alpha === 1) continue;
      readBetween(coarse, x, y, sample);
      for (let channel = 0; channel < 3; channel++)
        rgba[at + channel] = Math.round(
          (rgba[at + channel] ?? 0) * alpha + (sample[channel] ?? 0) * (1 - alpha),
        );
      rgba[at + 3] = 255;
    }
  }
}

/** The coarser level's colour under a pixel of the finer one, between its four neighbours. */
function readBetween(level: Level, fineX: number, fineY: number, into: Float32Array): void {
  const x = Math.min(level.width - 1, Math.max(0, (fineX - 0.5) / 2));
  const y = Math.min(level.height - 1, Math.max(0, (fineY - 0.5) / 2));
  const left = Math.floor(x);
  const top = Math.floor(y);
  const right = Math.min(level.width - 1, left + 1);
  const low = Math.min(level.height - 1, top + 1);
  const across = x - left;
  const down = y - top;
  for (let channel = 0; channel < 3; channel++) {
    const read = (column: number, row: number): number =>
      level.values[(row * level.width + column) * CHANNELS + channel] ?? 0;
    const above = read(left, top) * (1 - across) + read(right, top) * across;
    const below = read(left, low) * (1 - across) + read(right, low) * across;
    into[channel] = above * (1 - down) + below * down;
  }
}
