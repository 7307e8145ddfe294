import { join } from 'node:path';
import type { Decoder, Inspected } from '../../media/decoder/index.ts';
import { DecoderUnavailable } from '../../media/decoder/index.ts';
import { EXTENSIONS, MEDIA_TYPES, PICTURE_FORMATS } from '../../media/pictures/index.ts';
import type { Deps } from '../../shared/kernel/index.ts';
import { DatabaseOutage } from '../db/index.ts';
import {
  type Calendar,
  codeOf,
  exists,
  fileStem,
  hashBytes,
  hashFile,
  isFile,
  makeFolder,
  makeFolderInside,
  nameDurably,
  PART_SUFFIX,
  removeFile,
  StorageOutage,
  storageOutage,
  writeDurably,
} from '../platform/files/index.ts';
import type { Turns } from '../platform/turns.ts';
import type { LibraryRows } from './library-rows.ts';
import { THUMBNAIL_MAX_SIDE, type Thumbnails } from './thumbnails.ts';
import type { NewPicture, Parent } from './writes.ts';

/** What a provider delivered. Its `mediaType` is a claim; the bytes decide. */
export interface Delivered {
  readonly pictureId?: string;
  readonly generationId: string;
  readonly ordinal: number;
  readonly bytes: Uint8Array;
  readonly mediaType: string;
  readonly prompt: string;
  readonly revisedPrompt: string | null;
  readonly modelId: string;
  readonly providerId: string;
  readonly operation: string;
  readonly seed: number | null;
  readonly parents: readonly Parent[];
  readonly madeAtMs: number;
}

export interface Stored {
  readonly id: string;
  readonly sha256: string;
  readonly width: number;
  readonly height: number;
}

export interface NotAPicture {
  readonly refusal: 'not-a-picture';
  /** Which check it failed. */
  readonly detail: string;
}

export interface StoreParts {
  readonly rows: LibraryRows;
  readonly deps: Deps;
  readonly decoder: Decoder;
  readonly calendar: Calendar;
  readonly thumbnails: Thumbnails;
  readonly libraryFolder: () => string;
  readonly dataFolder: string;
  /** Two pictures of the same bytes are kept one after the other; different ones need not wait for each other. */
  readonly turns: Turns;
  /** Files being written whose intent may not be on the disk yet: the census leaves them alone. */
  readonly unfinished: Set<string>;
}

/** Ever longer ends of the hash, tried until a name is free or is already this very file. */
const SUFFIX_LENGTHS = [4, 8, 16, 64] as const;

/**
 * Keeps a delivered picture: the decoder looks at it while it is written beside its place; then what is about to be
 * done is written down, then come name, row and thumbnail, in this order. Storing the same place of the same job again changes nothing and answers the same.
 * @throws StorageOutage when the disk or the folder cannot take it; nothing half-written stays
 */
export async function storePicture(parts: StoreParts, delivered: Delivered): Promise<Stored | NotAPicture> {
  try {
    return await store(parts, delivered);
  } catch (error) {
    if (error instanceof DatabaseOutage) throw new StorageOutage(error.reason, parts.dataFolder, null, error);
    if (error instanceof DecoderUnavailable)
      throw new StorageOutage('decoder-unavailable', parts.dataFolder, null, error);
    throw error;
  }
}

async function store(parts: StoreParts, delivered: Delivered): Promise<Stored | NotAPicture> {
  const { deps } = parts;
  // A copy, since the caller's bytes could change while we wait for the decoder.
  const bytes = new Uint8Array(delivered.bytes);
  const unnamed = unnamedFile(parts, delivered, bytes);
  // What turns out to be no picture must not leave a new folder: the first of a month is looked at before it is written.
  const early = await exists(join(unnamed.folder, unnamed.month)).catch(() => false);
  // One decoding gives the verdict, the size and the thumbnail, while the file goes to the disk and its hash is reckoned.
  // The decoder reads the file itself: millions of bytes through its channel would cost more than the decoding saves.
  const looking = (early ? unnamed.start().readable : Promise.resolve(false)).then((readable) =>
    parts.decoder.inspect(readable ? unnamed.path : bytes, THUMBNAIL_MAX_SIDE),
  );
  looking.catch(() => undefined);
  const kept = await hashBytes(bytes)
    .then((sha256) => parts.turns(sha256, () => keep(parts, delivered, { unnamed, sha256, looking })))
    .finally(() => unnamed.end());
  if ('refusal' in kept) return kept;
  deps.failpoints.hit('store.row-written');
  if (kept.thumbnail !== null) await parts.thumbnails.keep(kept.stored.sha256, kept.thumbnail);
  deps.failpoints.hit('store.thumbnail-written');
  return kept.stored;
}

