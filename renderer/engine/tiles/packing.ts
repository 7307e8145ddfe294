import { deflateSync, inflateSync } from 'fflate';
import { type Channels, TILE_PIXELS, TILE_SIDE, tileBytes } from './tile.ts';

/**
 * Level 1 packs photographs within a hundredth of what level 6 reaches, in less than half the time: what the predictor
 * leaves is noise, and searching noise for repetitions finds nothing.
 */
const LEVEL = 1;

/** First byte of what is packed: which way, so that another way can be added without losing old journals. */
const PLANES = 1;

/**
 * Packs a tile without loss: channel by channel, red and blue as their difference from green, each predicted from its
 * neighbours, then deflate. The predictor is that of LOCO-I (the median of left, up, and left + up - corner).
 * @source ITU-T T.87 (JPEG-LS), A.4.1
 */
export function packTile(bytes: Uint8Array, channels: Channels): Uint8Array {
  const planes = new Uint8Array(bytes.length);
  const plane = new Uint8Array(TILE_PIXELS);
  for (let channel = 0; channel < channels; channel++) {
    splitPlane(bytes, channels, channel, plane);
    foretell(plane, planes.subarray(channel * TILE_PIXELS, (channel + 1) * TILE_PIXELS));
  }
  const deflated = deflateSync(planes, { level: LEVEL });
  const packed = new Uint8Array(deflated.length + 1);
  packed[0] = PLANES;
  packed.set(deflated, 1);
  return packed;
}

/** The tile's bytes, or null when this was not packed by `packTile`. Never makes more than one tile's bytes. */
export function unpackTile(packed: Uint8Array, channels: Channels): Uint8Array | null {
  if (packed[0] !== PLANES) return null;
  const planes = inflate(packed.subarray(1), tileBytes(channels));
  if (planes === null) return null;
  const bytes = new Uint8Array(planes.length);
  // Green before red and blue, which are told from it.
  for (const channel of channels === 4 ? [1, 0, 2, 3] : [0]) {
    const plane = planes.subarray(channel * TILE_PIXELS, (channel + 1) * TILE_PIXELS);
    recall(plane);
    joinPlane(plane, channels, channel, bytes);
  }
  return bytes;
}

function inflate(deflated: Uint8Array, length: number): Uint8Array | null {
  try {
    const out = inflateSync(deflated, { out: new Uint8Array(length) });
    return out.length === length ? out : null;
  } catch {
    return null;
  }
}

function splitPlane(bytes: Uint8Array, channels: Channels, channel: number, plane: Uint8Array): void {
  const fromGreen = channels === 4 && (channel === 0 || channel === 2);
  for (let at = 0, from = channel; at < TILE_PIXELS; at++, from += channels) {
    const value = bytes[from] ?? 0;
    plane[at] = fromGreen ? value - (bytes[from - channel + 1] ?? 0) : value;
  }
}

function joinPlane(plane: Uint8Array, channels: Channels, channel: number, bytes: Uint8Array): void {
  const fromGreen = channels === 4 && (channel === 0 || channel === 2);
  for (let at = 0, to = channel; at < TILE_PIXELS; at++, to += channels) {
    const value = plane[at] ?? 0;
    bytes[to] = fromGreen ? value + (bytes[to - channel + 1] ?? 0) : value;
  }
}

/** What the neighbours do not foretell, modulo 256. */
function foretell(plane: Uint8Array, left: Uint8Array): void {
  for (let at = 0; at < TILE_PIXELS; at++) left[at] = (plane[at] ?? 0) - median(plane, at);
}

/** In place, in reading order: what is foretold from is already there. */
function recall(plane: Uint8Array): void {
  for (let at = 0; at < TILE_PIXELS; at++) plane[at] = (plane[at] ?? 0) + median(plane, at);
}

function median(plane: Uint8Array, at: number): number {
  const first = (at & (TILE_SIDE - 1)) === 0;
  if (at < TILE_SIDE) return first ? 0 : (plane[at - 1] ?? 0);
  const up = plane[at - TILE_SIDE] ?? 0;
  if (first) return up;
  const left = plane[at - 1] ?? 0;
  const corner = plane[at - TILE_SIDE - 1] ?? 0;
  if (corner >= Math.max(left, up)) return Math.min(left, up);
  if (corner <= Math.min(left, up)) return Math.max(left, up);
  return left + up - corner;
}
