import { join } from 'node:path';
import { type Decoder, DecoderUnavailable, type PictureSource } from '../../media/decoder/index.ts';
import { EXTENSIONS, MEDIA_TYPES, PICTURE_FORMATS, type PictureFormat } from '../../media/pictures/index.ts';
import type { Deps } from '../../shared/kernel/index.ts';
import { DatabaseOutage } from '../db/index.ts';
import {
  type Calendar,
  exists,
  fileStem,
  hashFile,
  isFile,
  nameDurably,
  removeFile,
  StorageOutage,
  storageOutage,
} from '../platform/files/index.ts';
import type { Turns } from '../platform/turns.ts';
import type { Content } from './content.ts';
import type { LibraryRows } from './library-rows.ts';
import { UNKNOWN_SIDE } from './rows.ts';
import { THUMBNAIL_MAX_SIDE, type Thumbnails } from './thumbnails.ts';
import { type UnnamedFile, unnamedFile, type Writing } from './unnamed-file.ts';
import type { NewPicture, Parent } from './writes.ts';

/** What a provider delivered. Its `mediaType` is a claim; the bytes decide. */
export interface Delivered {
  readonly pictureId?: string;
  readonly generationId: string;
  readonly ordinal: number;
  /** Handed over: nobody writes into them from here on. */
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
  /** Takes work that nobody waits for but the end of the library. */
  readonly beside: (work: Promise<void>) => void;
}

/** The same with its bytes wherever they are. */
export type Arriving = Omit<Delivered, 'bytes'> & { readonly content: Content };

/** Ever longer ends of the hash, tried until a name is free or is already this very file. */
const SUFFIX_LENGTHS = [4, 8, 16, 64] as const;

/**
 * Keeps a delivered picture: the decoder looks at it while it is written beside its place; then what is about to be
 * done is written down, then come name, row and thumbnail, in this order. Storing the same place of the same job again changes nothing and answers the same.
 * @throws StorageOutage when the disk or the folder cannot take it; nothing half-written stays
 */
export async function storePicture(parts: StoreParts, delivered: Arriving): Promise<Stored | NotAPicture> {
  try {
    return await store(parts, delivered);
  } catch (error) {
    if (error instanceof DatabaseOutage) throw new StorageOutage(error.reason, parts.dataFolder, null, error);
    if (error instanceof DecoderUnavailable)
      throw new StorageOutage('decoder-unavailable', parts.dataFolder, null, error);
    throw error;
  }
}

async function store(parts: StoreParts, delivered: Arriving): Promise<Stored | NotAPicture> {
  const { deps } = parts;
  const { content } = delivered;
  const unnamed = unnamedFile(parts, delivered, content);
  // What turns out to be no picture must not leave a new folder: the first of a month is looked at before it is written.
  const early = await exists(join(unnamed.folder, unnamed.month)).catch(() => false);
  // One decoding gives the verdict, the size and the thumbnail, while the file goes to the disk and its hash is reckoned.
  // The decoder reads the file itself: millions of bytes through its channel would cost more than the decoding saves.
  const looking = (early ? unnamed.start().readable : Promise.resolve(false)).then((readable) =>
    lookTwice(parts.decoder, readable ? unnamed.path : content.source),
  );
  looking.catch(() => undefined);
  const kept = await content
    .sha256()
    .then((sha256) => parts.turns(sha256, () => keep(parts, delivered, { unnamed, sha256, looking, early })))
    .finally(() => unnamed.end());
  if ('refusal' in kept) return kept;
  deps.failpoints.hit('store.row-written');
  const { thumbnail, stored } = kept;
  // The picture is kept; its thumbnail can be made anew, so the next picture need not wait for it.
  const keepThumbnail = async (): Promise<void> => {
    if (thumbnail !== null) await parts.thumbnails.keep(stored.sha256, thumbnail);
    deps.failpoints.hit('store.thumbnail-written');
  };
  parts.beside(keepThumbnail());
  return stored;
}

/** A decoder that was slow or fell over says nothing of the picture, which may be paid for: it is asked once more. */
async function lookTwice(
  decoder: Decoder,
  source: PictureSource,
): Promise<Awaited<ReturnType<Decoder['inspect']>>> {
  const first = await decoder.inspect(source, THUMBNAIL_MAX_SIDE);
  const inTrouble =
    first.kind === 'refused' && (first.code === 'too-slow' || first.code === 'decoder-crashed');
  return inTrouble ? decoder.inspect(source, THUMBNAIL_MAX_SIDE) : first;
}

