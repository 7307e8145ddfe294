import type { PaintJob } from '../paint-job.ts';
import { coloursOf } from './colours-of.ts';
import { filled, restyled, varied } from './made-anew.ts';
import { type Inputs, type Mask, resized, resizedMask } from './read-inputs.ts';
import { amountsOf, EXTEND_SHARE, SOFT_SHARE } from './soft-mask.ts';

/** Of the work, when what was asked for is painted. */
const PAINTED = 0.9;

/**
 * The whole picture that an edit gives back, width * height * 3 bytes: the source, and softly inside the mask what was asked for.
 * @param painting what the prompt would be as a picture of its own; it is not painted where the task needs none
 */
export function* editPixels(
  job: PaintJob,
  inputs: Inputs,
  painting: Generator<number, Uint8Array>,
): Generator<number, Uint8Array> {
  const size = { width: job.width, height: job.height };
  if (inputs.source === null) return yield* painting;
  const source = resized(inputs.source, size);
  const mask = inputs.mask === null ? null : maskAt(inputs.mask, job);
  yield 0;
  const wanted = yield* madeAnew(job, inputs, { source, mask }, painting);
  const amounts = amountsOf(mask, size, job.task === 'extend' ? EXTEND_SHARE : SOFT_SHARE);
  yield PAINTED;
  const out = new Uint8Array(source.length);
  for (let at = 0; at < amounts.length; at++) {
    const amount = amounts[at] ?? 0;
    for (let channel = at * 3; channel < at * 3 + 3; channel++) {
      const was = source[channel] ?? 0;
      out[channel] = Math.round(was + ((wanted[channel] ?? 0) - was) * amount);
    }
  }
  return out;
}

function maskAt(mask: Mask, job: PaintJob): Uint8Array {
  return resizedMask(mask, { width: job.width, height: job.height });
}

function* madeAnew(
  job: PaintJob,
  inputs: Inputs,
  { source, mask }: { readonly source: Uint8Array; readonly mask: Uint8Array | null },
  painting: Generator<number, Uint8Array>,
): Generator<number, Uint8Array> {
  const size = { width: job.width, height: job.height };
  switch (job.task) {
    case 'fill':
      // Without a mask nobody said what is to go.
      return mask === null ? source : filled(source, mask, size, job.seed);
    case 'vary':
      return varied(source, size, job.seed);
    case 'restyle':
      return restyled(source, coloursOf(job, inputs), job.seed);
    case 'extend':
    case undefined:
      return yield* upTo(PAINTED, painting);
  }
}

/** A part of the whole work, in its own steps. */
function* upTo(share: number, work: Generator<number, Uint8Array>): Generator<number, Uint8Array> {
  let step = work.next();
  for (; step.done !== true; step = work.next()) yield step.value * share;
  return step.value;
}
