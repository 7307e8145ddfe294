import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { type Decoder, DecoderUnavailable, type PictureSource } from '../../media/decoder/index.ts';
import type { Deps } from '../../shared/kernel/index.ts';
import { PART_SUFFIX, removeFile, replaceUnsynced } from '../platform/files/index.ts';

export const THUMBNAIL_MAX_SIDE = 512;

/** Two at once leave a two-core machine able to draw the grid they are for. */
const AT_ONCE = 2;

/** More than a few screens of a fast scroll; the oldest wish is let go, since it has long been scrolled past. */
const WAITING_MAX = 500;

/** Pictures the decoder refused are not tried again in this run. */
const REFUSED_MAX = 1_000;

export interface Thumbnails {
  /** Where the thumbnail stands, made first when need be; null when it cannot be made. */
  get(sha256: string): Promise<{ readonly path: string } | null>;
  /** Keeps one that was made on the way, while the picture was looked at. */
  keep(sha256: string, webp: Uint8Array): Promise<void>;
}

export interface ThumbnailParts {
  readonly decoder: Decoder;
  readonly deps: Pick<Deps, 'ids' | 'log'>;
  readonly dataFolder: string;
  /** The original's path, or null when it cannot be found. */
  readonly originalOf: (sha256: string) => Promise<string | null>;
  /** Whether a whole thumbnail stands there already; the disk answers in no order, so a test answers itself. */
  readonly stands?: (path: string) => Promise<boolean>;
}

interface Wish {
  readonly sha256: string;
  readonly fulfil: (path: { path: string } | null) => void;
}

/** Where unfinished thumbnails are, so that the sweep need look nowhere else. */
export function thumbnailPartsFolder(dataFolder: string): string {
  return join(dataFolder, 'thumbnails', 'unfinished');
}

export function createThumbnails(parts: ThumbnailParts): Thumbnails {
  const { decoder, deps, dataFolder, stands = isWhole } = parts;
  const underWay = new Map<string, Promise<{ path: string } | null>>();
  const refused = new Set<string>();
  const waiting: Wish[] = [];
  let running = 0;

  const pathOf = (sha256: string): string =>
    join(dataFolder, 'thumbnails', sha256.slice(0, 2), `${sha256}.webp`);

  const save = async (sha256: string, webp: Uint8Array): Promise<{ path: string }> => {
    const path = pathOf(sha256);
    const temporary = join(thumbnailPartsFolder(dataFolder), `${deps.ids.uuid()}${PART_SUFFIX}`);
    try {
      await replaceUnsynced(temporary, path, webp);
    } catch (error) {
      await removeFile(temporary);
      throw error;
    }
    return { path };
  };

  const write = async (sha256: string, source: PictureSource): Promise<{ path: string } | null> => {
    const made = await decoder.thumbnail(source, THUMBNAIL_MAX_SIDE);
    if (made.kind === 'refused') {
      deps.log.warn('thumbnail.refused', { sha256, code: made.code, detail: made.detail });
      if (refused.size < REFUSED_MAX) refused.add(sha256);
      return null;
    }
    return save(sha256, made.bytes);
  };

  /** A cache that cannot be written costs a picture in the grid, never the picture itself. */
  const attempt = async (sha256: string, source: () => Promise<PictureSource | null>) => {
    try {
      const found = await source();
      return found === null ? null : await write(sha256, found);
    } catch (error) {
      const code = error instanceof DecoderUnavailable ? 'decoder-unavailable' : 'not-written';
      deps.log.warn('thumbnail.failed', { sha256, code });
      return null;
    }
  };

  /** A cache that cannot be written costs a picture in the grid, never the picture itself. */
  const keepOne = async (sha256: string, webp: Uint8Array): Promise<{ path: string } | null> => {
    if (await stands(pathOf(sha256)).catch(() => false)) return { path: pathOf(sha256) };
    return save(sha256, webp).catch(() => {
      deps.log.warn('thumbnail.failed', { sha256, code: 'not-written' });
      return null;
    });
  };

  const next = (): void => {
    while (running < AT_ONCE) {
      // The newest wish first: it is what the person looks at now.
      const wish = waiting.pop();
      if (wish === undefined) return;
      running += 1;
      void attempt(wish.sha256, () => parts.originalOf(wish.sha256)).then((made) => {
        running -= 1;
        wish.fulfil(made);
        next();
      });
    }
  };

  return {
    async get(sha256) {
      const path = pathOf(sha256);
      if (await stands(path).catch(() => false)) return { path };
      if (refused.has(sha256)) return null;
      const already = underWay.get(sha256);
      if (already !== undefined) return already;
      const made = new Promise<{ path: string } | null>((fulfil) => {
        waiting.push({ sha256, fulfil });
        if (waiting.length > WAITING_MAX) waiting.shift()?.fulfil(null);
      }).finally(() => underWay.delete(sha256));
      underWay.set(sha256, made);
      next();
      return made;
    },
    async keep(sha256, webp) {
      if (underWay.has(sha256)) return;
      // Whoever asks for it meanwhile waits for this one.
      const kept = keepOne(sha256, webp).finally(() => underWay.delete(sha256));
      underWay.set(sha256, kept);
      await kept;
    },
  };
}

/** As many zeros at the end of a file are blocks that never reached the disk, not the end of a picture. */
const TAIL_BYTES = 16;

/**
 * Thumbnails are written without waiting for the disk, so a power cut can leave one empty, short or with zeros where
 * its end was. Such a one counts as missing and is made again. @source RFC 9649 section 2.4
 */
async function isWhole(path: string): Promise<boolean> {
  const file = await open(path, 'r').catch(() => null);
  if (file === null) return false;
  try {
    const { size } = await file.stat();
    const head = Buffer.alloc(12);
    const tail = Buffer.alloc(TAIL_BYTES);
    await file.read(head, 0, head.length, 0);
    await file.read(tail, 0, TAIL_BYTES, Math.max(0, size - TAIL_BYTES));
    const named = head.toString('latin1', 0, 4) === 'RIFF' && head.toString('latin1', 8) === 'WEBP';
    return named && head.readUInt32LE(4) + 8 === size && tail.some((byte) => byte !== 0);
  } finally {
    await file.close();
  }
}
