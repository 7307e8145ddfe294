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
import type { NewPicture, Parent, StoreIntent } from './writes.ts';

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
}

/** Ever longer ends of the hash, tried until a name is free or is already this very file. */
const SUFFIX_LENGTHS = [4, 8, 16, 64] as const;

/**
 * Keeps a delivered picture: looks at it in the decoder, writes down what is about to be done, then file, row,
 * thumbnail, in this order. Storing the same place of the same job again changes nothing and answers the same.
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
  const { rows, deps } = parts;
  // A copy, since the caller's bytes could change while we wait for the decoder.
  const bytes = new Uint8Array(delivered.bytes);
  // One decoding gives the verdict, the size and the thumbnail, while this process reckons the hash.
  const [inspected, sha256] = await Promise.all([
    parts.decoder.inspect(bytes, THUMBNAIL_MAX_SIDE),
    hashBytes(bytes),
  ]);
  if (inspected.kind === 'refused')
    return { refusal: 'not-a-picture', detail: `${inspected.code}/${inspected.detail}` };
  const picture = newPicture(parts, delivered, sha256, inspected);

  const stored = await parts.turns(sha256, async () => {
    const kept = await rows.read.delivered({ generationId: picture.generationId, ordinal: picture.ordinal });
    const stands = await standing(parts, kept?.sha256 ?? picture.sha256);
    // The place is taken: what was kept there stays, whatever comes the second time.
    if (kept !== null && (stands || kept.sha256 !== picture.sha256)) return storedOf(kept);
    const place = stands ? null : await writeFile(parts, picture, bytes);
    const { id } = await rows.write.finish({ picture, place, nowMs: deps.clock.now() });
    return { ...storedOf(picture), id };
  });
  deps.failpoints.hit('store.row-written');
  if (inspected.thumbnail !== null && stored.sha256 === sha256)
    await parts.thumbnails.keep(sha256, inspected.thumbnail);
  deps.failpoints.hit('store.thumbnail-written');
  return stored;
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

/** The file under its final name, whole and on the disk. */
async function writeFile(parts: StoreParts, picture: NewPicture, bytes: Uint8Array): Promise<Place> {
  const { deps, rows } = parts;
  const earlier = await begunBefore(parts, picture);
  if (earlier !== null) return earlier;
  const folder = parts.libraryFolder();
  const month = picture.day.slice(0, 7);
  const temporary = `${month}/${deps.ids.uuid()}${PART_SUFFIX}`;
  try {
    await openFolder(parts, folder, join(folder, month));
    const { name, taken } = await freeName(folder, month, picture);
    if (taken) return { folder, name };
    const intent: StoreIntent = { folder, name, temporary, picture };
    await rows.write.intend(intent);
    await writeDurably(join(folder, temporary), bytes);
    deps.failpoints.hit('store.temporary-written');
    if (!(await nameDurably(join(folder, temporary), join(folder, name)))) {
      throw new StorageOutage('disk-error', folder, null);
    }
    deps.failpoints.hit('store.renamed');
    return { folder, name };
  } catch (error) {
    // The intent stays: it says what this file is, should its name have reached the disk after all.
    await removeFile(join(folder, temporary));
    throw storageOutage(error, folder, bytes.byteLength);
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
