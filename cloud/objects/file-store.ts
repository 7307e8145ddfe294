import { mkdir, open, readdir, rename, rm, rmdir, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Disk } from 'flydrive';
import { FSDriver } from 'flydrive/drivers/fs';
import type { Deps } from '../../shared/kernel/index.ts';
import { isMissing, outside } from './failures.ts';
import { isKey } from './keys.ts';
import type { ObjectStore } from './object-store.ts';
import { BATCH } from './rules.ts';
import { addressEnd, type Pass, readAddress, signAddress } from './signed-addresses.ts';

export interface FileStore extends ObjectStore {
  /** What a request to one of our own addresses may do. */
  admit(request: Parameters<typeof readAddress>[1]): Pass | 'forged' | 'expired';
  /** Writes what arrives, unless it is not as long as was signed: then nothing of it stays. */
  receive(
    key: string,
    chunks: AsyncIterable<Uint8Array>,
    sizeBytes: number,
  ): Promise<'stored' | 'too-long' | 'too-short'>;
}

export interface FileStoreOptions {
  readonly folder: string;
  /** The service's own address, which the signed ones begin with. */
  readonly issuer: string;
  readonly secret: Uint8Array;
  readonly deps: Pick<Deps, 'clock' | 'ids'>;
}

/** What is being written lies here first. The dot keeps it out of every listing: no key has one. */
const INCOMING = '.incoming';
const STALE_MS = 3_600_000;

/**
 * Objects as plain files. Reading, listing and deleting are flydrive's; writing is ours, because a file that is there has to
 * be whole: temporary, fsync, rename.
 */
export async function openFileStore(options: FileStoreOptions): Promise<FileStore> {
  const { folder, issuer, secret, deps } = options;
  const { clock } = deps;
  const disk = new Disk(new FSDriver({ location: folder, visibility: 'private' }));
  await mkdir(join(folder, INCOMING), { recursive: true, mode: 0o700 });
  await removeStale(join(folder, INCOMING), clock.now() - STALE_MS);

  const receive: FileStore['receive'] = (key, chunks, sizeBytes) =>
    outside(async () => {
      const target = join(folder, ownKey(key));
      const temporary = join(folder, INCOMING, deps.ids.uuid());
      try {
        const written = await writeTemporary(temporary, chunks, sizeBytes);
        if (written !== sizeBytes) return written > sizeBytes ? 'too-long' : 'too-short';
        await renameInto(temporary, target);
        return 'stored';
      } finally {
        await rm(temporary, { force: true });
      }
    });

  const head: ObjectStore['head'] = (key) =>
    outside(async () => {
      try {
        return { sizeBytes: (await disk.getMetaData(ownKey(key))).contentLength };
      } catch (error) {
        if (!isMissing(error)) throw error;
        await mustBeThere(folder);
        return null;
      }
    });

  const signed = (pass: Omit<Pass, 'expiresAtMs'>, endsAtMs: number) => {
    const expiresAtMs = addressEnd(clock.now(), endsAtMs);
    return expiresAtMs === null ? null : signAddress(secret, issuer, { ...pass, expiresAtMs });
  };

  return {
    receive,
    head,
    admit: (request) => readAddress(secret, request, clock.now()),
    async put(key, bytes) {
      const written = await receive(key, one(bytes), bytes.byteLength);
      if (written !== 'stored') throw new Error('a file took another number of bytes than it was given');
    },
    get: async (key) => ((await head(key)) === null ? null : outside(() => disk.getStream(ownKey(key)))),
    signedGet: async (key, { type, endsAtMs }) =>
      signed({ method: 'GET', key: ownKey(key), type, sizeBytes: null }, endsAtMs),
    signedPut: async (key, { type, sizeBytes, endsAtMs }) =>
      signed({ method: 'PUT', key: ownKey(key), type, sizeBytes }, endsAtMs),
    deleteMany: (keys) =>
      outside(async () => {
        await mustBeThere(folder);
        for (const key of keys) {
          await disk.delete(ownKey(key));
          await removeEmptyFolders(folder, key);
        }
      }),
    async *list(below) {
      await outside(() => mustBeThere(folder));
      const { objects } = await outside(() => disk.listAll(below, { recursive: true }));
      let batch: string[] = [];
      for (const found of objects) {
        if (found.isFile && isKey(found.key)) batch.push(found.key);
        if (batch.length < BATCH) continue;
        yield batch;
        batch = [];
      }
      if (batch.length > 0) yield batch;
    },
    ping: () => outside(() => mustBeThere(folder)),
    close: () => undefined,
  };
}

/** A disk that is not mounted looks like an empty one, in which nothing is missing and everything is deleted. */
async function mustBeThere(folder: string): Promise<void> {
  await stat(join(folder, INCOMING));
}

/** The last look before a key becomes a path. */
function ownKey(key: string): string {
  if (!isKey(key)) throw new Error('that is no key of an object');
  return key;
}

async function* one(bytes: Uint8Array): AsyncIterable<Uint8Array> {
  yield bytes;
}

/** @returns how many bytes were there, of which no more than one chunk over the limit were read */
async function writeTemporary(
  path: string,
  chunks: AsyncIterable<Uint8Array>,
  maxBytes: number,
): Promise<number> {
  const file = await open(path, 'wx', 0o600);
  try {
    let sizeBytes = 0;
    for await (const chunk of chunks) {
      sizeBytes += chunk.byteLength;
      if (sizeBytes > maxBytes) return sizeBytes;
      await file.writeFile(chunk);
    }
    await file.sync();
    return sizeBytes;
  } finally {
    await file.close();
  }
}

/** A folder that became empty may be removed between its making and the rename; then it is made again. */
async function renameInto(temporary: string, target: string, tries = 3): Promise<void> {
  const parent = dirname(target);
  await mkdir(parent, { recursive: true, mode: 0o700 });
  try {
    await rename(temporary, target);
  } catch (error) {
    if (tries <= 1 || !isMissing(error)) throw error;
    return renameInto(temporary, target, tries - 1);
  }
  const folder = await open(parent, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

/** Empty folders would stay for ever, one for each generation. */
async function removeEmptyFolders(folder: string, key: string): Promise<void> {
  for (let at = dirname(key); at !== '.' && at !== 'u'; at = dirname(at)) {
    const removed = await rmdir(join(folder, at)).then(
      () => true,
      () => false,
    );
    if (!removed) return;
  }
}

/** What a process left that died while writing. */
async function removeStale(incoming: string, beforeMs: number): Promise<void> {
  for (const name of await readdir(incoming)) {
    const path = join(incoming, name);
    const found = await stat(path).catch(() => null);
    if (found !== null && found.mtimeMs < beforeMs) await rm(path, { force: true });
  }
}
