import { joinBytes } from '../../../../shared/kernel/index.ts';
import type { Rows } from '../../ora/png/write-png.ts';
import { packBits } from './pack-bits.ts';

/** One channel: the packed length of each row, then the rows. */
export interface PackedPlane {
  readonly lengths: Uint8Array;
  readonly rows: Uint8Array;
}

/** Packed in one go, in about a hundredth of a second: the hand that paints on must not feel it. */
const BAND_BYTES = 256 * 1024;

/**
 * The channels of a picture, each by itself, as a Photoshop file keeps them. Each yield is a place to rest. The picture is
 * asked for once, from the top down, and never stands in memory whole.
 */
export function* packPlanes(
  picture: Rows,
  channels: 1 | 4,
  change: (rows: Uint8Array) => Uint8Array = (rows) => rows,
): Generator<void, readonly PackedPlane[]> {
  const { width, height } = picture;
  const lengths = Array.from({ length: channels }, () => new DataView(new ArrayBuffer(2 * height)));
  const packed = lengths.map((): Uint8Array[] => []);
  const band = Math.max(1, Math.floor(BAND_BYTES / (width * channels)));
  const row = new Uint8Array(width);
  for (let top = 0; top < height; top += band) {
    const count = Math.min(band, height - top);
    const bytes = change(yield* picture.rows(top, count));
    for (const [channel, view] of lengths.entries()) {
      const parts: Uint8Array[] = [];
      for (let y = 0; y < count; y++) {
        const from = y * width * channels + channel;
        for (let x = 0; x < width; x++) row[x] = bytes[from + x * channels] ?? 0;
        const part = packBits(row);
        view.setUint16(2 * (top + y), part.length);
        parts.push(part);
      }
      // Thousands of small pieces cost more than what is in them.
      packed[channel]?.push(joinBytes(parts));
    }
    yield;
  }
  return lengths.map((view, channel) => ({
    lengths: new Uint8Array(view.buffer),
    rows: joinBytes(packed[channel] ?? []),
  }));
}
