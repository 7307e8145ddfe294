import { TILE_PIXELS, TILE_SIDE } from './tile.ts';

/** Pictures by formula for tests: the same on every machine. */
export function seeded(seed: number): () => number {
  let state = (seed * 2654435761) >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

export function noise(seed: number, channels: 1 | 4): Uint8Array {
  const random = seeded(seed);
  return new Uint8Array(TILE_PIXELS * channels).map(() => random() * 256);
}

/** Light and edges as a lens draws them, with the noise of a sensor of about 2.5 levels in every channel. */
export function photograph(seed: number): Uint8Array {
  const random = seeded(seed);
  const bytes = new Uint8Array(TILE_PIXELS * 4);
  const grain = (): number => (random() + random() + random() + random() - 2) * 4.3;
  for (let at = 0; at < TILE_PIXELS; at++) {
    const x = at % TILE_SIDE;
    const y = Math.floor(at / TILE_SIDE);
    const light = 120 + 60 * Math.sin((x + seed * 30) / 40) * Math.cos(y / 55) + (x > y ? 30 : 0);
    bytes[4 * at] = light + grain();
    bytes[4 * at + 1] = light * 0.9 + grain();
    bytes[4 * at + 2] = light * 0.7 + y / 8 + grain();
    bytes[4 * at + 3] = 255;
  }
  return bytes;
}
