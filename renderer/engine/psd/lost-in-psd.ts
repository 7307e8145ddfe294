import type { DocumentRecord, Layer } from '../../../shared/document/index.ts';

/** What a document has that its Photoshop file will not; opacity and fill are rounded to 255ths besides. */
export type LostInPsd =
  /** What is selected now. */
  | 'selection'
  /** Which pictures a layer was made of. */
  | 'origins'
  /** The group's own mode, which has no part in the picture while its layers blend with what is beneath. */
  | 'group-mode'
  /** A file without layers has one that is empty. */
  | 'no-layers';

export function lostInPsd({ layers, root, selection }: DocumentRecord): readonly LostInPsd[] {
  const all = Object.values(layers);
  const lost: LostInPsd[] = [];
  if (selection !== null) lost.push('selection');
  if (!isOfOneFile(all)) lost.push('origins');
  if (all.some((one) => one.kind === 'group' && one.passThrough && one.blend !== 'normal'))
    lost.push('group-mode');
  if (root.length === 0) lost.push('no-layers');
  return lost;
}

/** A file says of itself as a whole how it was made. That is all there is to say where every layer came from one file. */
function isOfOneFile(layers: readonly Layer[]): boolean {
  const origins = layers.filter(({ kind }) => kind === 'raster').map((layer) => layer.origins);
  const named = new Set(origins.flat().map(({ sha256 }) => sha256));
  if (named.size === 0) return true;
  return named.size === 1 && origins.every(([only]) => only?.made === 'brought');
}
