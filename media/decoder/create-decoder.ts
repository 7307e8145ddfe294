import type { Clock, Log } from '../../shared/kernel/index.ts';
import { createPool, type Fork } from './pool.ts';
import type {
  Encoded,
  EncodeOptions,
  FrameFiles,
  FrameOptions,
  Inspected,
  PictureSource,
  PixelLimits,
  Prepared,
  PreparedFrame,
  PrepareOptions,
  Refused,
  Thumbnail,
} from './protocol.ts';

export interface DecoderLimits extends PixelLimits {
  readonly timeMs: number;
  readonly memoryBytes: number;
  readonly children: number;
  readonly queueMax: number;
}

/** The engine's largest canvas is 16,384 on a side; a picture of that size is the largest there is. */
export const DECODER_LIMITS: DecoderLimits = {
  maxPixels: 268_402_689,
  maxSide: 16_384,
  maxBytes: 512 * 1024 * 1024,
  timeMs: 20_000,
  memoryBytes: 1_500_000_000,
  children: 2,
  queueMax: 1_000,
};

/** Above this a child is replaced: the allocator rarely gives back what a huge picture took. */
const REST_BYTES = 600_000_000;

/** An AVIF of the largest picture on a slow computer. */
const ENCODE_TIME_MS = 180_000;

export interface Decoder {
  /**
   * Whether these bytes are a whole picture that Gesso keeps, and its size; with a side also its thumbnail, from the
   * same decoding. A string is a path.
   */
  inspect(source: PictureSource, thumbnailSide?: number): Promise<Inspected | Refused>;
  /** A WebP no larger than `maxSide`, turned upright. */
  thumbnail(source: PictureSource, maxSide: number): Promise<Thumbnail | Refused>;
  /** A WebP of exactly `side` by `side`: the middle of the picture, turned upright, and no word about itself. */
  square(source: PictureSource, side: number): Promise<Thumbnail | Refused>;
  /** The picture in another format, profile or size. Takes longer than a look: large AVIFs are slow. */
  encode(source: PictureSource, options: EncodeOptions): Promise<Encoded | Refused>;
  /** What is sent to a provider or worked on: upright, in sRGB, with its transparency and no word about itself. */
  prepare(source: PictureSource, options: PrepareOptions): Promise<Prepared | Refused>;
  /** What a model is sent of a document: its pixels without holes, and its mask. */
  prepareFrame(files: FrameFiles, options: FrameOptions): Promise<PreparedFrame | Refused>;
  close(): void;
}

export interface DecoderOptions {
  readonly fork: Fork;
  readonly clock: Clock;
  readonly log: Log;
  readonly limits?: Partial<DecoderLimits>;
  /** Where the child's module is, when a bundler has moved it. */
  readonly entry?: URL;
  /** What the child sees of the environment: nothing, unless the system needs it. */
  readonly env?: Readonly<Record<string, string>>;
}

/** @throws DecoderUnavailable when no child can be started or too many pictures wait */
export function createDecoder(options: DecoderOptions): Decoder {
  const limits = { ...DECODER_LIMITS, ...options.limits };
  const pixelLimits: PixelLimits = {
    maxPixels: limits.maxPixels,
    maxSide: limits.maxSide,
    maxBytes: limits.maxBytes,
  };
  const pool = createPool({
    fork: options.fork,
    entry: options.entry ?? new URL('./child.ts', import.meta.url),
    env: options.env ?? {},
    clock: options.clock,
    log: options.log,
    children: limits.children,
    timeMs: limits.timeMs,
    memoryBytes: limits.memoryBytes,
    restBytes: REST_BYTES,
    queueMax: limits.queueMax,
  });
  const tooLarge = (source: PictureSource): Refused | null =>
    typeof source !== 'string' && source.byteLength > limits.maxBytes
      ? { kind: 'refused', code: 'too-large', detail: 'bytes' }
      : null;

  return {
    async inspect(source, thumbnailSide) {
      const job = {
        kind: 'inspect',
        source,
        thumbnailSide: thumbnailSide ?? null,
        limits: pixelLimits,
      } as const;
      const outcome = tooLarge(source) ?? (await pool.request(job));
      if (outcome.kind !== 'picture' && outcome.kind !== 'refused')
        throw new Error('the decoder answered another question');
      return outcome;
    },
    async thumbnail(source, maxSide) {
      const outcome =
        tooLarge(source) ?? (await pool.request({ kind: 'thumbnail', source, maxSide, limits: pixelLimits }));
      if (outcome.kind !== 'thumbnail' && outcome.kind !== 'refused')
        throw new Error('the decoder answered another question');
      return outcome;
    },
    async square(source, side) {
      const outcome =
        tooLarge(source) ?? (await pool.request({ kind: 'square', source, side, limits: pixelLimits }));
      if (outcome.kind !== 'thumbnail' && outcome.kind !== 'refused')
        throw new Error('the decoder answered another question');
      return outcome;
    },
    async encode(source, options) {
      const job = { kind: 'encode', source, options, limits: pixelLimits } as const;
      const outcome = tooLarge(source) ?? (await pool.request(job, ENCODE_TIME_MS));
      if (outcome.kind !== 'encoded' && outcome.kind !== 'refused')
        throw new Error('the decoder answered another question');
      return outcome;
    },
    async prepare(source, options) {
      const job = { kind: 'prepare', source, options, limits: pixelLimits } as const;
      const outcome = tooLarge(source) ?? (await pool.request(job, ENCODE_TIME_MS));
      if (outcome.kind !== 'prepared' && outcome.kind !== 'refused')
        throw new Error('the decoder answered another question');
      return outcome;
    },
    async prepareFrame(files, options) {
      const job = { kind: 'prepare-frame', files, options, limits: pixelLimits } as const;
      const outcome =
        tooLarge(files.original) ?? tooLarge(files.mask) ?? (await pool.request(job, ENCODE_TIME_MS));
      if (outcome.kind !== 'prepared-frame' && outcome.kind !== 'refused')
        throw new Error('the decoder answered another question');
      return outcome;
    },
    close: pool.close,
  };
}
