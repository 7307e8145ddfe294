import type { ExportFormat, ExportProfile } from '../../shared/pictures/index.ts';
import type { PictureFormat } from '../pictures/index.ts';

/** Bytes, or the path of a file that the child reads itself. */
export type PictureSource = Uint8Array | string;

export type Job =
  | {
      readonly kind: 'inspect';
      readonly source: PictureSource;
      /** Makes the thumbnail on the way, from the same decoding; null makes none. */
      readonly thumbnailSide: number | null;
      readonly limits: PixelLimits;
    }
  | {
      readonly kind: 'thumbnail';
      readonly source: PictureSource;
      readonly maxSide: number;
      readonly limits: PixelLimits;
    }
  | {
      readonly kind: 'square';
      readonly source: PictureSource;
      readonly side: number;
      readonly limits: PixelLimits;
    }
  | {
      readonly kind: 'encode';
      readonly source: PictureSource;
      readonly options: EncodeOptions;
      readonly limits: PixelLimits;
    }
  | {
      readonly kind: 'prepare';
      readonly source: PictureSource;
      readonly options: PrepareOptions;
      readonly limits: PixelLimits;
    }
  | {
      readonly kind: 'prepare-frame';
      readonly files: FrameFiles;
      readonly options: FrameOptions;
      readonly limits: PixelLimits;
    }
  /** Misbehaves on purpose; refused unless the child was started with `PLANTED_FAULTS`. */
  | { readonly kind: 'planted'; readonly fault: 'hang' | 'eat-memory' | 'crash' };

export interface EncodeOptions {
  readonly format: ExportFormat;
  /** 1 to 100 for JPEG, WebP and AVIF; PNG and TIFF lose nothing and do not look at it. */
  readonly quality: number;
  /** 1 keeps every pixel; smaller ones shrink both sides. */
  readonly scale: number;
  /** `keep` carries the file's own profile on; the others convert to it and attach it. */
  readonly profile: ExportProfile;
  readonly xmp: string | null;
}

/** Encoded anew, with none of the file's own metadata: location and camera data stay behind. */
export interface Encoded {
  readonly kind: 'encoded';
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly width: number;
  readonly height: number;
}

export interface PrepareOptions {
  /** JPEG has no transparency: what is clear becomes white. */
  readonly format: 'png' | 'webp' | 'jpeg';
  /** A longer side is shrunk to this, never blown up; null keeps every pixel. */
  readonly maxSide: number | null;
  /** 1 to 100 for JPEG and WebP; 90 when left out. WebP loses nothing at 100. */
  readonly quality?: number;
  /** More bytes than this are a refusal (`too-large`, `prepared`): pixels are not taken away unasked. */
  readonly maxBytes?: number;
}

/** Upright, sRGB, 8 bits a channel, and nothing in the file but pixels. */
export interface Prepared {
  readonly kind: 'prepared';
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly mediaType: string;
  readonly width: number;
  readonly height: number;
}

/** What was taken of a document: its pixels, and the mask of the same size. */
export interface FrameFiles {
  readonly original: PictureSource;
  readonly mask: PictureSource;
}

export interface FrameOptions {
  /** At which both are sent, in pixels; what was taken is stretched to it. */
  readonly width: number;
  readonly height: number;
  /** Of the picture; one that can't be made so small is a refusal (`too-large`, `prepared`). */
  readonly maxBytes: number;
  readonly formats: readonly ('png' | 'webp')[];
  /** Whether the mask is wanted too. */
  readonly mask: boolean;
}

export interface PreparedFrame {
  readonly kind: 'prepared-frame';
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly mediaType: string;
  /** An 8-bit grey PNG. */
  readonly mask: Uint8Array<ArrayBuffer> | null;
}

export interface PixelLimits {
  readonly maxPixels: number;
  readonly maxSide: number;
  readonly maxBytes: number;
}

export const REFUSALS = ['not-a-picture', 'too-large', 'too-slow', 'decoder-crashed'] as const;

/** An expected no about this one picture. `detail` says which check, never anything of its content. */
export interface Refused {
  readonly kind: 'refused';
  readonly code: (typeof REFUSALS)[number];
  readonly detail: string;
}

/** Whole and decodable. Width and height are as it is shown, after the orientation its camera noted. */
export interface Inspected {
  readonly kind: 'picture';
  readonly format: PictureFormat;
  readonly mediaType: string;
  readonly width: number;
  readonly height: number;
  /** WebP, when one was asked for. */
  readonly thumbnail: Uint8Array<ArrayBuffer> | null;
}

export interface Thumbnail {
  readonly kind: 'thumbnail';
  /** WebP. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly width: number;
  readonly height: number;
}

export type Outcome = Inspected | Thumbnail | Encoded | Prepared | PreparedFrame | Refused;

export interface ToChild {
  readonly id: number;
  readonly job: Job;
}

export type FromChild =
  | { readonly kind: 'ready' }
  | { readonly kind: 'done'; readonly id: number; readonly outcome: Outcome; readonly rssBytes: number };

/** The child's exit code when it holds more memory than it may. */
export const EXIT_MEMORY = 86;

/** Names in the child's environment. */
export const MEMORY_LIMIT = 'GESSO_DECODER_MEMORY_BYTES';
export const PLANTED_FAULTS = 'GESSO_DECODER_PLANTED_FAULTS';
