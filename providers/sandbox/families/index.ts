import { hashText } from '../raster/chance.ts';
import { agate } from './agate.ts';
import { arches } from './arches.ts';
import { clouds } from './clouds.ts';
import { collage } from './collage.ts';
import { colourField } from './colour-field.ts';
import { dunes } from './dunes.ts';
import type { Family } from './family.ts';
import { fern } from './fern.ts';
import { marble } from './marble.ts';
import { mountains } from './mountains.ts';
import { night } from './night.ts';
import { sea } from './sea.ts';
import { stillLife } from './still-life/still-life.ts';
import { terrazzo } from './terrazzo.ts';
import { tiles } from './tiles.ts';

export type { Family, Finish, Frame, Shade } from './family.ts';

export const FAMILIES: readonly [Family, ...Family[]] = [
  stillLife,
  mountains,
  clouds,
  agate,
  colourField,
  marble,
  collage,
  terrazzo,
  tiles,
  dunes,
  sea,
  arches,
  fern,
  night,
];

/** What an English word may end in and still be the word: quinces, meditative, speckled; but not stoneware. */
const ENDINGS = '(s|es|d|ed|y|ing|ion|ive|ists?)?';

/** The family that most of the prompt's words speak of, the first mentioned among equals; without any, a hash decides. */
export function chooseFamily(prompt: string): Family {
  const text = prompt.toLowerCase();
  let chosen: Family | null = null;
  let most = 0;
  let earliest = Number.POSITIVE_INFINITY;
  for (const family of FAMILIES) {
    const places = family.words
      .map((word) => text.search(new RegExp(`\\b${word}${ENDINGS}\\b`)))
      .filter((at) => at >= 0);
    const first = Math.min(...places);
    if (places.length < most || (places.length === most && first >= earliest)) continue;
    if (places.length === 0) continue;
    most = places.length;
    earliest = first;
    chosen = family;
  }
  return chosen ?? FAMILIES[hashText(text) % FAMILIES.length] ?? FAMILIES[0];
}
