import sharp from 'sharp';
import { straightRgba } from '../../renderer/engine/ora/png/own-png.ts';
import type { StagedPicture } from '../../renderer/engine/protocol/index.ts';
import type { Picture } from '../../shared/guarantee/index.ts';
import { openStaged, type StagedEngine, type Taken } from '../drivers/canvas/staged-engine.ts';
import { blobMask, dice, draw, NO_DISTORTION, redrawn, scene } from '../drivers/edited-pictures.ts';
import { wasmBackend } from '../drivers/kernel.ts';
import { type BenchResult, judge, median } from './result.ts';

const PAGE_SIDE = 4096;
const RUNS = 15;
/** Runs before the clock is looked at: what is measured is the work, and not its compilation. */
const WARM = 2;
const CASES = [
  { side: 1024, limit: 6 },
  // What a large frame costs; it promises nothing.
  { side: 2048, limit: undefined },
];

/**
 * From the provider's file to the accepted step: its picture and what was sent are decoded, registered, matched, cut out,
 * shown in the document, put into it, and counted there; against the bare decode of the provider's picture.
 */
export async function* run(options: readonly string[]): AsyncIterable<BenchResult> {
  const runs = options.includes('--quick') ? 3 : RUNS;
  for (const { side, limit } of CASES) {
    const { whole, decode } = await measured(side, runs);
    yield judge({
      bench: 'guarantee',
      case: `a masked edit of ${side} x ${side} in a page of ${PAGE_SIDE} x ${PAGE_SIDE}, over the decode of what came back`,
      value: whole,
      unit: 'ms',
      ratio: whole / decode,
      ...(limit !== undefined && { limit }),
    });
  }
}

async function measured(side: number, runs: number) {
  const staged = openStaged({ backend: await wasmBackend() });
  const { original, taken, came, png } = await prepared(staged, side);
  const wholes: number[] = [];
  const decodes: number[] = [];
  for (let turn = -WARM; turn < runs; turn++) {
    // One after the other, so that whatever slows the machine down slows both.
    const decode = timed(() => straightRgba(png));
    const picture = await staged.keep(taken, 'inpaint', png);
    const began = performance.now();
    await step(staged, picture, original);
    const whole = performance.now() - began;
    staged.engine.tell({ kind: 'undo' });
    if (turn < 0) continue;
    wholes.push(whole);
    decodes.push(decode);
  }
  if (came.bytes.length !== original.bytes.length) throw new Error('The picture came in another size.');
  return { whole: median(wholes), decode: median(decodes) };
}

/** Staged, seen, accepted and proven. */
async function step(staged: StagedEngine, picture: StagedPicture, { width, height }: Picture): Promise<void> {
  const outcome = await staged.stage(picture);
  if (outcome?.kind !== 'kept') throw new Error(`It was not kept: ${JSON.stringify(outcome)}`);
  const view = { level: 0, rect: { ...picture.window, width, height } };
  staged.engine.session().cache.work(view, Number.POSITIVE_INFINITY, () => 0);
  const accepted = await staged.accept([picture]);
  if (accepted.kind !== 'accepted') throw new Error(`It was not accepted: ${JSON.stringify(accepted)}`);
  const proof = accepted.proofs[picture.pictureId];
  if (proof?.largestChangeOutside !== 0 || proof.protectedPixels === 0) throw new Error('It was not proven.');
}

/** A page with the original in it, and what a provider made of that: moved, turned, recoloured and recompressed. */
async function prepared(staged: StagedEngine, side: number) {
  const size = { width: side, height: side };
  const roll = dice(5);
  const at = scene(roll);
  const { mask, core } = blobMask(size, roll);
  const original = draw(size, at);
  const page = { kind: 'blank', width: PAGE_SIDE, height: PAGE_SIDE, layerName: 'Page' } as const;
  staged.engine.tell({ kind: 'open', documentId: 'd', start: { ...page, background: 'white' } });
  await staged.engine.rest();
  const frame = { x: 1500, y: 1700, ...size };
  const photograph = await staged.keep(null, 'new-layer', original, { frame, window: frame });
  const brought = await staged.accept([photograph], 'whole');
  if (brought.kind !== 'accepted') throw new Error('The page has no picture.');
  const taken = await staged.take({ frame });
  if (taken.kind !== 'taken') throw new Error('No frame was taken.');
  const came = await redrawn(size, at, core, {
    ...NO_DISTORTION,
    x: 3.3,
    y: -5.2,
    scale: 1.01,
    degrees: 0.4,
    gain: [1.05, 0.97, 1],
    bias: [4, -2, 3],
    jpegQuality: 90,
  });
  const raw = { ...size, channels: 4 } as const;
  const png = new Uint8Array(await sharp(came.bytes, { raw }).removeAlpha().png().toBuffer());
  return { original, taken: await withMask(taken, mask, size), came, png };
}

async function withMask(taken: Taken, mask: Uint8Array, size: { width: number; height: number }) {
  const raw = { ...size, channels: 1 } as const;
  const grey = await sharp(mask, { raw }).toColourspace('b-w').png().toBuffer();
  return { ...taken, mask: new Blob([new Uint8Array(grey)]) };
}

function timed(act: () => unknown): number {
  const began = performance.now();
  act();
  return performance.now() - began;
}
