import { XMP_KEYWORD } from '../../media/metadata/index.ts';
import { xmpPacket } from '../../shared/pictures/index.ts';
import { coloursOf } from './edits/colours-of.ts';
import { editPixels } from './edits/edit-pixels.ts';
import { type Inputs, type Picture, readInputs } from './edits/read-inputs.ts';
import { bend } from './edits/unruly.ts';
import { encodePng } from './encode-png.ts';
import { chooseFamily } from './families/index.ts';
import type { PaintedPicture, PaintJob, PaintProgress } from './paint-job.ts';
import { createChance, hashText, mixBits } from './raster/chance.ts';
import { createNoise } from './raster/noise.ts';
import { renderRows } from './render.ts';
import { markAsSandbox } from './watermark.ts';

/** Sides of the previews in pixels, and the part of the whole work done when each is shown. */
const PREVIEWS = [
  { longSide: 160, fraction: 0.08 },
  { longSide: 400, fraction: 0.25 },
] as const;

/**
 * Paints one picture: pure, on one thread, the same bytes for the same job. It yields between bands so that
 * the caller can show progress or stop; stopping is not asking for the next step.
 */
export function* paint(job: PaintJob): Generator<PaintProgress, PaintedPicture> {
  let shown = 0;
  yield { fraction: shown, preview: null };
  const inputs = readInputs(job);
  for (const { longSide, fraction } of PREVIEWS) {
    const shrink = longSide / Math.max(job.width, job.height);
    if (shrink > 0.6) continue;
    const small = { width: Math.round(job.width * shrink), height: Math.round(job.height * shrink) };
    const pixels = yield* holding(shown, madePixels({ ...job, ...small }, inputs));
    shown = fraction;
    yield { fraction, preview: encodePng(pixels, small) };
  }
  const making = madePixels(job, inputs);
  let step = making.next();
  for (; step.done !== true; step = making.next()) {
    yield { fraction: shown + (0.95 - shown) * step.value, preview: null };
  }
  const made: Picture = { width: job.width, height: job.height, pixels: step.value };
  const { width, height, pixels } = job.unruly == null ? made : bend(made, job.unruly, job.seed);
  markAsSandbox(pixels, width, height);
  const bytes = encodePng(pixels, { width, height }, sandboxTexts({ ...job, width, height }));
  return { bytes, family: chooseFamily(job.prompt).id };
}

function madePixels(job: PaintJob, inputs: Inputs): Generator<number, Uint8Array> {
  const isEdit = inputs.source !== null && job.unruly !== 'unrelated';
  return isEdit ? editPixels(job, inputs, paintPixels(job, inputs)) : paintPixels(job, inputs);
}

/** The bare pixels (width * height * 3), without mark and file. Yields the fraction done, 0 to 1. */
export function* paintPixels(job: PaintJob, inputs?: Inputs): Generator<number, Uint8Array> {
  const family = chooseFamily(job.prompt);
  const seed = mixBits(job.seed ^ hashText(job.prompt));
  const chance = createChance(seed);
  const colours = coloursOf(job, inputs);
  const noise = createNoise(chance);
  const shorter = Math.min(job.width, job.height);
  const frame = { halfWidth: job.width / shorter, halfHeight: job.height / shorter, pixel: 2 / shorter };
  const shade = family.compose(frame, { chance, noise, colours });
  return yield* renderRows({
    width: job.width,
    height: job.height,
    frame,
    shade,
    finish: family.finish,
    salt: seed,
  });
}

/** Keeps the steps, so that a stop is prompt while a preview is made, and holds the fraction still. */
function* holding(
  fraction: number,
  work: Generator<number, Uint8Array>,
): Generator<PaintProgress, Uint8Array> {
  let step = work.next();
  for (; step.done !== true; step = work.next()) yield { fraction, preview: null };
  return step.value;
}

function sandboxTexts(job: PaintJob): readonly { readonly keyword: string; readonly text: string }[] {
  return [
    { keyword: 'Software', text: 'Gesso sandbox' },
    { keyword: 'Source', text: 'sandbox' },
    { keyword: 'Description', text: job.prompt },
    { keyword: 'Seed', text: String(job.seed) },
    { keyword: 'Size', text: `${job.width}x${job.height}` },
    {
      keyword: XMP_KEYWORD,
      text: xmpPacket({ digitalSourceType: 'algorithmicMedia', creatorTool: 'Gesso sandbox' }),
    },
  ];
}
