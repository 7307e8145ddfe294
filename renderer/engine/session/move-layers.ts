import {
  type DocumentRecord,
  type LayerId,
  moveLayer,
  type Place,
  placeOf,
} from '../../../shared/document/index.ts';

/** One after the other, so that they keep their order; indices count without those that were taken out before. */
export function moveLayers(
  document: DocumentRecord,
  layers: readonly LayerId[],
  place: Place,
): DocumentRecord {
  const chosen = layers.filter((id) => placeOf(document, id) !== null);
  const inOrder = chosen.toSorted((one, other) => indexIn(document, one) - indexIn(document, other));
  let next = document;
  let { index } = place;
  for (const id of inOrder) {
    const from = placeOf(next, id);
    const shift = from !== null && from.parent === place.parent && from.index < index ? 1 : 0;
    next = moveLayer(next, id, { parent: place.parent, index: index - shift });
    index = index - shift + 1;
  }
  return next;
}

function indexIn(document: DocumentRecord, id: LayerId): number {
  return placeOf(document, id)?.index ?? 0;
}