interface Arrived {
  readonly unnamed: UnnamedFile;
  readonly sha256: string;
  readonly looking: ReturnType<Decoder['inspect']>;
}

async function keep(
  parts: StoreParts,
  delivered: Delivered,
  { unnamed, sha256, looking }: Arrived,
): Promise<{ readonly stored: Stored; readonly thumbnail: Uint8Array | null } | NotAPicture> {
  const { rows, deps } = parts;
  const { generationId, ordinal } = delivered;
  const [inspected, kept, stands] = await Promise.all([
    looking,
    rows.read.delivered({ generationId, ordinal }),
    standing(parts, sha256),
  ]);
  if (inspected.kind === 'refused')
    return { refusal: 'not-a-picture', detail: `${inspected.code}/${inspected.detail}` };
  const { thumbnail } = inspected;
  // The place is taken: what was kept there stays, whatever comes the second time.
  if (kept !== null && kept.sha256 !== sha256) return { stored: storedOf(kept), thumbnail: null };
  if (kept !== null && stands) return { stored: storedOf(kept), thumbnail };
  const picture = newPicture(parts, delivered, sha256, inspected);
  const place = stands ? null : await nameFile(parts, picture, unnamed);
  const { id } = await rows.write.finish({ picture, place, nowMs: deps.clock.now() });
  return { stored: { ...storedOf(picture), id }, thumbnail };
}

function storedOf(row: Stored): Stored {
  return { id: row.id, sha256: row.sha256, width: row.width, height: row.height };
}

/** Whether a file of these bytes is in the library already: by its content, since a person may have replaced it. */
export async function standing(parts: Pick<StoreParts, 'rows'>, sha256: string): Promise<boolean> {
  const row = await parts.rows.read.file(sha256);
  if (row === null) return false;
  const path = join(row.folder, row.name);
  return (await isFile(path, row.size_bytes)) && (await hashFile(path)) === sha256;
}

function newPicture(
  parts: StoreParts,
  delivered: Delivered,
  sha256: string,
  inspected: Inspected,
): NewPicture {
  return {
    id: delivered.pictureId ?? parts.deps.ids.uuid(),
    generationId: delivered.generationId,
    ordinal: delivered.ordinal,
    sha256,
    mediaType: inspected.mediaType,
    sizeBytes: delivered.bytes.byteLength,
    width: inspected.width,
    height: inspected.height,
    madeAtMs: delivered.madeAtMs,
    day: parts.calendar.day(delivered.madeAtMs),
    modelId: delivered.modelId,
    providerId: delivered.providerId,
    operation: delivered.operation,
    seed: delivered.seed,
    prompt: delivered.prompt,
    revisedPrompt: delivered.revisedPrompt,
    parents: delivered.parents,
  };
}

interface Place {
  readonly folder: string;
  readonly name: string;
}

/** A file without its name yet, beside the place it will have. */
interface UnnamedFile {
  readonly folder: string;
  readonly month: string;
  /** Within the folder, as an intent names it. */
  readonly temporary: string;
  readonly path: string;
  readonly sizeBytes: number;
  /** Begins to write, once. */
  start(): Writing;
  /** It has its name now and is no longer ours to clear away. */
  named(): void;
  /** Nothing unnamed stays. */
  end(): Promise<void>;
}

interface Writing {
  /** Whether it can be read whole; its way to the disk goes on. */
  readonly readable: Promise<boolean>;
  /** Whether it is on the disk. Never rejects. */
  readonly written: Promise<{ readonly ok: true } | { readonly ok: false; readonly error: unknown }>;
}

