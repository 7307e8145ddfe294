import { join } from 'node:path';
import type { Decoder } from '../../media/decoder/index.ts';
import type { LibraryQuery, Noun, PictureDetails } from '../../shared/contracts/desktop/index.ts';
import type { Deps } from '../../shared/kernel/index.ts';
import type { Database } from '../db/index.ts';
import { type Calendar, createCalendar, isFile } from '../platform/files/index.ts';
import { createTurns } from '../platform/turns.ts';
import { type BroughtFile, type BroughtIn, bringIn } from './bring-in.ts';
import { type Census, takeCensus } from './census.ts';
import { contentOfBytes } from './content.ts';
import { createExports, type Exports } from './exports.ts';
import type { LibraryRows } from './library-rows.ts';
import { detailsOf, type ModelFacts } from './picture-details.ts';
import type { DayCountsInput, Page, SearchInput } from './reads.ts';
import type { FileRow } from './rows.ts';
import { prepareForSending, type SendingPicture, type SendingRefusal } from './sending.ts';
import { createShown, createWork, type Shown } from './shown.ts';
import { type Delivered, type NotAPicture, type Stored, storePicture } from './store-picture.ts';
import { finishIntents, isFolder, type Swept } from './sweep.ts';
import { createThumbnails } from './thumbnails.ts';

export interface OriginalFile {
  readonly path: string;
  readonly mediaType: string;
  readonly sizeBytes: number;
}

export interface Library {
  search(input: SearchInput): Promise<Page>;
  dayCounts(input: DayCountsInput): Promise<Record<string, number>>;
  count(query: LibraryQuery): Promise<{ total: number; more: boolean }>;
  get(id: string): Promise<PictureDetails | null>;
  trash(ids: readonly string[]): Promise<{ moved: number }>;
  restore(ids: readonly string[]): Promise<{ moved: number }>;
  reveal(id: string): Promise<'NOT_FOUND' | 'FILE_MISSING' | null>;
  /** The original by its hash; null when there is none or it cannot be found. */
  fileOf(sha256: string): Promise<OriginalFile | null>;
  /** A WebP of at most 512 px, made when it is first asked for; null when it cannot be made. */
  thumbnailOf(sha256: string): Promise<{ readonly path: string } | null>;
  /** @throws StorageOutage */
  store(delivered: Delivered): Promise<Stored | NotAPicture>;
  /** A picture as a provider gets it: upright, sRGB, no metadata, at most so many bytes. */
  forSending(
    id: string,
    maxBytes: number,
    mediaTypes?: readonly string[],
  ): Promise<SendingPicture | { readonly refusal: SendingRefusal }>;
  /** Takes a file of the person's in, byte for byte; one that is in already is not kept twice. @throws StorageOutage */
  bringIn(file: BroughtFile): Promise<BroughtIn>;
  /** The picture as any browser can show it: its own bytes, or a PNG made of a format that browsers lack. */
  shownOf(sha256: string): Promise<Shown | null>;
  /** The picture's pixels for the editor. */
  workOf(sha256: string): Promise<{ readonly bytes: Uint8Array; readonly mediaType: string } | null>;
  readonly exports: Exports;
  usage(): Promise<{ bytes: number; count: number }>;
  /** When nothing is written any more that `store` did not wait for. Call before closing what it is written with. */
  settled(): Promise<void>;
  /** Settles what a killed run left; the census that follows goes on beside everything else. */
  sweep(): Promise<Swept & { readonly census: Promise<Census | null> }>;
}

export interface LibraryParts {
  readonly database: Database;
  readonly deps: Deps;
  readonly decoder: Decoder;
  /** The library's folder can change at any time; the data folder cannot. */
  readonly folders: { readonly library: () => string; readonly data: string };
  readonly modelOf: (id: string) => ModelFacts | null;
  /** Shows a file in the system's file manager. */
  readonly reveal: (path: string) => Promise<void>;
  readonly announce: (noun: Noun, ids: readonly string[]) => void;
  readonly calendar?: Calendar;
}

/** The announcement's own bound; more than this is "fetch anew". */
const ANNOUNCED_MAX = 200;

