import { describe, expect, it } from 'vitest';
import { keepPixels, type Picture, type Proof } from '../../shared/guarantee/index.ts';
import {
  blobMask,
  type Distortion,
  dice,
  draw,
  NO_DISTORTION,
  type Roll,
  redrawn,
  scene,
} from '../drivers/edited-pictures.ts';

const CASES = 500;
/** Of these, so many are distorted in ways that the guarantee knows nothing of. */
const UNKNOWN = 150;

const between = (roll: Roll, low: number, high: number): number => low + roll() * (high - low);
const three = (of: () => number) => [of(), of(), of()] as const;

function known(roll: Roll): Distortion {
  return {
    ...NO_DISTORTION,
    x: between(roll, -17, 17),
    y: between(roll, -17, 17),
    scale: between(roll, 0.97, 1.03),
    degrees: between(roll, -1, 1),
    gain: three(() => between(roll, 0.85, 1.15)),
    bias: three(() => between(roll, -12, 12)),
    jpegQuality: roll() < 0.5 ? 0 : Math.round(between(roll, 70, 95)),
  };
}

function unknown(roll: Roll): Distortion {
  const warp = roll() < 0.7 ? between(roll, 0.5, 3) : 0;
  return { ...known(roll), warp, gamma: three(() => between(roll, 0.75, 1.33)) };
}

interface Case {
  readonly original: Picture;
  readonly returned: Picture;
  readonly mask: Uint8Array;
}

async function made(seed: number, distortion: (roll: Roll) => Distortion): Promise<Case> {
  const roll = dice(seed);
  const size = { width: Math.round(between(roll, 150, 230)), height: Math.round(between(roll, 150, 230)) };
  const at = scene(roll);
  const { mask, core } = blobMask(size, roll);
  return { original: draw(size, at), returned: await redrawn(size, at, core, distortion(roll)), mask };
}

function kept(one: Case): { readonly picture: Picture; readonly proof: Proof } {
  const answer = keepPixels(one);
  if (answer.kind !== 'kept') throw new Error(`${answer.kind}: ${JSON.stringify(answer)}`);
  return answer;
}

/** Counted here once more: the proof is not taken at its word. */
function changedOutside({ original, mask }: Case, picture: Picture): number {
  let changed = 0;
  for (let at = 0; at < picture.bytes.length; at++)
    if (mask[at >> 2] === 0 && picture.bytes[at] !== original.bytes[at]) changed += 1;
  return changed;
}

/**
 * How far the soft edge is from what is known to belong there: the provider redrew only where the mask is full, so the
 * whole of its soft edge should still show the original.
 */
function edgeError({ original, mask }: Case, of: (at: number, share: number) => number): number | null {
  let sum = 0;
  let count = 0;
  for (let at = 0; at < original.bytes.length; at++) {
    const share = mask[at >> 2] ?? 0;
    if (at % 4 === 3 || share === 0 || share === 255) continue;
    sum += Math.abs(of(at, share / 255) - (original.bytes[at] ?? 0));
    count += 1;
  }
  return count < 1200 ? null : sum / count;
}

function edgeErrors(one: Case, picture: Picture) {
  const { original, returned } = one;
  const mixed = (at: number, share: number): number =>
    (original.bytes[at] ?? 0) * (1 - share) + (returned.bytes[at] ?? 0) * share;
  return { plain: edgeError(one, mixed), ours: edgeError(one, (at) => picture.bytes[at] ?? 0) };
}

/** False where the soft edge is too thin to be measured. */
async function expectHeld(seed: number): Promise<boolean> {
  const isKnown = seed > UNKNOWN;
  const one = await made(seed, isKnown ? known : unknown);
  const { picture, proof } = kept(one);
  expect(changedOutside(one, picture), `seed ${seed}`).toBe(0);
  expect(proof.largestChangeOutside).toBe(0);
  expect(proof.protectedPixels).toBe(one.mask.filter((share) => share === 0).length);
  const { asItCame, asUsed } = proof.seam;
  expect(asUsed, `ring of seed ${seed}`).toBeLessThanOrEqual(isKnown ? asItCame / 3 : asItCame);
  const { plain, ours } = edgeErrors(one, picture);
  if (plain === null || ours === null) return false;
  expect(ours, `edge of seed ${seed}`).toBeLessThanOrEqual(isKnown ? plain / 3 : plain);
  return true;
}

