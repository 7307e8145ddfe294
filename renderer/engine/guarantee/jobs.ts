import type { MaskSource } from '../../../shared/frame/index.ts';
import type { Rect } from '../../../shared/geometry/index.ts';
import type { Picture, Proof } from '../../../shared/guarantee/index.ts';
import type { StageRefusal } from '../protocol/index.ts';

/** What is wanted of a provider's picture: the edit cut out by the mask, all of it in its place, or it as it came. */
export type Wanted = 'cut' | 'placed' | 'as-it-came';

export interface KeepJob {
  readonly kind: 'keep';
  readonly wanted: Wanted;
  /** A PNG file, of any size. */
  readonly returned: Uint8Array;
  /** The PNG files of what was sent; null where nothing was. */
  readonly sent: { readonly original: Uint8Array; readonly mask: Uint8Array } | null;
  /** Of the answer, in pixels: the window's, or the frame's where nothing was sent. */
  readonly width: number;
  readonly height: number;
}

export type KeepAnswer =
  | {
      readonly kind: 'kept';
      readonly picture: Picture;
      /** Of each pixel: 255 may change, 0 must not. */
      readonly mask: Uint8Array;
      readonly proof: Proof;
    }
  | { readonly kind: 'placed'; readonly picture: Picture }
  | { readonly kind: 'unrelated'; readonly picture: Picture; readonly likeness: number }
  | { readonly kind: 'refused'; readonly why: StageRefusal };

export interface FrameJob {
  readonly kind: 'frame';
  readonly window: Rect;
  readonly frame: Rect;
  /** The document's; what lies beyond it may be taken by a mask of what is clear alone. */
  readonly page: Rect;
  readonly source: MaskSource;
  /** In pixels. */
  readonly feather: number;
  /** The window's pixels, straight RGBA. */
  readonly original: Uint8Array;
  /** Coverage of the window; null where nothing is selected. */
  readonly selection: Uint8Array | null;
}

export type FrameAnswer =
  | {
      readonly kind: 'taken';
      /** PNG files. */
      readonly original: Uint8Array;
      readonly mask: Uint8Array;
      /** Of the frame, 0 to 1. */
      readonly coverage: number;
    }
  /** The mask lets nothing through. */
  | { readonly kind: 'nothing' };

/** Long work on bytes alone, away from the hand that paints. Both reject when there is not memory enough. */
export interface GuaranteeWork {
  keep(job: KeepJob): Promise<KeepAnswer>;
  frame(job: FrameJob): Promise<FrameAnswer>;
}
