import type { Brand } from '../kernel/index.ts';
import type { BlendMode } from './blend-modes.ts';

export type LayerId = Brand<string, 'LayerId'>;

/** Names pixels that are kept beside the records: a grid of tiles, of colour or of coverage. */
export type PixelsId = Brand<string, 'PixelsId'>;

/** The largest canvas. */
export const DOCUMENT_MAX_SIDE = 16_384;
export const LAYERS_MAX = 1_000;
export const NESTING_MAX = 24;
export const NAME_MAX_CHARS = 255;

/** How far the pixels' own origin is from the document's; whole pixels, so that moving loses nothing. */
export interface Offset {
  readonly x: number;
  readonly y: number;
}

/** Coverage, 0 to 255 a pixel, in the document's space. */
export interface MaskRecord {
  readonly pixels: PixelsId;
  readonly offset: Offset;
  readonly enabled: boolean;
  /** What holds outside its tiles: 255 shows, 0 hides. */
  readonly outside: 0 | 255;
}

/** A picture that pixels of a layer came from, for what an export says of itself. */
export interface Origin {
  /** Of the library's file. */
  readonly sha256: string;
  /** `trained`: by a model. `drawn`: by a program that nobody trained. `brought`: from a file of the person's. */
  readonly made: 'trained' | 'drawn' | 'brought';
}

export const ORIGINS_MAX = 64;

interface Common {
  readonly id: LayerId;
  readonly name: string;
  readonly visible: boolean;
  readonly locked: boolean;
  /** 0 to 1, of the whole layer. */
  readonly opacity: number;
  /** 0 to 1, of its pixels alone; the same as opacity until layers have effects. */
  readonly fill: number;
  readonly blend: BlendMode;
  /** Shows only where the layer beneath it does. */
  readonly clipped: boolean;
  readonly mask: MaskRecord | null;
  /** Empty for what was painted here. */
  readonly origins: readonly Origin[];
}

export interface RasterLayer extends Common {
  readonly kind: 'raster';
  readonly pixels: PixelsId;
  readonly offset: Offset;
}

export interface GroupLayer extends Common {
  readonly kind: 'group';
  /** From the bottom up. */
  readonly children: readonly LayerId[];
  /** Its layers blend with what is beneath the group; otherwise with each other first. */
  readonly passThrough: boolean;
}

/** Open for text, shapes and adjustments: a new kind is a member here, and type errors where it must be drawn. */
export type Layer = RasterLayer | GroupLayer;

/** A line to place things by. It is seen in the editor and in no picture. */
export interface Guide {
  readonly orientation: 'horizontal' | 'vertical';
  /** From the top or the left edge, in document pixels; between pixels and off the page too. */
  readonly position: number;
}

export const GUIDES_MAX = 1_000;

/** A document without its pixels. Immutable: a change makes another and shares what stayed. */
export interface DocumentRecord {
  readonly width: number;
  readonly height: number;
  readonly layers: Readonly<Record<LayerId, Layer>>;
  /** From the bottom up. */
  readonly root: readonly LayerId[];
  /** How far the page's corner has come from where it was when the document began; absent is not at all. */
  readonly origin?: Offset;
  /** Coverage that edits are kept to; null is everything. */
  readonly selection: PixelsId | null;
  /** Absent when there are none, as in records of an earlier version. */
  readonly guides?: readonly Guide[];
}
