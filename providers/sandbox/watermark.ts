import { clamp } from './raster/colour.ts';

/** The word "sandbox" in a face of our own, five by seven, drawn row by row. */
const LETTERS: Readonly<Record<string, readonly string[]>> = {
  s: ['     ', '     ', ' ####', '#    ', ' ### ', '    #', '#### '],
  a: ['     ', '     ', ' ### ', '    #', ' ####', '#   #', ' ####'],
  n: ['     ', '     ', '# ## ', '##  #', '#   #', '#   #', '#   #'],
  d: ['    #', '    #', ' ## #', '#  ##', '#   #', '#   #', ' ####'],
  b: ['#    ', '#    ', '# ## ', '##  #', '#   #', '#   #', '#### '],
  o: ['     ', '     ', ' ### ', '#   #', '#   #', '#   #', ' ### '],
  x: ['     ', '     ', '#   #', ' # # ', '  #  ', ' # # ', '#   #'],
};
const WORD = 'sandbox';
const LETTER_WIDTH = 6;
const LETTER_HEIGHT = 7;
const MARK_WIDTH = WORD.length * LETTER_WIDTH - 1;
const STRENGTH = 0.42;

/**
 * Writes the word into the lower right corner, light on dark and dark on light, small enough to leave the
 * picture alone and large enough to be read at full size.
 * @param pixels width * height * 3 bytes, changed in place
 */
export function markAsSandbox(pixels: Uint8Array, width: number, height: number): void {
  const dot = Math.max(1, Math.round(Math.min(width, height) / 420));
  const margin = dot * 7;
  const left = width - margin - MARK_WIDTH * dot;
  const top = height - margin - LETTER_HEIGHT * dot;
  if (left < 0 || top < 0) return;
  const towards = meanBrightness(pixels, { left, top, width, dot }) > 120 ? 0 : 255;
  for (let y = 0; y < LETTER_HEIGHT * dot; y++) {
    for (let x = 0; x < MARK_WIDTH * dot; x++) {
      if (!isInked(Math.floor(x / dot), Math.floor(y / dot))) continue;
      const at = ((top + y) * width + left + x) * 3;
      for (let channel = at; channel < at + 3; channel++) {
        const was = pixels[channel] ?? 0;
        pixels[channel] = Math.round(clamp(was + (towards - was) * STRENGTH, 0, 255));
      }
    }
  }
}

function isInked(column: number, row: number): boolean {
  const letter = LETTERS[WORD.charAt(Math.floor(column / LETTER_WIDTH))];
  return letter?.[row]?.charAt(column % LETTER_WIDTH) === '#';
}

function meanBrightness(
  pixels: Uint8Array,
  corner: { readonly left: number; readonly top: number; readonly width: number; readonly dot: number },
): number {
  let sum = 0;
  let count = 0;
  for (let y = 0; y < LETTER_HEIGHT * corner.dot; y++) {
    for (let x = 0; x < MARK_WIDTH * corner.dot; x++) {
      sum += pixels[((corner.top + y) * corner.width + corner.left + x) * 3 + 1] ?? 0;
      count++;
    }
  }
  return sum / count;
}
