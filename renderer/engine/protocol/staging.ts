import type { LayerId, Origin } from '../../../shared/document/index.ts';
import type { FrameAct } from '../../../shared/frame/index.ts';
import type { Point, Rect } from '../../../shared/geometry/index.ts';
import type { Proof } from '../../../shared/guarantee/index.ts';

/**
 * What is to be taken of the document for a run. Rects in the coordinates that the document began with: a crop may be on its way
 * that whoever asks has not heard of.
 */
export interface FrameWish {
  /** Comes back with the answer. */
  readonly request: number;
  readonly act: FrameAct;
  readonly frame: Rect;
  readonly window: Rect;
  /** Whose pixels are sent where the act sends one layer. */
  readonly layer: LayerId | null;
  /** How softly the mask ends where nothing else says it, in document pixels. */
  readonly feather: number;
}

export type FrameOutcome =
  | {
      readonly kind: 'taken';
      /** The window's pixels as PNG, straight RGBA, clear where nothing is. */
      readonly original: Blob;
      /** 8-bit grey PNG of the window: 255 may change, 0 must not. */
      readonly mask: Blob;
      /** Of the frame, 0 to 1. */
      readonly coverage: number;
      /** As they were asked for. */
      readonly frame: Rect;
      readonly window: Rect;
    }
  /** The mask would let nothing through: nothing is selected in the frame, nothing is clear, the layer has no pixels in it. */
  | {
      readonly kind: 'refused';
      readonly why: 'nothing-selected' | 'nothing-clear' | 'nothing-of-layer' | 'away';
    };

/** A picture of a run in the open document, before it is decided on. */
export interface StagedPicture {
  readonly pictureId: string;
  readonly sha256: string;
  readonly act: FrameAct;
  /** Null for an act that sent none. */
  readonly frameId: string | null;
  /** In the coordinates that the document began with. */
  readonly frame: Rect;
  readonly window: Rect;
  readonly layerId: LayerId | null;
}

/** How what is staged is looked at. */
export type StageView =
  | { readonly kind: 'result' }
  | { readonly kind: 'original' }
  /** The original left of a line, the result right of it; in the document. */
  | { readonly kind: 'split'; readonly x: number }
  /** What differs from the original, times the gain, on black. */
  | { readonly kind: 'difference'; readonly gain: number };

export type StageRefusal =
  /** What was sent is not on this computer any more. */
  'frame-missing' | 'picture-missing' | 'picture-unreadable' | 'nothing-to-change';

export type StageOutcome =
  | { readonly kind: 'working' }
  | {
      readonly kind: 'kept';
      readonly proof: Proof;
      /** Lines around the mask, in the document. */
      readonly outline: readonly (readonly Point[])[];
    }
  /** Nothing was sent, so there is nothing to keep: the picture stands in its frame. */
  | { readonly kind: 'placed' }
  /** Outside the mask it shows something else. It stands in its window as a picture of its own, and can be a layer. */
  | { readonly kind: 'unrelated'; readonly likeness: number }
  | { readonly kind: 'refused'; readonly why: StageRefusal };

/**
 * `edit`: what the mask lets through as a layer. `masked`: the whole window as a layer, with the mask beside it.
 * `whole`: the picture as it came, which is all there is of an unrelated one. `all`: each as `masked`, and what can't be is
 * whole; an unrelated one is hidden then, because nobody looked at it before it would cover the document.
 */
export type AcceptHow = 'edit' | 'masked' | 'whole' | 'all';

export interface AcceptWish {
  /** Several become layers in one step, the first one lowest. */
  readonly pictures: readonly {
    readonly picture: StagedPicture;
    readonly layerName: string;
    readonly origins: readonly Origin[];
  }[];
  readonly how: AcceptHow;
}

export type AcceptOutcome =
  | {
      readonly kind: 'accepted';
      /** By picture id; none for what was put in whole. What it says of the pixels outside was counted in the document. */
      readonly proofs: Readonly<Record<string, Proof>>;
      /** The layer it was to stand above is gone, so it stands on top. */
      readonly layerGone: boolean;
    }
  | {
      readonly kind: 'refused';
      readonly why:
        | StageRefusal
        | 'unrelated'
        | 'not-kept'
        | 'memory-full'
        | 'too-many-layers'
        /** So far away, or so deep in groups, as no layer may be. */
        | 'out-of-bounds'
        /** It would have changed a pixel that it must not: a fault of ours, and nothing was done. */
        | 'not-proven'
        | 'away';
    };
