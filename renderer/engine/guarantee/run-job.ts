import { fitSize, keepPixels, type Picture } from '../../../shared/guarantee/index.ts';
import { straightGrey, straightRgba } from '../ora/png/own-png.ts';
import { writePng } from '../ora/png/write-png.ts';
import { coverageOfFrame, frameMask } from './frame-mask.ts';
import type { FrameAnswer, FrameJob, KeepAnswer, KeepJob } from './jobs.ts';

export function takeFrame(job: FrameJob): FrameAnswer {
  const { width, height } = job.window;
  const mask = frameMask(job);
  if (mask === null) return { kind: 'nothing' };
  return {
    kind: 'taken',
    original: writePng({ width, height, bytes: job.original }, 4),
    mask: writePng({ width, height, bytes: mask }, 1),
    coverage: coverageOfFrame(mask, job.frame),
  };
}

/** Whatever came back ends in an answer: a picture that is none, or of another size than was sent, is refused by name. */
export function keepEdit({ wanted, returned, sent, width, height }: KeepJob): KeepAnswer {
  const came = straightRgba(returned);
  if (came === null) return { kind: 'refused', why: 'picture-unreadable' };
  if (sent === null || wanted === 'as-it-came')
    return { kind: 'placed', picture: fitSize(came, width, height) };
  const original = straightRgba(sent.original);
  const mask = straightGrey(sent.mask);
  if (original === null || mask === null || !isOf(original) || !isOf(mask))
    return { kind: 'refused', why: 'frame-missing' };
  const kept = keepPixels({ original, returned: came, mask: mask.bytes, everywhere: wanted === 'placed' });
  switch (kept.kind) {
    case 'nothing-to-change':
      return { kind: 'refused', why: 'nothing-to-change' };
    case 'unrelated':
      return { kind: 'unrelated', picture: fitSize(came, width, height), likeness: kept.likeness };
    case 'kept': {
      const picture = wanted === 'cut' ? cutOut(kept.edit, mask.bytes) : kept.edit;
      return { kind: 'kept', picture, mask: mask.bytes, proof: kept.proof };
    }
  }
  function isOf(picture: { readonly width: number; readonly height: number }): boolean {
    return picture.width === width && picture.height === height;
  }
}

/** Only what the mask lets through: alpha takes the mask's place, and what is clear has no colour. */
function cutOut({ width, height, bytes }: Picture, mask: Uint8Array): Picture {
  const out = new Uint8Array(bytes.length);
  for (let pixel = 0, at = 0; pixel < mask.length; pixel++, at += 4) {
    const share = mask[pixel] ?? 0;
    if (share === 0) continue;
    const alpha = Math.round(((bytes[at + 3] ?? 0) * share) / 255);
    if (alpha === 0) continue;
    out[at] = bytes[at] ?? 0;
    out[at + 1] = bytes[at + 1] ?? 0;
    out[at + 2] = bytes[at + 2] ?? 0;
    out[at + 3] = alpha;
  }
  return { width, height, bytes: out };
}
