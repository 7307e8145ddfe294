import type { KeptProof } from '../../../shared/contracts/desktop/index.ts';
import { formatNumber, formatTenths, say } from '../../text/index.ts';

/** Less than this is nothing that was undone: pixels and steps of 255, and shares of a scale and of a radian. */
const LEAST_STEP = 0.05;
const LEAST_SHARE = 0.0005;

/** What can be read of a proof, whether it was just counted or is kept with the picture. */
type Readable = {
  readonly [Part in keyof Omit<KeptProof, 'colours'>]: Readonly<KeptProof[Part]>;
} & { readonly colours: { readonly gain: readonly number[]; readonly bias: readonly number[] } };

/** What was kept of the document and what was undone of the picture, in words, in the order they are read. */
export function keptFacts({
  protectedPixels,
  largestChangeOutside,
  placement,
  colours,
  seam,
}: Readable): readonly { readonly name: string; readonly value: string }[] {
  const none = say('in-place:proof.none');
  const { x, y, scale, radians } = placement;
  const isMoved = Math.abs(x) >= LEAST_STEP || Math.abs(y) >= LEAST_STEP;
  const isScaled = Math.abs(scale - 1) >= LEAST_SHARE;
  const isTurned = Math.abs(radians) >= LEAST_SHARE;
  // What a middle grey was lifted by says most in one number for each channel.
  const cast = [0, 1, 2].map((at) => 128 * ((colours.gain[at] ?? 1) - 1) + (colours.bias[at] ?? 0));
  const hasCast = cast.some((value) => Math.abs(value) >= LEAST_STEP);
  const [red = 0, green = 0, blue = 0] = cast.map((value) => formatTenths(-value));
  return [
    { name: say('in-place:proof.protected'), value: formatNumber(protectedPixels) },
    {
      name: say('in-place:proof.largest'),
      value: say('in-place:proof.largestValue', { count: largestChangeOutside }),
    },
    {
      name: say('in-place:proof.shift'),
      value: isMoved ? say('in-place:proof.shiftValue', { x: formatTenths(x), y: formatTenths(y) }) : none,
    },
    {
      name: say('in-place:proof.scale'),
      value: isScaled ? say('in-place:proof.scaleValue', { percent: formatTenths((scale - 1) * 100) }) : none,
    },
    {
      name: say('in-place:proof.turn'),
      value: isTurned
        ? say('in-place:proof.turnValue', { degrees: formatTenths((radians * 180) / Math.PI) })
        : none,
    },
    {
      name: say('in-place:proof.cast'),
      value: hasCast ? say('in-place:proof.castValue', { red, green, blue }) : none,
    },
    {
      name: say('in-place:proof.seam'),
      value: say('in-place:proof.seamValue', {
        asUsed: formatTenths(seam.asUsed),
        asItCame: formatTenths(seam.asItCame),
      }),
    },
  ];
}
