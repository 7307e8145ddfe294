import type { Rect } from '../../../shared/geometry/index.ts';

export type Channels = 1 | 4;

/** The pixels of one id: straight RGBA, or coverage of one byte. The rectangle is in their own space, before any offset. */
export interface OraPixels {
  readonly rect: Rect;
  readonly channels: Channels;
  readonly bytes: Uint8Array;
}

/** What may be read of a file at most. */
export interface OraLimits {
  readonly entriesMax: number;
  /** Of all entries together, inflated. */
  readonly totalMaxBytes: number;
  /** Of one picture's side; a layer may be larger than the canvas. */
  readonly sideMax: number;
  /** Of all decoded pixels together. */
  readonly pixelsMaxBytes: number;
}

export const ORA_LIMITS: OraLimits = {
  entriesMax: 5_000,
  totalMaxBytes: 6 * 1024 ** 3,
  sideMax: 32_768,
  pixelsMaxBytes: 6 * 1024 ** 3,
};
