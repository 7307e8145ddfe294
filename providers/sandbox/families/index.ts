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

/** The family whose word comes first in the prompt; without any, the prompt's hash decides. */
export function chooseFamily(prompt: string): Family {
  const text = prompt.toLowerCase();
  let chosen: Family | null = null;
  let earliest = Number.POSITIVE_INFINITY;
  for (const family of FAMILIES) {
    for (const word of family.words) {
      const at = text.search(new RegExp(`\\b${word}`));
      if (at < 0 || at >= earliest) continue;
      earliest = at;
      chosen = family;
    }
  }
  return chosen ?? FAMILIES[hashText(text) % FAMILIES.length] ?? FAMILIES[0];
}
