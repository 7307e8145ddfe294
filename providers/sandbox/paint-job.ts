import type { InputPicture, ProviderRequest } from '../contract/index.ts';
import type { Unruly } from './edits/unruly.ts';

/** One picture to paint. Plain values and bytes only: it crosses to a worker. */
export interface PaintJob {
  readonly prompt: string;
  /** 0 to 2^32 - 1. */
  readonly seed: number;
  readonly width: number;
  readonly height: number;
  /** PNGs that go along, the one that is edited first; none for a picture of its own. */
  readonly pictures?: readonly Pick<InputPicture, 'bytes' | 'role'>[];
  /** 8-bit grey PNG, 255 may change. */
  readonly mask?: Uint8Array | null;
  readonly task?: ProviderRequest['task'];
  readonly unruly?: Unruly | null;
}

export interface PaintProgress {
  /** 0 to 1 for this picture. */
  readonly fraction: number;
  /** A small PNG of the same picture, when there is a new one. */
  readonly preview: Uint8Array | null;
}

export interface PaintedPicture {
  /** A PNG, with the sandbox's name in its metadata and on the picture. */
  readonly bytes: Uint8Array;
  readonly family: string;
}

/** The port the sandbox paints through. Rejects with the signal's reason when it is aborted. */
export type Paint = (
  job: PaintJob,
  onProgress: (progress: PaintProgress) => void,
  signal: AbortSignal,
) => Promise<PaintedPicture>;
