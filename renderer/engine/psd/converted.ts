import type { Layer } from 'ag-psd';
import { takeApart } from './frame/info-blocks.ts';
import { modeKey, type PsdNode } from './frame/read-records.ts';

/** What a Photoshop file had that a document here has not; the window has a sentence for each. In the order it is told. */
export const CONVERTED_KINDS = [
  /** Of the whole file: more than eight bits, other colours than RGB, guides, saved selections. */
  'depth',
  'colours',
  'guides',
  'channels',
  /** Of layers, which are named: these are pixels now. */
  'text',
  'smart-object',
  'shape',
  /** They have no pixels, so they are empty now. */
  'adjustment',
  /** These are gone. */
  'effects',
  'vector-mask',
  'mask-look',
  'blend-if',
  'artboard',
  /** These are normal now. */
  'mode',
] as const;
export type ConvertedKind = (typeof CONVERTED_KINDS)[number];

export interface Converted {
  readonly kind: ConvertedKind;
  /** Empty when it is of the whole file. */
  readonly layers: readonly string[];
}

/** @source Adobe Photoshop File Formats Specification, additional layer information */
const KINDS: Readonly<Record<string, ConvertedKind>> = {
  TySh: 'text',
  tySh: 'text',
  SoLd: 'smart-object',
  SoLE: 'smart-object',
  PlLd: 'smart-object',
  plLd: 'smart-object',
  SoCo: 'shape',
  GdFl: 'shape',
  PtFl: 'shape',
  vscg: 'shape',
  lfx2: 'effects',
  lrFX: 'effects',
  lmfx: 'effects',
  vmsk: 'vector-mask',
  vsms: 'vector-mask',
  artb: 'artboard',
  artd: 'artboard',
  abdd: 'artboard',
};
const ADJUSTMENTS: ReadonlySet<string> = new Set([
  ...['levl', 'curv', 'expA', 'vibA', 'hue ', 'hue2', 'blnc', 'blwh', 'phfl', 'mixr', 'clrL', 'nvrt'],
  ...['post', 'thrs', 'grdm', 'selc', 'brit', 'CgEd'],
]);

/** What one layer loses, each kind once. */
export function lostOf({ record, scanned }: PsdNode, isEmpty: boolean): ReadonlySet<ConvertedKind> {
  const lost = new Set<ConvertedKind>();
  for (const { key } of takeApart(scanned.rest).blocks) {
    const kind = ADJUSTMENTS.has(key) ? 'adjustment' : KINDS[key];
    if (kind !== undefined) lost.add(kind);
  }
  // A fill of the whole canvas has no pixels either. The outline of a shape is in its pixels.
  if (lost.has('shape') && isEmpty) {
    lost.delete('shape');
    lost.add('adjustment');
  }
  if (lost.has('shape')) lost.delete('vector-mask');
  if (modeKey(scanned) === null) lost.add('mode');
  if (hasLook(record)) lost.add('mask-look');
  if (hasBlendIf(record)) lost.add('blend-if');
  return lost;
}

function hasLook({ mask }: Layer): boolean {
  return (mask?.userMaskDensity ?? 1) < 1 || (mask?.userMaskFeather ?? 0) > 0;
}

function hasBlendIf({ blendingRanges }: Layer): boolean {
  if (blendingRanges === undefined) return false;
  const { compositeGrayBlendSource, compositeGraphBlendDestinationRange, ranges } = blendingRanges;
  const all = [
    compositeGrayBlendSource,
    compositeGraphBlendDestinationRange,
    ...ranges.flatMap(({ sourceRange, destRange }) => [sourceRange, destRange]),
  ];
  return all.some((range) => !['0,0,255,255', '0,0,0,0', '255,255,255,255'].includes(range.join()));
}
