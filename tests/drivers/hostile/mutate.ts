import { deflateSync, inflateSync } from 'node:zlib';
import { createChance } from '../../../scripts/seed/chance.ts';
import { be16, be32, chunk, joined, le16, le32, PNG_SIGNATURE } from './bytes.ts';
import type { Seed } from './seeds.ts';

/** A whole number from 0 to below `bound`. */
type Draw = (bound: number) => number;

/** The same seed and index always give the same numbers. */
function drawOf(seed: number, index: number): Draw {
  return createChance(Math.imul(seed, 0x9e37_79b1) ^ Math.imul(index + 1, 0x85eb_ca6b)).below;
}

export interface Mutated {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Which picture was taken and what was done to it, in order. */
  readonly story: readonly string[];
}

interface Step {
  readonly bytes: Buffer;
  readonly done: string;
}
type Change = (bytes: Buffer, draw: Draw, seeds: readonly Seed[]) => Step;

/** Where readers go wrong: ends of ranges, signs, powers of two. */
const EDGES = [
  0, 1, 2, 7, 8, 0x7f, 0x80, 0xff, 0x100, 0x7fff, 0x8000, 0xffff, 0x1_0000, 0x4001, 0x7fff_ffff, 0x8000_0000,
  0xffff_fff0, 0xffff_ffff,
];

const place = (bytes: Buffer, draw: Draw, room = 1) => draw(Math.max(1, bytes.length - room + 1));
const pick = <Value>(values: readonly Value[], draw: Draw): Value => {
  const value = values[draw(values.length)];
  if (value === undefined) throw new Error('nothing to pick from');
  return value;
};

function put(bytes: Buffer, at: number, field: Uint8Array): Buffer {
  const copy = Buffer.from(bytes);
  copy.set(field.subarray(0, Math.max(0, copy.length - at)), Math.min(at, copy.length));
  return copy;
}

const flipBits: Change = (bytes, draw) => {
  const copy = Buffer.from(bytes);
  const count = 1 + draw(8);
  for (let flipped = 0; flipped < count && copy.length > 0; flipped++) {
    const at = place(copy, draw);
    copy[at] = (copy[at] ?? 0) ^ (1 << draw(8));
  }
  return { bytes: copy, done: `${count} bits flipped` };
};

const setByte: Change = (bytes, draw) => {
  const at = place(bytes, draw);
  const value = draw(2) === 0 ? draw(256) : pick(EDGES, draw) & 0xff;
  return { bytes: put(bytes, at, Uint8Array.of(value)), done: `${at} = ${value}` };
};

const setField: Change = (bytes, draw) => {
  const at = place(bytes, draw, 4);
  const value = pick(EDGES, draw);
  const field = pick([be16(value & 0xffff), le16(value & 0xffff), be32(value), le32(value)], draw);
  return { bytes: put(bytes, at, field), done: `${at} = ${field.toString('hex')}` };
};

/** The four bytes before or after a four-letter name: the length of a PNG chunk, a box, a RIFF chunk. */
const setLength: Change = (bytes, draw, seeds) => {
  const names: number[] = [];
  for (let at = 0; at + 4 <= bytes.length; at++)
    if (/^[A-Za-z0-9]{4}$/.test(bytes.toString('latin1', at, at + 4))) names.push(at);
  if (names.length === 0) return setField(bytes, draw, seeds);
  const at = pick(names, draw);
  const value = draw(2) === 0 ? pick(EDGES, draw) : draw(bytes.length * 2);
  const before = draw(2) === 0 && at >= 4;
  const field = before ? be32(value) : le32(value);
  return { bytes: put(bytes, before ? at - 4 : at + 4, field), done: `length by ${at} = ${value}` };
};

const cut: Change = (bytes, draw) => {
  const length = draw(bytes.length);
  return { bytes: Buffer.from(bytes.subarray(0, length)), done: `cut to ${length}` };
};

const drop: Change = (bytes, draw) => {
  const at = place(bytes, draw);
  const count = 1 + draw(64);
  return {
    bytes: joined(bytes.subarray(0, at), bytes.subarray(at + count)),
    done: `${count} dropped at ${at}`,
  };
};

