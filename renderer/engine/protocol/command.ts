import type { LayerId, LayerPatch, Place } from '../../../shared/document/index.ts';
import type { Point, Rect } from '../../../shared/geometry/index.ts';
import type { Colour } from './brush.ts';

export type SelectionMode = 'replace' | 'add' | 'subtract' | 'intersect';

export type SelectionShape =
  | { readonly kind: 'rectangle'; readonly rect: Rect }
  | { readonly kind: 'lasso'; readonly points: readonly Point[] };

/** Row by row: x' = a x + c y + e, y' = b x + d y + f, in document pixels. */
export interface Affine {
  readonly a: number;
  readonly b: number;
  readonly c: number;
  readonly d: number;
  readonly e: number;
  readonly f: number;
}

/** Everything that makes one step of undo without a pointer being held. Names of layers come from the window's words. */
export type EditorCommand =
  | { readonly kind: 'add-layer'; readonly name: string; readonly place: Place }
  | { readonly kind: 'add-group'; readonly name: string; readonly layers: readonly LayerId[] }
  | { readonly kind: 'remove-layers'; readonly layers: readonly LayerId[] }
  | { readonly kind: 'duplicate-layers'; readonly layers: readonly LayerId[]; readonly suffix: string }
  | { readonly kind: 'move-layers'; readonly layers: readonly LayerId[]; readonly place: Place }
  | { readonly kind: 'patch-layer'; readonly layer: LayerId; readonly patch: LayerPatch }
  | { readonly kind: 'add-mask'; readonly layer: LayerId; readonly from: 'all' | 'selection' }
  | { readonly kind: 'remove-mask'; readonly layer: LayerId }
  | { readonly kind: 'select'; readonly shape: SelectionShape; readonly mode: SelectionMode }
  | { readonly kind: 'select-all' }
  | { readonly kind: 'select-none' }
  | { readonly kind: 'select-layer'; readonly layer: LayerId }
  | { readonly kind: 'invert-selection' }
  | { readonly kind: 'feather-selection'; readonly radius: number }
  | { readonly kind: 'grow-selection'; readonly by: number }
  | { readonly kind: 'clear-selected'; readonly layer: LayerId }
  | { readonly kind: 'fill-selected'; readonly layer: LayerId; readonly colour: Colour }
  | { readonly kind: 'transform'; readonly layer: LayerId; readonly matrix: Affine };

/** What a step is called; the window has the words. */
export type StepLabel = EditorCommand['kind'] | 'brush' | 'eraser' | 'mask-brush' | 'move' | 'paste' | 'open';
