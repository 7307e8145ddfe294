import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type Decoder, DecoderUnavailable } from '../../media/decoder/index.ts';
import type { Deps } from '../../shared/kernel/index.ts';
import { codeOf, exists, hashFile, nameDurably, PART_SUFFIX, removeFile } from '../platform/files/index.ts';
import type { LibraryRows } from './library-rows.ts';
import { UNKNOWN_SIDE } from './rows.ts';
import { standing } from './store-picture.ts';
import { thumbnailPartsFolder } from './thumbnails.ts';
import type { NewPicture, StoreIntent } from './writes.ts';

export interface SweepParts {
  readonly rows: LibraryRows;
  readonly deps: Pick<Deps, 'clock' | 'log'>;
  readonly decoder: Decoder;
  readonly dataFolder: string;
  /** Names of files that are being written now. */
  readonly unfinished: ReadonlySet<string>;
}

export interface Swept {
  /** Pictures whose file was there and whose row was not. */
  readonly completed: readonly string[];
  /** Beginnings of which nothing usable had reached the disk. */
  readonly dropped: number;
}

/**
 * Finishes or clears away what a killed run had begun to store. Only files that an intent names are touched, and
 * a finished one only when its bytes have the intended hash: everything else in the folder is the person's.
 */
export async function finishIntents(parts: SweepParts): Promise<Swept> {
  const completed: string[] = [];
  let dropped = 0;
  for (const intent of await parts.rows.read.intents()) {
    const outcome = await settle(parts, intent).catch((error: unknown) => {
      // A full or failing disk must not keep the library from opening: the next start tries again.
      parts.deps.log.error('library.intent-left', { code: codeOf(error), picture: intent.picture.id });
      return 'waiting' as const;
    });
    if (outcome === 'completed') completed.push(intent.picture.id);
    if (outcome === 'dropped') dropped += 1;
  }
  await emptyFolder(thumbnailPartsFolder(parts.dataFolder));
  if (completed.length + dropped > 0) {
    parts.deps.log.info('library.swept', { completed: completed.length, dropped });
  }
  return { completed, dropped };
}

async function settle(parts: SweepParts, intent: StoreIntent): Promise<'completed' | 'dropped' | 'waiting'> {
  const { rows, deps } = parts;
  const { folder, name } = intent;
  // The drive may only be unplugged: what it holds is settled when it is back.
  if (!(await isFolder(folder))) return 'waiting';
  const final = join(folder, name);
  const temporary = join(folder, intent.temporary);
  const picture = await measured(parts, intent, [final, temporary]);
  if (picture === null) {
    await removeFile(temporary);
    await rows.write.dropIntent(placeOf(intent));
    return 'dropped';
  }
  let whole = (await hashFile(final)) === picture.sha256;
  if (!whole && (await hashFile(temporary)) === picture.sha256) whole = await nameDurably(temporary, final);
  await removeFile(temporary);
  if (!whole) {
    await rows.write.dropIntent(placeOf(intent));
    return 'dropped';
  }
  const elsewhere = await standsElsewhere(parts, intent);
  await rows.write.finish({ picture, place: elsewhere ? null : { folder, name }, nowMs: deps.clock.now() });
  if (elsewhere) await removeFile(final);
  return 'completed';
}

/**
 * The intent may be older than the decoder's word: then the file is looked at now. Null is no picture, or none that
 * reached the disk whole.
 */
async function measured(
  parts: SweepParts,
  { picture }: StoreIntent,
  places: readonly string[],
): Promise<NewPicture | null> {
  if (picture.width !== UNKNOWN_SIDE) return picture;
  for (const path of places) {
    if ((await hashFile(path)) !== picture.sha256) continue;
    const looked = await parts.decoder.inspect(path);
    // Our own trouble says nothing about a picture that may be paid for: the next start looks again.
    if (looked.kind === 'refused' && (looked.code === 'too-slow' || looked.code === 'decoder-crashed'))
      throw new DecoderUnavailable(looked.code);
    if (looked.kind === 'refused') return null;
    return { ...picture, mediaType: looked.mediaType, width: looked.width, height: looked.height };
  }
  return null;
}

function placeOf({ picture }: StoreIntent): { generationId: string; ordinal: number } {
  return { generationId: picture.generationId, ordinal: picture.ordinal };
}

/** The same bytes may have been stored under another name since: one file per hash, and the row decides which. */
async function standsElsewhere(parts: SweepParts, { folder, name, picture }: StoreIntent): Promise<boolean> {
  const row = await parts.rows.read.file(picture.sha256);
  if (row === null || (row.folder === folder && row.name === name)) return false;
  return standing(parts, picture.sha256);
}

async function emptyFolder(path: string): Promise<void> {
  const names = await readdir(path).catch(() => []);
  for (const name of names) if (name.endsWith(PART_SUFFIX)) await removeFile(join(path, name));
}

export async function isFolder(path: string): Promise<boolean> {
  return (
    (await exists(path).catch(() => false)) && (await stat(path).catch(() => null))?.isDirectory() === true
  );
}
