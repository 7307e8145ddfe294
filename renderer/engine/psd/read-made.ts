import type { Origin } from '../../../shared/document/index.ts';
import { findResource, XMP } from './frame/resources.ts';

/** Words that say how a picture came to be. @source IPTC NewsCodes, Digital Source Type */
const MADE: readonly (readonly [words: RegExp, made: Origin['made'] | null])[] = [
  [/digitalsourcetype\/(?:trainedAlgorithmicMedia|compositeWithTrainedAlgorithmicMedia)\b/i, 'trained'],
  [/digitalsourcetype\/(?:algorithmicMedia|compositeSynthetic)\b/i, 'drawn'],
  [/digitalsourcetype\/digitalCreation\b/i, null],
];

/**
 * What the file says of how its pictures were made; a model's part in it must not be forgotten on the way through a file.
 * Null is by hand. A file that says nothing was brought, and nothing is known of it.
 */
export function readMade(resources: Uint8Array): Origin['made'] | null {
  const text = new TextDecoder().decode(findResource(resources, XMP) ?? new Uint8Array(0));
  const found = MADE.find(([words]) => words.test(text));
  return found === undefined ? 'brought' : found[1];
}