function unnamedFile(parts: StoreParts, delivered: Delivered, bytes: Uint8Array): UnnamedFile {
  const folder = parts.libraryFolder();
  const month = parts.calendar.day(delivered.madeAtMs).slice(0, 7);
  const name = `${parts.deps.ids.uuid()}${PART_SUFFIX}`;
  const path = join(folder, month, name);
  let writing: Writing | null = null;
  let isNamed = false;

  const begin = (): Writing => {
    parts.unfinished.add(name);
    const { promise: readable, resolve } = Promise.withResolvers<boolean>();
    const write = async () => {
      await openFolder(parts, folder, join(folder, month));
      await writeDurably(path, bytes, () => resolve(true));
    };
    const written = write().then(
      () => ({ ok: true }) as const,
      (error: unknown) => {
        resolve(false);
        return { ok: false, error } as const;
      },
    );
    return { readable, written };
  };

  return {
    folder,
    month,
    temporary: `${month}/${name}`,
    path,
    sizeBytes: bytes.byteLength,
    start() {
      writing ??= begin();
      return writing;
    },
    named() {
      isNamed = true;
    },
    async end() {
      await writing?.written;
      if (writing !== null && !isNamed) await removeFile(path);
      parts.unfinished.delete(name);
    },
  };
}

/** The file under its final name, whole and on the disk. */
async function nameFile(parts: StoreParts, picture: NewPicture, unnamed: UnnamedFile): Promise<Place> {
  const { deps, rows } = parts;
  const earlier = await begunBefore(parts, picture);
  if (earlier !== null) return earlier;
  const { folder, month, temporary } = unnamed;
  const { readable, written } = unnamed.start();
  const onDisk = async (): Promise<void> => {
    const ended = await written;
    if (!ended.ok) throw ended.error;
  };
  try {
    if (!(await readable)) await onDisk();
    const { name, taken } = await freeName(folder, month, picture);
    if (taken) return { folder, name };
    // The name comes when the intent and the file are both on the disk: one nothing speaks of is nobody's picture.
    await rows.write.intend({ folder, name, temporary, picture });
    await onDisk();
    deps.failpoints.hit('store.temporary-written');
    if (!(await nameDurably(unnamed.path, join(folder, name)))) {
      throw new StorageOutage('disk-error', folder, null);
    }
    unnamed.named();
    deps.failpoints.hit('store.renamed');
    return { folder, name };
  } catch (error) {
    // The intent stays: it says what this file is, should its name have reached the disk after all.
    throw storageOutage(error, folder, unnamed.sizeBytes);
  }
}

/** A try that failed between file and row has left its file; it is used, and not written beside itself. */
async function begunBefore(parts: StoreParts, picture: NewPicture): Promise<Place | null> {
  const intent = await parts.rows.read.intentFor({
    generationId: picture.generationId,
    ordinal: picture.ordinal,
  });
  if (intent === null) return null;
  await removeFile(join(intent.folder, intent.temporary));
  const same = (await hashFile(join(intent.folder, intent.name))) === picture.sha256;
  return same ? { folder: intent.folder, name: intent.name } : null;
}

/** The first picture makes the library's folder; one that held pictures and is gone is the person's to mend. */
async function openFolder(parts: StoreParts, folder: string, monthFolder: string): Promise<void> {
  try {
    await makeFolderInside(folder, monthFolder);
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error;
    if ((await parts.rows.read.folders()).includes(folder)) throw error;
    await makeFolder(monthFolder);
  }
}

/** A name nobody has; or `taken`, when a file of exactly these bytes stands under it already. */
async function freeName(
  folder: string,
  month: string,
  picture: NewPicture,
): Promise<{ name: string; taken: boolean }> {
  const stem = fileStem(picture.prompt);
  const extension = extensionOf(picture.mediaType);
  for (const length of SUFFIX_LENGTHS) {
    const name = `${month}/${stem}-${picture.sha256.slice(0, length)}.${extension}`;
    const path = join(folder, name);
    if (!(await exists(path))) return { name, taken: false };
    if ((await hashFile(path)) === picture.sha256) return { name, taken: true };
  }
  throw new StorageOutage('disk-error', folder, null);
}

function extensionOf(mediaType: string): string {
  const format = PICTURE_FORMATS.find((each) => MEDIA_TYPES[each] === mediaType);
  if (format === undefined) throw new Error(`no picture is kept as ${mediaType}`);
  return EXTENSIONS[format];
}
