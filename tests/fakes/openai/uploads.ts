import type { OpenAiDouble } from './double.ts';
import { drawPng, readDrawn } from './drawn-png.ts';

/** Pictures to edit, and what the double saw of them: for the suite that every provider with edits passes. */
export function createUploads(double: OpenAiDouble) {
  const grey = (...samples: number[]) =>
    drawPng({ width: samples.length, height: 1, colourType: 0, samples: Uint8Array.from(samples) });
  return {
    source: grey(10, 20, 30),
    reference: grey(40, 50),
    /** The first pixel may change, the last must not. */
    mask: grey(255, 128, 0),
    lastCall() {
      const files = double.requests.at(-1)?.form?.files ?? [];
      const mask = files.find((file) => file.field === 'mask');
      return {
        pictures: files.filter((file) => file.field.startsWith('image')).map((file) => file.bytes),
        freedom: mask === undefined ? null : freedomOf(mask.bytes),
      };
    },
  };
}

/** How far each pixel may change, 0 to 1, as the service reads a mask: by its transparency alone. */
function freedomOf(mask: Uint8Array): readonly number[] {
  const { samples } = readDrawn(mask);
  return Array.from({ length: samples.length / 4 }, (_, at) => 1 - (samples[at * 4 + 3] ?? 0) / 255);
}
