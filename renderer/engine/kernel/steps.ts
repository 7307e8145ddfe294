import type { BlendMode, Offset } from '../../../shared/document/index.ts';
import type { TileBytes } from '../compositor/pixel-reader.ts';

/** A tile under a window: where its left top corner is, in the window's pixels; often negative. */
export interface Piece {
  readonly tile: TileBytes;
  readonly x: number;
  readonly y: number;
}

/** Coverage of every pixel; `outside` holds where no tile is. */
export interface Coverage {
  readonly pieces: readonly Piece[];
  readonly outside: number;
}

export interface Blending {
  readonly mode: BlendMode;
  /** Opacity, with fill in all modes but the special eight. */
  readonly alpha: number;
  /** 1 in all modes but the special eight. */
  readonly fill: number;
  /** Within the backdrop's alpha, which stays. */
  readonly atop: boolean;
  readonly coverage: Coverage | null;
}

/** A tile-sized accumulator that is kept in the kernel's memory: an address. */
export type Slot = number;

/**
 * What the kernel does to each row, on a stack of accumulated rows that begins with a clear one:
 * `bytes`, `colour` and `accumulator` blend a source onto the top; `push` puts a clear row on the stack and `push-copy`
 * one that is the same; `pop` blends the top onto the one beneath, `mix` mixes it in; `load` and `store` keep a top.
 */
export type Step =
  | ({ readonly op: 'bytes'; readonly pieces: readonly Piece[] } & Blending)
  | ({ readonly op: 'colour'; readonly value: number } & Blending)
  | ({ readonly op: 'accumulator'; readonly slot: Slot } & Blending)
  | { readonly op: 'push' }
  | { readonly op: 'push-copy' }
  | ({ readonly op: 'pop' } & Blending)
  | { readonly op: 'mix'; readonly alpha: number; readonly coverage: Coverage | null }
  | { readonly op: 'load'; readonly slot: Slot }
  | { readonly op: 'store'; readonly slot: Slot };

/** A part of one tile of a level: `x` and `width` are multiples of four. */
export interface Window {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** The level's pixel at the tile's left top corner. */
  readonly originX: number;
  readonly originY: number;
  /** What is added to a level's pixel for the grain of dissolve; none where it is left out. */
  readonly grain?: Offset;
}