export function createLibrary(parts: LibraryParts): Library {
  const { deps, folders } = parts;
  const rows: LibraryRows = parts.database.noun('library');
  const fileOf = (sha256: string) => findFile(rows, deps, sha256);
  const thumbnails = createThumbnails({
    decoder: parts.decoder,
    deps,
    dataFolder: folders.data,
    originalOf: async (sha256) => (await fileOf(sha256))?.path ?? null,
  });
  const unfinished = new Set<string>();
  const beside = new Set<Promise<void>>();
  const storeParts = {
    rows,
    deps,
    decoder: parts.decoder,
    calendar: parts.calendar ?? createCalendar(),
    thumbnails,
    libraryFolder: folders.library,
    dataFolder: folders.data,
    turns: createTurns(),
    unfinished,
    beside: (work: Promise<void>) => {
      beside.add(work);
      void work.finally(() => beside.delete(work));
    },
  };
  const sweepParts = { rows, deps, decoder: parts.decoder, dataFolder: folders.data, unfinished };
  const announce = (ids: readonly string[]) =>
    parts.announce('library', ids.length > ANNOUNCED_MAX ? [] : ids);

  const get = async (id: string): Promise<PictureDetails | null> => {
    const details = await rows.read.details(id);
    if (details === null) return null;
    const missing = !(await stands(details.file));
    return detailsOf(details, parts.modelOf(details.row.model_id), missing);
  };

  return {
    search: (input) => rows.read.search(input),
    dayCounts: (input) => rows.read.dayCounts(input),
    count: (query) => rows.read.count(query),
    get,
    forSending: (id, maxBytes, mediaTypes) =>
      prepareForSending({ details: get, decoder: parts.decoder }, id, maxBytes, mediaTypes),
    async bringIn(file) {
      const brought = await bringIn({ ...storeParts, get }, file);
      if (brought.kind === 'picture') announce([brought.details.picture.id]);
      return brought;
    },
    shownOf: createShown({ fileOf, decoder: parts.decoder }),
    workOf: createWork({ fileOf, decoder: parts.decoder }),
    exports: createExports({ details: get, decoder: parts.decoder, libraryFolder: folders.library, deps }),
    async trash(ids) {
      const moved = await rows.write.trash({ ids, nowMs: deps.clock.now() });
      if (moved.length > 0) announce(moved);
      return { moved: moved.length };
    },
    async restore(ids) {
      const moved = await rows.write.restore({ ids });
      if (moved.length > 0) announce(moved);
      return { moved: moved.length };
    },
    async reveal(id) {
      const file = await rows.read.fileOfPicture(id);
      if (file === null) return 'NOT_FOUND';
      if (!(await stands(file))) return 'FILE_MISSING';
      await parts.reveal(pathOf(file));
      return null;
    },
    fileOf,
    thumbnailOf: thumbnails.get,
    async store(delivered) {
      const { bytes, ...facts } = delivered;
      const stored = await storePicture(storeParts, { ...facts, content: contentOfBytes(bytes) });
      if (!('refusal' in stored)) announce([stored.id]);
      return stored;
    },
    usage: () => rows.read.usage(),
    settled: async () => void (await Promise.allSettled(beside)),
    async sweep() {
      const swept = await finishIntents(sweepParts);
      if (swept.completed.length > 0) announce(swept.completed);
      const census = takeCensus(sweepParts, folders.library()).then(
        (taken) => {
          if (taken.missing + taken.found > 0) announce([]);
          return taken;
        },
        () => {
          // The library was closed meanwhile, or a disk failed: the next start counts again.
          deps.log.info('library.census-stopped');
          return null;
        },
      );
      return { ...swept, census };
    },
  };
}

async function findFile(
  rows: LibraryRows,
  deps: Pick<Deps, 'clock'>,
  sha256: string,
): Promise<OriginalFile | null> {
  const file = await rows.read.file(sha256);
  if (file === null) return null;
  if (await stands(file)) {
    if (file.missing_since_ms !== null) await rows.write.markFound(file);
    return { path: pathOf(file), mediaType: file.media_type, sizeBytes: file.size_bytes };
  }
  // Without its folder nothing is known of the file: the drive may come back.
  if (file.missing_since_ms === null && (await isFolder(file.folder))) {
    await rows.write.markMissing({ hashes: [sha256], nowMs: deps.clock.now() });
  }
  return null;
}

function stands(file: FileRow): Promise<boolean> {
  return isFile(pathOf(file), file.size_bytes);
}

function pathOf(file: FileRow): string {
  return join(file.folder, file.name);
}