const repeat: Change = (bytes, draw) => {
  const at = place(bytes, draw);
  const part = bytes.subarray(at, at + 1 + draw(64));
  const times = 1 + draw(20);
  const parts = Array.from({ length: times }, () => part);
  return {
    bytes: joined(bytes.subarray(0, at), ...parts, bytes.subarray(at)),
    done: `${part.length} at ${at} ${times} more times`,
  };
};

const splice: Change = (bytes, draw, seeds) => {
  const other = pick(seeds, draw);
  const from = draw(other.bytes.length);
  const part = other.bytes.subarray(from, from + 1 + draw(200));
  const at = place(bytes, draw);
  const behind = draw(2) === 0 ? at : at + part.length;
  return {
    bytes: joined(bytes.subarray(0, at), part, bytes.subarray(behind)),
    done: `${part.length} of ${other.name} at ${at}`,
  };
};

interface Chunk {
  readonly type: string;
  readonly data: Buffer;
}

function chunksOf(bytes: Buffer): Chunk[] | null {
  if (!bytes.subarray(0, 8).equals(PNG_SIGNATURE)) return null;
  const chunks: Chunk[] = [];
  for (let at = 8; at + 12 <= bytes.length; ) {
    const length = Math.min(bytes.readUInt32BE(at), bytes.length - at - 12);
    chunks.push({
      type: bytes.toString('latin1', at + 4, at + 8),
      data: bytes.subarray(at + 8, at + 8 + length),
    });
    at += 12 + length;
  }
  return chunks.length === 0 ? null : chunks;
}

/** Into the pixels' own bytes, past the compression that would refuse most changes. */
function changedInside({ type, data }: Chunk, draw: Draw, seeds: readonly Seed[]): Step {
  const change = pick([flipBits, setByte, setField, drop, repeat], draw);
  if (type === 'IDAT' && draw(2) === 0) {
    try {
      const inner = change(inflateSync(data, { maxOutputLength: 10_000_000 }), draw, seeds);
      return { bytes: deflateSync(inner.bytes), done: `inside the pixels: ${inner.done}` };
    } catch {
      // Broken already: it is changed as it is.
    }
  }
  const outer = change(Buffer.from(data), draw, seeds);
  return { bytes: outer.bytes, done: `in ${type}: ${outer.done}` };
}

/** Chunks of a PNG swapped, doubled, dropped or changed, every checksum right again: past the first gate. */
const rearrange: Change = (bytes, draw, seeds) => {
  const chunks = chunksOf(bytes);
  if (chunks === null) return splice(bytes, draw, seeds);
  const at = draw(chunks.length);
  const to = draw(chunks.length);
  const one = pick(chunks.slice(at), () => 0);
  let done = '';
  switch (draw(5)) {
    case 0:
      chunks[at] = pick(chunks.slice(to), () => 0);
      chunks[to] = one;
      done = `chunks ${at} and ${to} swapped`;
      break;
    case 1:
      chunks.splice(to, 0, one);
      done = `chunk ${at} again at ${to}`;
      break;
    case 2:
      chunks.splice(at, 1);
      done = `chunk ${at} dropped`;
      break;
    default: {
      const changed = changedInside(one, draw, seeds);
      chunks[at] = { type: one.type, data: changed.bytes };
      done = changed.done;
    }
  }
  return { bytes: joined(PNG_SIGNATURE, ...chunks.map(({ type, data }) => chunk(type, data))), done };
};

const CHANGES: readonly Change[] = [flipBits, setByte, setField, setLength, cut, drop, repeat, splice];

/** One to four changes to one of the pictures; the seed and the index say which, for ever. */
export function mutated(seeds: readonly Seed[], seed: number, index: number): Mutated {
  const draw = drawOf(seed, index);
  const start = pick(seeds, draw);
  const story = [start.name];
  let bytes: Buffer = Buffer.from(start.bytes);
  for (let left = 1 + draw(4); left > 0 && bytes.length > 4; left--) {
    const change = start.format === 'png' && draw(4) > 0 ? rearrange : pick(CHANGES, draw);
    const step = change(bytes, draw, seeds);
    bytes = step.bytes;
    story.push(step.done);
  }
  return { bytes: Uint8Array.from(bytes), story };
}
