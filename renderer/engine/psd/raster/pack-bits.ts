import { PsdDamage } from '../frame/cursor.ts';

const RUN_MAX = 128;

/**
 * Runs of one byte and stretches of others, as each row of a Photoshop file is kept.
 * @source Inside Macintosh, PackBits; TIFF 6.0, section 9
 */
export function packBits(row: Uint8Array): Uint8Array {
  const out = new Uint8Array(row.length + Math.ceil(row.length / RUN_MAX));
  let to = 0;
  for (let at = 0; at < row.length; ) {
    const run = runAt(row, at);
    if (run >= 2) {
      out[to++] = 257 - run;
      out[to++] = row[at] ?? 0;
      at += run;
      continue;
    }
    const start = at;
    // A run of two within a stretch gains nothing.
    while (at < row.length && at - start < RUN_MAX && runAt(row, at) < 3) at++;
    out[to++] = at - start - 1;
    out.set(row.subarray(start, at), to);
    to += at - start;
  }
  return out.slice(0, to);
}

function runAt(row: Uint8Array, at: number): number {
  const value = row[at];
  let end = at + 1;
  while (end < row.length && end - at < RUN_MAX && row[end] === value) end++;
  return end - at;
}

/** Fills one row; what a row has too much is left out, as other readers do. @throws PsdDamage when it has too little */
export function unpackBits(packed: Uint8Array, row: Uint8Array): void {
  let to = 0;
  for (let at = 0; at < packed.length && to < row.length; ) {
    const head = packed[at++] ?? 0;
    if (head === 128) continue;
    if (head > 128) {
      const value = packed[at++];
      if (value === undefined) throw new PsdDamage();
      const end = Math.min(row.length, to + 257 - head);
      row.fill(value, to, end);
      to = end;
      continue;
    }
    const count = Math.min(head + 1, row.length - to);
    if (at + count > packed.length) throw new PsdDamage();
    row.set(packed.subarray(at, at + count), to);
    to += count;
    at += head + 1;
  }
  if (to < row.length) throw new PsdDamage();
}
