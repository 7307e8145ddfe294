import type { PsdColours } from '../frame/read-frame.ts';
import { fromLinear } from './to-bytes.ts';

/** How many channels carry the colour; what follows them are selections that were kept. */
export const COLOUR_CHANNELS: Readonly<Record<Exclude<PsdColours, 'multichannel'>, number>> = {
  bitmap: 1,
  grey: 1,
  indexed: 1,
  duotone: 1,
  rgb: 3,
  lab: 3,
  cmyk: 4,
};

interface Planes {
  readonly colours: Exclude<PsdColours, 'multichannel'>;
  /** Bytes; a channel that is not there is black. */
  readonly colour: readonly (Uint8Array | undefined)[];
  /** None: opaque. */
  readonly alpha: Uint8Array | undefined;
  readonly palette: Uint8Array;
}

/** Straight RGBA of whatever colours the file has; those of RGB stay what they are, byte for byte. */
export function toRgba({ colours, colour, alpha, palette }: Planes, count: number): Uint8Array {
  const out = new Uint8Array(count * 4);
  const [first, second, third, fourth] = colour;
  const write = writerOf(colours, out, palette);
  for (let at = 0, to = 0; at < count; at++, to += 4) {
    write(to, first?.[at] ?? 0, second?.[at] ?? 0, third?.[at] ?? 0, fourth?.[at] ?? 255);
    out[to + 3] = alpha?.[at] ?? 255;
  }
  return out;
}

type Write = (to: number, a: number, b: number, c: number, d: number) => void;

function writerOf(colours: Planes['colours'], out: Uint8Array, palette: Uint8Array): Write {
  const put: Write = (to, red, green, blue) => {
    out[to] = red;
    out[to + 1] = green;
    out[to + 2] = blue;
  };
  switch (colours) {
    case 'rgb':
      return put;
    case 'cmyk':
      // Kept upside down: 255 is no ink. Without the printer's profile this is as near as it gets.
      return (to, c, m, y, k) =>
        put(to, Math.round((c * k) / 255), Math.round((m * k) / 255), Math.round((y * k) / 255), 0);
    case 'lab':
      return (to, l, a, b) => put(to, ...fromLab((l * 100) / 255, a - 128, b - 128), 0);
    case 'indexed':
      return (to, index) =>
        put(to, palette[index] ?? 0, palette[index + 256] ?? 0, palette[index + 512] ?? 0, 0);
    default:
      return (to, grey) => put(to, grey, grey, grey, 0);
  }
}

/**
 * CIE Lab of D50, as Photoshop has it, to sRGB.
 * @source CIE 15; XYZ of D50 to linear sRGB by Bradford's adaptation
 */
function fromLab(l: number, a: number, b: number): [number, number, number] {
  const fy = (l + 16) / 116;
  const x = 0.964_22 * unfold(fy + a / 500);
  const y = unfold(fy);
  const z = 0.825_21 * unfold(fy - b / 200);
  const byte = (light: number): number => Math.round(255 * fromLinear(Math.min(1, Math.max(0, light))));
  return [
    byte(3.133_856_1 * x - 1.616_866_7 * y - 0.490_614_6 * z),
    byte(-0.978_768_4 * x + 1.916_141_5 * y + 0.033_454 * z),
    byte(0.071_945_3 * x - 0.228_991_4 * y + 1.405_242_7 * z),
  ];
}

function unfold(value: number): number {
  return value > 6 / 29 ? value ** 3 : 3 * (6 / 29) ** 2 * (value - 4 / 29);
}
