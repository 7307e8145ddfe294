import { type DocumentRecord, type LayerId, ORIGINS_MAX, type Origin } from './records.ts';

/** Each picture once, in the order they are met; what is beyond the most that are kept goes. */
export function mergeOrigins(lists: readonly (readonly Origin[])[]): readonly Origin[] {
  const met = new Map<string, Origin>();
  for (const origin of lists.flat()) if (!met.has(origin.sha256)) met.set(origin.sha256, origin);
  // A picture by a model is what has to be told, so it is never the one that goes.
  const kept = [...met.values()].sort((a, b) => rank(a) - rank(b)).slice(0, ORIGINS_MAX);
  return [...met.values()].filter((origin) => kept.includes(origin));
}

function rank({ made }: Origin): number {
  return made === 'trained' ? 0 : 1;
}

/** What the picture as it is seen was made of: a hidden layer, or one in a hidden group, has no part in it. */
export function shownOrigins(document: DocumentRecord): readonly Origin[] {
  const shown = (ids: readonly LayerId[]): readonly (readonly Origin[])[] =>
    ids.flatMap((id) => {
      const layer = document.layers[id];
      if (layer === undefined || !layer.visible || layer.opacity === 0) return [];
      return layer.kind === 'group' ? shown(layer.children) : [layer.origins];
    });
  return mergeOrigins(shown(document.root));
}

/** What a picture of several origins counts as: in part a model's, in part drawn by a program, made by hand, or not known. */
export type MadeOf = 'trained' | 'drawn' | 'by-hand' | 'unknown';

/**
 * Whatever was done to a model's picture here, it stays in part a model's. Of what was brought in nothing is known; what came
 * from nowhere else was made by hand.
 */
export function madeOf(origins: readonly Origin[]): MadeOf {
  const has = (made: Origin['made']): boolean => origins.some((origin) => origin.made === made);
  if (has('trained')) return 'trained';
  if (has('drawn')) return 'drawn';
  return has('brought') ? 'unknown' : 'by-hand';
}