describe('a masked edit changes what was selected and nothing else', () => {
  const blocks = Array.from({ length: 10 }, (_, at) => at);
  it.each(blocks)(
    `whatever came back, in a tenth of ${CASES} cases; and the seam is a third of a plain paste's at most where the distortion is known, never larger where it is not (%i)`,
    async (block) => {
      let edges = 0;
      for (let seed = block + 1; seed <= CASES; seed += blocks.length) if (await expectHeld(seed)) edges += 1;
      expect(edges).toBeGreaterThan(CASES / blocks.length / 4);
    },
  );
});

describe('what no provider should send, and masks that nobody should paint', () => {
  const SIZE = { width: 160, height: 120 };
  const at = scene(dice(7));
  const original = draw(SIZE, at);
  const { mask } = blobMask(SIZE, dice(8));
  const same = (picture: Picture): boolean => Buffer.from(picture.bytes).equals(Buffer.from(original.bytes));
  const flat = (width: number, height: number, value: number): Picture => ({
    width,
    height,
    bytes: new Uint8Array(width * height * 4).fill(value),
  });
  const mirrored = draw(SIZE, (x, y) => at(SIZE.width - 1 - x, y));
  const noisy = dice(9);
  const noise: Picture = {
    ...SIZE,
    bytes: original.bytes.map((_, k) => (k % 4 === 3 ? 255 : noisy() * 255)),
  };

  it.each([
    ['another picture', draw(SIZE, scene(dice(99)))],
    ['it mirrored', mirrored],
    ['noise', noise],
    ['one colour', flat(160, 120, 255)],
    ['nothing at all', flat(160, 120, 0)],
    ['one pixel', flat(1, 1, 90)],
    ['a line', flat(900, 1, 90)],
  ])('%s is called unrelated, and is never forced in', (_, returned) => {
    expect(keepPixels({ original, returned, mask })).toMatchObject({ kind: 'unrelated' });
  });

  it.each([
    ['twice as large', 320, 240],
    ['two thirds as large', 107, 80],
    ['of another shape', 160, 90],
  ])('%s: it is brought to the frame, and fits', (_, width, height) => {
    const returned = draw({ width, height }, (x, y) =>
      at(((x + 0.5) * 160) / width - 0.5, ((y + 0.5) * 120) / height - 0.5),
    );
    const { picture, proof } = kept({ original, returned, mask });
    expect(changedOutside({ original, returned, mask }, picture)).toBe(0);
    expect(proof.seam.asUsed).toBeLessThan(4);
  });

  it('an empty mask changes nothing, and says so', () => {
    const empty = new Uint8Array(mask.length);
    expect(keepPixels({ original, returned: mirrored, mask: empty })).toEqual({ kind: 'nothing-to-change' });
  });

  it('a full mask takes the whole picture as it came', () => {
    const full = new Uint8Array(mask.length).fill(255);
    const { picture, proof } = kept({ original, returned: mirrored, mask: full });
    expect(Buffer.from(picture.bytes).equals(Buffer.from(mirrored.bytes))).toBe(true);
    expect(proof).toMatchObject({ protectedPixels: 0, largestChangeOutside: 0 });
  });

  it('one pixel, and a mask that is soft everywhere', () => {
    const one = new Uint8Array(mask.length);
    one[60 * 160 + 80] = 255;
    const small = kept({ original, returned: original, mask: one });
    expect(same(small.picture)).toBe(true);
    expect(small.proof.protectedPixels).toBe(160 * 120 - 1);
    const soft = new Uint8Array(mask.length).fill(90);
    expect(same(kept({ original, returned: original, mask: soft }).picture)).toBe(true);
  });

  it.each([
    [1, 1],
    [1, 40],
    [3, 7],
    [33, 2],
  ])('a frame of %i by %i', (width, height) => {
    const small = draw({ width, height }, at);
    const half = Uint8Array.from({ length: width * height }, (_, k) => (k % 2 === 0 ? 255 : 0));
    const { picture } = kept({ original: small, returned: small, mask: half });
    expect([...picture.bytes]).toEqual([...small.bytes]);
  });

  it('pixels that are clear keep their bytes outside, and lend no colour inside', () => {
    const clear: Picture = { ...SIZE, bytes: original.bytes.map((value, k) => (k % 4 === 3 ? 0 : value)) };
    const { picture } = kept({ original: clear, returned: original, mask });
    for (const [pixel, share] of mask.entries()) {
      const at = 4 * pixel;
      const bytes = [...picture.bytes.subarray(at, at + 4)];
      if (share === 0) expect(bytes).toEqual([...clear.bytes.subarray(at, at + 4)]);
      else expect(bytes).toEqual([...original.bytes.subarray(at, at + 3), share]);
    }
  });

  it('a mask of another size is a fault of the caller', () => {
    expect(() => keepPixels({ original, returned: original, mask: new Uint8Array(5) })).toThrow(RangeError);
  });
});
