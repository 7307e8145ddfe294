import { createHash } from 'node:crypto';
import { open, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Failpoints } from '../../../shared/kernel/index.ts';
import {
  nameDurably,
  PART_SUFFIX,
  removeFile,
  replaceDurably,
  storageOutage,
} from '../../platform/files/index.ts';
import type { Body } from '../journal/write-frames.ts';
import type { Saving } from '../rows.ts';
import { FILE_MAX_BYTES } from './find-file.ts';
import { compareFile, type Fingerprint, printOf } from './fingerprint.ts';

export interface FileToWrite {
  readonly id: string;
  readonly path: string;
  /** What should stand there: a file, null for any that is the document's own and unread, or nothing at all. */
  readonly expected: Fingerprint | null | 'nothing';
  /** Whatever stands there is replaced. */
  readonly forced: boolean;
  readonly sequence: number;
  readonly sizeHintBytes: number;
}

export type Written =
  | { readonly kind: 'written'; readonly print: Fingerprint }
  | { readonly kind: 'refused'; readonly code: 'changed-outside' | 'write-protected' | 'too-large' };

export interface WriteParts {
  readonly failpoints: Failpoints;
  /** Written down before each step, so that the next start knows what a kill has left. */
  readonly intend: (saving: Saving | null) => Promise<void>;
}

/**
 * Writes a person's file anew: whole, beside it, on the disk, and only then in its place. Until then the earlier file is
 * untouched; afterwards the new one is whole.
 * @throws StorageOutage
 */
export async function writeFileAnew(parts: WriteParts, wish: FileToWrite, body: Body): Promise<Written> {
  const folder = dirname(wish.path);
  const temporary = join(folder, temporaryName(wish.id));
  const saving = { path: wish.path, temporary, sequence: wish.sequence };
  try {
    if (!(await isExpected(wish))) return { kind: 'refused', code: 'changed-outside' };
    if (await isProtected(wish.path)) return { kind: 'refused', code: 'write-protected' };
    await parts.intend({ ...saving, sha256: null });
    await removeFile(temporary);
    const sha256 = await writeTemporary(temporary, wish.path, body);
    if (sha256 === null) return await giveUp(parts, temporary, 'too-large');
    await parts.intend({ ...saving, sha256 });
    parts.failpoints.hit('document.file-written');
    // Once more: the bytes may have taken a while to come.
    if (!(await isExpected(wish))) return await giveUp(parts, temporary, 'changed-outside');
    if (wish.expected === 'nothing' && !wish.forced) {
      if (!(await nameDurably(temporary, wish.path)))
        return await giveUp(parts, temporary, 'changed-outside');
    } else await replaceDurably(temporary, wish.path);
    parts.failpoints.hit('document.file-renamed');
    const print = await printOf(wish.path);
    if (print === null)
      throw Object.assign(new Error('the file is gone'), { code: 'ENOENT', syscall: 'stat' });
    return { kind: 'written', print: { ...print, sha256 } };
  } catch (error) {
    await removeFile(temporary);
    throw storageOutage(error, folder, wish.sizeHintBytes);
  }
}

/** The same for each document, so that what a killed save left is written over by the next. */
function temporaryName(id: string): string {
  return `.${id}${PART_SUFFIX}`;
}

async function giveUp(
  parts: WriteParts,
  temporary: string,
  code: 'changed-outside' | 'too-large',
): Promise<Written> {
  await removeFile(temporary);
  await parts.intend(null);
  return { kind: 'refused', code };
}

/** A rename would replace it all the same; whoever took the right to write away meant it. */
async function isProtected(path: string): Promise<boolean> {
  const info = await stat(path).catch(() => null);
  return info !== null && (info.mode & 0o200) === 0;
}

/** Where nothing stands, nothing can be lost: a file that was moved away is simply written again. */
async function isExpected({ path, expected, forced }: FileToWrite): Promise<boolean> {
  // Looked at in any case: a folder that is gone is an outage and not a refusal.
  await stat(dirname(path));
  if (forced) return true;
  if (expected === 'nothing') return (await printOf(path)) === null;
  return (await compareFile(path, expected)) !== 'changed';
}

/** @returns the hash, or null for more than a file may hold */
async function writeTemporary(temporary: string, path: string, body: Body): Promise<string | null> {
  // A file that others may read stays so.
  const mode = (await stat(path).catch(() => null))?.mode ?? 0o644;
  const file = await open(temporary, 'wx', mode & 0o777);
  const hash = createHash('sha256');
  let sizeBytes = 0;
  try {
    for await (const bytes of body) {
      sizeBytes += bytes.byteLength;
      if (sizeBytes > FILE_MAX_BYTES) return null;
      hash.update(bytes);
      for (let at = 0; at < bytes.byteLength; ) at += (await file.write(bytes, at)).bytesWritten;
    }
    await file.sync();
    return hash.digest('hex');
  } finally {
    await file.close();
  }
}
