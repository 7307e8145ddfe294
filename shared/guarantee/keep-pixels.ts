import {
  type ColourMatch,
  clamp,
  matchColours,
  ringOf,
  SAME_COLOURS,
  seamError,
  solidInRing,
} from './colour.ts';
import { fitSize } from './fit-size.ts';
import { brightness, type Picture, type Plane } from './picture.ts';
import { place } from './place.ts';
import { IN_PLACE, type Placement } from './placement.ts';
import { type Registration, register } from './register.ts';
import { distanceFrom, ringWidth } from './ring.ts';

export interface MaskedEdit {
  /** The frame as it was. */
  readonly original: Picture;
  /** What the provider made of it, of any size. */
  readonly returned: Picture;
  /** How much of each pixel of the frame the edit may take: 0 none of it, 255 all. */
  readonly mask: Uint8Array;
  /** The edit is wanted of the whole frame, and not only of what the mask and its ring need. */
  readonly everywhere?: boolean;
}

/** What was done to the provider's picture, and what was not done to the person's. */
export interface Proof {
  /** Pixels of the frame that the mask kept from the edit. */
  readonly protectedPixels: number;
  /** The largest change of any channel of those, of 255. Counted, never assumed. */
  readonly largestChangeOutside: number;
  /** How the provider's picture lay over the frame before it was put back. */
  readonly placement: Placement;
  /** The colour cast that was undone. */
  readonly colours: ColourMatch;
  /** Of 255, in a ring around the mask: as it came, and as it was used. */
  readonly seam: { readonly asItCame: number; readonly asUsed: number };
}

export type KeptPixels =
  | {
      readonly kind: 'kept';
      readonly picture: Picture;
      /**
       * What came back, in its place and in the original's colours: what the mask lets through of it is the picture. Clear
       * where the mask lets nothing through, unless it was wanted everywhere.
       */
      readonly edit: Picture;
      readonly proof: Proof;
    }
  /** Outside the mask it shows something else: it is no edit of this picture. */
  | { readonly kind: 'unrelated'; readonly likeness: number }
  /** The mask lets nothing through. */
  | { readonly kind: 'nothing-to-change' };

/** Beyond this it is not the same picture moved, but another one. */
const LIKENESS_MIN = 0.6;
const SHIFT_MAX = 48;
const SCALE_OFF_MAX = 0.1;
const TURN_MAX = 0.09;

/**
 * An edit that changes what the mask lets through and nothing else, whatever came back: laid over the original by what
 * both show outside the mask, its cast undone by a ring around the mask, and mixed in by the mask's own softness. Where
 * the mask is 0 the result has the original's bytes.
 */
export function keepPixels({ original, returned, mask, everywhere = false }: MaskedEdit): KeptPixels {
  const { width, height } = original;
  if (mask.length !== width * height) throw new RangeError('the mask is not of the size of the frame');
  if (!mask.some((share) => share !== 0)) return { kind: 'nothing-to-change' };
  const sized = fitSize(returned, width, height);
  const distance = distanceFrom(mask, width, height);
  const reach = ringWidth(original);
  const registration = register(brightness(original), brightness(sized), freeOf(distance, original));
  if (!isRelated(registration)) return { kind: 'unrelated', likeness: registration.likeness };
  const best = nearest(original, sized, distance, reach, registration);
  const placed = everywhere ? place(sized, best.placement, distance, Number.POSITIVE_INFINITY) : best.picture;
  const edit = matched(placed, best.colours, everywhere ? () => true : (pixel) => mask[pixel] !== 0);
  const bytes = mixed(original, edit, mask);
  const proof: Proof = {
    ...countOutside(original.bytes, bytes, mask),
    placement: best.placement,
    colours: best.colours,
    seam: { asItCame: best.asItCame, asUsed: best.seam },
  };
  return { kind: 'kept', picture: { width, height, bytes }, edit, proof };
}

/** What is less solid than this has no picture to go by. */
const SOLID = 250;

/** A provider redraws a little beyond the mask, so what touches it says nothing; nor does what was sent clear. */
function freeOf({ width, height, values: far }: Plane, { bytes }: Picture): Plane {
  const touched = Math.max(2, Math.min(width, height) / 256);
  const values = new Float32Array(far.length);
  for (let at = 0; at < far.length; at++)
    values[at] = (far[at] ?? 0) > touched && (bytes[4 * at + 3] ?? 0) >= SOLID ? 1 : 0;
  return { width, height, values };
}

