import { renameSync } from 'node:fs';
import { join } from 'node:path';
import { createDecoder } from '../../media/decoder/index.ts';
import type { Painter } from '../../providers/sandbox/index.ts';
import type { Noun, Progress, Trouble } from '../../shared/contracts/desktop/index.ts';
import type { Clock, Deps } from '../../shared/kernel/index.ts';
import { type AccountsParts, type CreateAccounts, lastKnownSchema, loadAccounts } from '../accounts/index.ts';
import { openDatabase } from '../db/index.ts';
import { createDocuments } from '../documents/index.ts';
import { createFrames } from '../frames/index.ts';
import {
  createCandidates,
  createGenerations,
  createProviders,
  keptServerSchema,
  loadCatalogue,
  openOwnServer,
  rowsOf,
} from '../generations/index.ts';
import { createLibrary } from '../library/index.ts';
import type { Host } from '../platform/host.ts';
import type { Hub } from '../platform/hub.ts';
import type { Keychain, KeyStore } from '../secrets/index.ts';
import type { Nouns } from '../server/index.ts';
import { freeBytes, keptValue, openSettings } from '../settings/index.ts';
import type { DesktopConfig } from './config.ts';

export interface OpenParts {
  readonly config: DesktopConfig;
  readonly host: Host;
  readonly deps: Deps;
  readonly keys: KeyStore;
  readonly keychain: Keychain;
  readonly installed: AccountsParts['installed'];
  readonly painter: Painter;
  readonly progress: Hub<Progress>;
  readonly announce: (noun: Noun, ids: readonly string[]) => void;
  readonly version: string;
}

export interface OpenedLibrary {
  readonly nouns: Nouns | null;
  readonly trouble: Trouble | null;
  close(): Promise<void>;
}

/** Opens the database and builds every noun on it, or says in a typed way why it can't. */
export async function openLibrary(parts: OpenParts): Promise<OpenedLibrary> {
  const { config, deps, host } = parts;
  const path = join(config.dataFolder, 'library.db');
  // Read from the disk while the database is being opened.
  const accounts = loadAccounts(config.cloudUrl);
  const opened = await openDatabase({
    path,
    workerUrl: new URL('./database-worker.ts', import.meta.url),
    deps,
    failpoint: config.failpoint,
  });
  if (!opened.ok) {
    deps.log.warn('library.trouble', { code: opened.trouble });
    const canSetAside = opened.trouble === 'not-a-database' || opened.trouble === 'database-damaged';
    return {
      nouns: null,
      trouble: { code: opened.trouble, path, canSetAside },
      close: async () => undefined,
    };
  }
  const { database } = opened;
  const decoder = createDecoder({
    fork: host.fork,
    clock: deps.clock,
    log: deps.log,
    env: config.childEnvironment,
  });
  const nouns = await buildNouns(parts, database, decoder, await accounts);
  await nouns.library.sweep();
  await nouns.documents.sweep();
  await nouns.frames.sweep(await nouns.generations.framesInUse());
  await nouns.generations.recover();
  let closed = false;
  // A locked keychain asks the person first; what needs no key does not wait for that.
  void recoverPaid(parts, nouns, () => closed);
  void openAccounts(parts, nouns, () => closed);
  return {
    nouns,
    trouble: null,
    async close() {
      closed = true;
      nouns.generations.stop();
      await nouns.accounts.stop();
      await nouns.library.settled();
      decoder.close();
      await nouns.documents.stop();
      await database.close();
    },
  };
}

async function recoverPaid(parts: OpenParts, nouns: Nouns, closed: () => boolean): Promise<void> {
  await nouns.providers.ready();
  if (closed()) return;
  parts.announce('providers', []);
  try {
    await nouns.generations.recoverPaid();
  } catch (error) {
    // The desktop ended meanwhile, or the disk failed: the next start finds the same rows.
    if (!closed())
      parts.deps.log.error('recovery.broke-off', {
        error: error instanceof Error ? error.message : 'unknown',
      });
  }
}

/** After the keys: a keychain that asks the person to unlock it asks once. */
async function openAccounts(parts: OpenParts, nouns: Nouns, closed: () => boolean): Promise<void> {
  await parts.keys.open();
  if (closed()) return;
  try {
    await nouns.accounts.open(parts.keys.trouble());
  } catch (error) {
    if (!closed())
      parts.deps.log.error('account.not-opened', {
        error: error instanceof Error ? error.message : 'unknown',
      });
  }
}

async function buildNouns(
  parts: OpenParts,
  database: Extract<Awaited<ReturnType<typeof openDatabase>>, { ok: true }>['database'],
  decoder: ReturnType<typeof createDecoder>,
  createAccounts: CreateAccounts,
): Promise<Nouns> {
  const { config, deps, announce } = parts;
  const ownServer = await openOwnServer({
    kept: keptValue(database, 'ownServer', keptServerSchema),
    keys: parts.keys,
    clock: deps.clock,
    fetch: globalThis.fetch,
  });
  const catalogue = loadCatalogue(ownServer.models);
  const settings = await openSettings({
    database,
    ids: deps.ids,
    dataFolder: config.dataFolder,
    defaultLibraryFolder: config.libraryFolder,
    usage: () => library.usage(),
    announce,
  });
  const libraryFolder = (): string => settings.current().libraryFolder;
  const library = createLibrary({
    database,
    deps,
    decoder,
    folders: { library: libraryFolder, data: config.dataFolder },
    modelOf: (id) => catalogue.model(id),
    reveal: parts.host.reveal,
    announce,
  });
  const providers = createProviders({
    catalogue,
    keys: parts.keys,
    clock: deps.clock,
    fetch: globalThis.fetch,
    painter: parts.painter,
    openAiUrl: config.openAiUrl,
    ownServer,
    announce,
  });
  const frames = createFrames({ dataFolder: config.dataFolder, decoder, deps });
  const rows = rowsOf(database);
  const generations = createGenerations({
    rows,
    catalogue,
    providers,
    library,
    frames,
    freeBytes: () => freeBytes(libraryFolder()),
    libraryFolder,
    cautionSeen: () => settings.current().cautionSeen,
    caps: () => {
      const { runCapMicros, monthCapMicros } = settings.current();
      return { runMicros: runCapMicros, monthMicros: monthCapMicros };
    },
    progressHub: parts.progress,
    deps,
    announce,
  });
  const candidates = createCandidates({
    rows,
    showInStudio: async (pictureId) => void (await settings.update({ studioPictureId: pictureId })),
    announce,
  });
  const documents = createDocuments({ database, deps, dataFolder: config.dataFolder, announce });
  const accounts = createAccounts({
    keychain: parts.keychain,
    kept: keptValue(database, 'account', lastKnownSchema),
    host: parts.host,
    installed: parts.installed,
    fetch: globalThis.fetch,
    deps,
    announce,
  });
  return { accounts, settings, library, documents, frames, providers, generations, candidates };
}

/** Renames a database that can't be opened, with its companions, and never deletes. False when that fails. */
export async function setDatabaseAside(path: string, clock: Clock): Promise<boolean> {
  const mark = `aside-${clock.now()}`;
  try {
    renameSync(path, `${path}.${mark}`);
  } catch {
    return false;
  }
  for (const companion of ['-wal', '-shm']) {
    try {
      renameSync(path + companion, `${path}.${mark}${companion}`);
    } catch {
      // Most of the time there is none.
    }
  }
  return true;
}
