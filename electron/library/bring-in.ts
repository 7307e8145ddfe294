import { stat } from 'node:fs/promises';
import type { PictureDetails } from '../../shared/contracts/desktop/index.ts';
import { hashFile } from '../platform/files/index.ts';
import { contentOfFile } from './content.ts';
import { IMPORT_OPERATION } from './rows.ts';
import { type StoreParts, storePicture } from './store-picture.ts';

/** A file of the person's, copied to a place of ours while it is looked at. */
export interface BroughtFile {
  readonly path: string;
  /** Its name on the person's disk, for finding it again; never a path. */
  readonly name: string;
}

export type BroughtIn =
  | { readonly kind: 'picture'; readonly details: PictureDetails }
  | { readonly kind: 'refused'; readonly code: 'not-a-picture' | 'too-large' | 'too-slow' };

/** What the window's grid and search see of a file's name at most. */
const NAME_MAX_CHARS = 200;

/**
 * Takes a picture of the person's into the library: byte for byte, with its profile and everything it carries. Its
 * place is made of its own hash, so that the same file brought in twice is the same picture, out of Trash again.
 * @throws StorageOutage when the disk or the folder cannot take it
 */
export async function bringIn(
  parts: StoreParts & { readonly get: (id: string) => Promise<PictureDetails | null> },
  file: BroughtFile,
): Promise<BroughtIn> {
  // The child reads the file itself, and it is copied piece by piece: half a gigabyte never stands in memory here.
  const looked = await parts.decoder.inspect(file.path);
  if (looked.kind === 'refused') return { kind: 'refused', code: refusalOf(looked.code) };
  const sha256 = await hashFile(file.path);
  if (sha256 === null) throw new Error('the file was taken away while it was looked at');
  const { size: sizeBytes } = await stat(file.path);
  const stored = await storePicture(parts, {
    generationId: `${IMPORT_OPERATION}-${sha256}`,
    ordinal: 0,
    content: contentOfFile({ path: file.path, sizeBytes, format: looked.format, sha256 }),
    mediaType: looked.mediaType,
    prompt: titleOf(file.name),
    revisedPrompt: null,
    modelId: '',
    providerId: '',
    operation: IMPORT_OPERATION,
    seed: null,
    parents: [],
    madeAtMs: parts.deps.clock.now(),
  });
  if ('refusal' in stored) return { kind: 'refused', code: 'not-a-picture' };
  const details = await parts.get(stored.id);
  if (details === null) throw new Error(`picture ${stored.id} was kept and is not there`);
  if (details.trashedAtMs === null) return { kind: 'picture', details };
  await parts.rows.write.restore({ ids: [stored.id] });
  return { kind: 'picture', details: { ...details, trashedAtMs: null } };
}

function refusalOf(code: string): 'not-a-picture' | 'too-large' | 'too-slow' {
  if (code === 'too-large' || code === 'too-slow') return code;
  return 'not-a-picture';
}

/** Controls, path separators and marks that nobody sees, but for the two joiners that Persian and emoji are written with. */
const UNSEEN = /[\p{Cc}/\\]|(?![\u200c\u200d])\p{Cf}/gu;

/** Half a letter, left where a name was cut. */
const HALF = /\p{Cs}/gu;

/** The name without its extension stands where a made picture has its prompt: it is found by the same search. */
function titleOf(name: string): string {
  const plain = name
    .replace(/\.[^.]{1,5}$/, '')
    .replaceAll(UNSEEN, ' ')
    .trim();
  return plain.slice(0, NAME_MAX_CHARS).replaceAll(HALF, '');
}