/** In the original's colours, where it is wanted: elsewhere it stays clear. */
function matched(
  { width, height, bytes }: Picture,
  { gain, bias }: ColourMatch,
  isWanted: (pixel: number) => boolean,
): Picture {
  const [red, green, blue] = [0, 1, 2].map((channel) => tableOf(gain[channel] ?? 1, bias[channel] ?? 0));
  const out = new Uint8Array(bytes.length);
  for (let pixel = 0, at = 0; at < out.length; pixel++, at += 4) {
    if (!isWanted(pixel)) continue;
    out[at] = red?.[bytes[at] ?? 0] ?? 0;
    out[at + 1] = green?.[bytes[at + 1] ?? 0] ?? 0;
    out[at + 2] = blue?.[bytes[at + 2] ?? 0] ?? 0;
    out[at + 3] = bytes[at + 3] ?? 0;
  }
  return { width, height, bytes: out };
}

function tableOf(factor: number, lift: number): Uint8Array {
  return Uint8Array.from({ length: 256 }, (_, value) => clamp(value * factor + lift) + 0.5);
}

function isRelated(registration: Registration): boolean {
  const { likenessInPlace, isBlind } = registration;
  return isBlind || likenessInPlace >= LIKENESS_MIN || isFound(registration);
}

/** A place that a provider puts a picture in, and in which it is alike. Steps that went astray end anywhere. */
function isFound({ placement, likeness, isBlind }: Registration): boolean {
  if (isBlind) return false;
  const { x, y, scale, radians } = placement;
  const isNear = Math.hypot(x, y) <= SHIFT_MAX && Math.abs(scale - 1) <= SCALE_OFF_MAX;
  return isNear && Math.abs(radians) <= TURN_MAX && likeness >= LIKENESS_MIN;
}

interface Candidate {
  readonly picture: Picture;
  readonly placement: Placement;
  readonly colours: ColourMatch;
  readonly seam: number;
}

/** Of what came back as it is, put in place, and matched in colour, that which has the smallest seam. */
function nearest(
  original: Picture,
  sized: Picture,
  distance: Plane,
  reach: number,
  registration: Registration,
): Candidate & { readonly asItCame: number } {
  const places = isFound(registration) ? [IN_PLACE, registration.placement] : [IN_PLACE];
  const around = ringOf(original, distance, reach);
  const solidAsItCame = solidInRing(sized, around).length;
  const candidates = places.flatMap((each): readonly Candidate[] => {
    const picture = place(sized, each, distance, reach);
    const ring = solidInRing(picture, around);
    // Where hardly anything is left to compare, a small seam says nothing.
    if (ring.length < solidAsItCame / 2) return [];
    return [SAME_COLOURS, matchColours(original, picture, ring)].map((colours) => ({
      picture,
      placement: each,
      colours,
      seam: seamError(original, picture, colours, ring),
    }));
  });
  const [first, ...others] = candidates;
  if (first === undefined) throw new Error('there is always the picture as it came');
  const best = others.reduce((one, other) => (other.seam < one.seam ? other : one), first);
  return { ...best, asItCame: first.seam };
}

/** Premultiplied, so that clear pixels lend no colour; where the mask is 0 the bytes themselves are copied. */
function mixed(original: Picture, edit: Picture, mask: Uint8Array): Uint8Array {
  const bytes = Uint8Array.from(original.bytes);
  for (let pixel = 0; pixel < mask.length; pixel++) {
    const share = (mask[pixel] ?? 0) / 255;
    if (share === 0) continue;
    const at = 4 * pixel;
    const under = ((original.bytes[at + 3] ?? 0) / 255) * (1 - share);
    const over = ((edit.bytes[at + 3] ?? 0) / 255) * share;
    const alpha = under + over;
    for (let channel = at; channel < at + 3; channel++) {
      const value = (original.bytes[channel] ?? 0) * under + (edit.bytes[channel] ?? 0) * over;
      bytes[channel] = alpha === 0 ? 0 : value / alpha + 0.5;
    }
    bytes[at + 3] = alpha * 255 + 0.5;
  }
  return bytes;
}

function countOutside(
  before: Uint8Array,
  after: Uint8Array,
  mask: Uint8Array,
): Pick<Proof, 'protectedPixels' | 'largestChangeOutside'> {
  let protectedPixels = 0;
  let largestChangeOutside = 0;
  for (let pixel = 0; pixel < mask.length; pixel++) {
    if (mask[pixel] !== 0) continue;
    protectedPixels += 1;
    for (let at = 4 * pixel; at < 4 * pixel + 4; at++) {
      if (before[at] === after[at]) continue;
      largestChangeOutside = Math.max(largestChangeOutside, Math.abs((before[at] ?? 0) - (after[at] ?? 0)));
    }
  }
  return { protectedPixels, largestChangeOutside };
}