interface Arrived {
  readonly unnamed: UnnamedFile;
  readonly sha256: string;
  readonly looking: ReturnType<Decoder['inspect']>;
  /** Its month has pictures already, so that it may be prepared for before it is known to be one. */
  readonly early: boolean;
}

async function keep(
  parts: StoreParts,
  delivered: Arriving,
  arrived: Arrived,
): Promise<{ readonly stored: Stored; readonly thumbnail: Uint8Array | null } | NotAPicture> {
  const { rows, deps } = parts;
  const { generationId, ordinal } = delivered;
  const { sha256, unnamed } = arrived;
  const { claimed } = delivered.content;
  const [kept, stands] = await Promise.all([
    rows.read.delivered({ generationId, ordinal }),
    standing(parts, sha256),
  ]);
  const isNew = kept === null && !stands && claimed !== null;
  // Its intent goes to the disk while the decoder still looks: only its size is not known yet.
  const placing =
    isNew && arrived.early
      ? findPlace(parts, newPicture(parts, delivered, sha256, claimed, null), unnamed)
      : null;
  placing?.catch(() => undefined);
  const inspected = await arrived.looking;
  if (inspected.kind === 'refused') {
    if (await placing?.catch(() => null)) await rows.write.dropIntent({ generationId, ordinal });
    return { refusal: 'not-a-picture', detail: `${inspected.code}/${inspected.detail}` };
  }
  const { thumbnail } = inspected;
  // The place is taken: what was kept there stays, whatever comes the second time.
  if (kept !== null && kept.sha256 !== sha256) return { stored: storedOf(kept), thumbnail: null };
  if (kept !== null && stands) return { stored: storedOf(kept), thumbnail };
  const picture = newPicture(parts, delivered, sha256, inspected.format, inspected);
  const found = stands ? null : await (placing ?? findPlace(parts, picture, unnamed));
  const place = found === null ? null : await nameFile(parts, found, unnamed);
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
  delivered: Arriving,
  sha256: string,
  format: PictureFormat,
  size: { readonly width: number; readonly height: number } | null,
): NewPicture {
  return {
    id: delivered.pictureId ?? parts.deps.ids.uuid(),
    generationId: delivered.generationId,
    ordinal: delivered.ordinal,
    sha256,
    mediaType: MEDIA_TYPES[format],
    sizeBytes: delivered.content.sizeBytes,
    width: size?.width ?? UNKNOWN_SIDE,
    height: size?.height ?? UNKNOWN_SIDE,
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

/** Where a file will stand, its intent on the disk; or where it stands already. */
interface FoundPlace extends Place {
  readonly stands: boolean;
}

async function findPlace(parts: StoreParts, picture: NewPicture, unnamed: UnnamedFile): Promise<FoundPlace> {
  const { rows } = parts;
  const earlier = await begunBefore(parts, picture);
  if (earlier !== null) return { ...earlier, stands: true };
  const { folder, month, temporary } = unnamed;
  const { readable, written } = unnamed.start();
  try {
    if (!(await readable)) await onDisk(written);
    const { name, taken } = await freeName(folder, month, picture);
    if (taken) return { folder, name, stands: true };
    await rows.write.intend({ folder, name, temporary, picture });
    return { folder, name, stands: false };
  } catch (error) {
    throw storageOutage(error, folder, unnamed.sizeBytes);
  }
}

async function onDisk(written: Writing['written']): Promise<void> {
  const ended = await written;
  if (!ended.ok) throw ended.error;
}

/** The file under its final name, whole and on the disk. */
async function nameFile(parts: StoreParts, found: FoundPlace, unnamed: UnnamedFile): Promise<Place> {
  const { folder, name } = found;
  if (found.stands) return { folder, name };
  try {
    // The name comes when the intent and the file are both on the disk: one nothing speaks of is nobody's picture.
    await onDisk(unnamed.start().written);
    parts.deps.failpoints.hit('store.temporary-written');
    if (!(await nameDurably(unnamed.path, join(folder, name)))) {
      throw new StorageOutage('disk-error', folder, null);
    }
    unnamed.named();
    parts.deps.failpoints.hit('store.renamed');
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
