import { homedir, hostname } from 'node:os';
import { join } from 'node:path';
import { createPainter } from '../../providers/sandbox/index.ts';
import type { AppState, Change, Noun, Progress } from '../../shared/contracts/desktop/index.ts';
import { createIds, type Deps } from '../../shared/kernel/index.ts';
import { systemRandom } from '../platform/chance.ts';
import { systemClock } from '../platform/clock.ts';
import { createFailpoints } from '../platform/failpoints.ts';
import type { Host } from '../platform/host.ts';
import { createHub } from '../platform/hub.ts';
import { openInstall } from '../platform/install.ts';
import { createLog } from '../platform/log.ts';
import { createTurns } from '../platform/turns.ts';
import { createKeychain, createKeyStore, type Keychain, loadKeytar } from '../secrets/index.ts';
import {
  type ByteSource,
  createRouter,
  type LoopbackServer,
  startServer,
  type UploadTarget,
} from '../server/index.ts';
import type { DesktopConfig } from './config.ts';
import { type OpenedLibrary, type OpenParts, openLibrary, setDatabaseAside } from './open-library.ts';

export interface Desktop {
  readonly server: LoopbackServer;
  readonly deps: Deps;
  state(): AppState;
  /** Opens the window, or brings it to the front. */
  show(): Promise<void>;
  close(): Promise<void>;
}

export interface DesktopParts {
  readonly config: DesktopConfig;
  readonly host: Host;
  readonly version: string;
  /** The built window. */
  readonly windowFolder: string;
  /** Null when the data folder can't be written at all; the log then goes to standard error. */
  readonly logFolder: string | null;
  /** Makes sure that this process owns the data folder, for a start that could not even write its lock. */
  readonly own: () => Promise<boolean>;
}

const CHANGES_BOUND = 500;
const PROGRESS_BOUND = 50;

/** Puts the desktop together and starts it: server first, so that trouble with the library can be shown. */
export async function startDesktop(parts: DesktopParts): Promise<Desktop> {
  const { config, host } = parts;
  const log = createLog(parts.logFolder);
  const deps: Deps = {
    clock: systemClock,
    random: systemRandom,
    ids: createIds(systemClock, systemRandom),
    log,
    failpoints: createFailpoints(config.failpoint),
  };
  const install = openInstall(config.dataFolder, deps.ids);
  const changes = createChanges();
  const progress = createHub<Progress>(PROGRESS_BOUND, null);
  const painter = createPainter();
  const keychain = keychainOf(install.installId, deps);
  const keys = createKeyStore(keychain);
  const open = (): Promise<OpenedLibrary> =>
    openLibrary({
      config,
      host,
      deps,
      keys,
      keychain,
      installed: installedAs(install.installId),
      painter,
      progress,
      announce: changes.announce,
      version: parts.version,
    });

  let library = await open();
  const state = (): AppState => stateOf(parts, install.installId, library.trouble);
  // Two wishes to mend the library at once would open it twice, or put the mended one aside.
  const turns = createTurns();
  const mend = <Value>(work: () => Promise<Value>): Promise<Value> => turns('library', work);
  const reopen = async (): Promise<AppState> => {
    if (library.trouble === null || !(await parts.own())) return state();
    library = await open();
    if (library.trouble === null) changes.announce('app', []);
    return state();
  };

  const router = createRouter({
    nouns: () => library.nouns,
    state,
    retryOpen: () => mend(reopen),
    setAside: () =>
      mend(async () => {
        if (library.trouble === null || !library.trouble.canSetAside) return null;
        if (!(await setDatabaseAside(library.trouble.path, deps.clock))) return null;
        return reopen();
      }),
    changes: changes.hub,
    progress,
    log,
  });
  const server = await startServer({
    installId: install.installId,
    port: config.port ?? install.port,
    portRequired: config.port !== null,
    windowFolder: parts.windowFolder,
    theme: () => library.nouns?.settings.current().theme ?? 'system',
    bytes: bytesOf(() => library.nouns),
    uploads: { folder: join(config.dataFolder, 'imports'), take: takerOf(() => library.nouns) },
    documents: () => library.nouns?.documents.bytes ?? null,
    frames: () => library.nouns?.frames.bytes ?? null,
    accountPicture: () => library.nouns?.accounts.picture ?? null,
    router,
    clock: deps.clock,
    random: deps.random,
    ids: deps.ids,
    log,
  });
  if (config.port === null) install.rememberPort(server.port);
  log.info('desktop.started', { version: parts.version, host: host.kind, trouble: library.trouble?.code });

  return {
    server,
    deps,
    state,
    show: () =>
      host.openWindow({
        origin: server.origin,
        launchUrl: server.launchUrl,
        openSession: () => ({ cookieName: server.sessions.cookieName, value: server.sessions.open() }),
      }),
    async close() {
      await server.close();
      await library.close();
      await painter.close();
      log.info('desktop.ended');
    },
  };
}

function stateOf({ version, host }: DesktopParts, installId: string, trouble: AppState['trouble']): AppState {
  return {
    installId,
    version,
    platform: platformOf(process.platform),
    host: host.kind,
    home: process.platform === 'win32' ? null : homedir(),
    trouble,
  };
}

function keychainOf(installId: string, { clock, log }: Deps): Keychain {
  const service = `app.gesso.studio:${installId}`;
  return createKeychain({ load: loadKeytar, service, clock, log });
}

const DEVICE_MAX_CHARS = 80;

/** What the cloud is told of this install, for the person's list of devices. */
function installedAs(installId: string): OpenParts['installed'] {
  return {
    clientId: `desktop-${installId}`,
    device: hostname().slice(0, DEVICE_MAX_CHARS),
    platform: platformOf(process.platform),
  };
}

/** What the byte routes may send; nothing while the library is not open. */
function bytesOf(nouns: () => OpenedLibrary['nouns']): ByteSource {
  return {
    original: async (sha256) => (await nouns()?.library.fileOf(sha256)) ?? null,
    shown: async (sha256) => (await nouns()?.library.shownOf(sha256)) ?? null,
    work: async (sha256) => (await nouns()?.library.workOf(sha256)) ?? null,
    thumbnail: async (sha256) => (await nouns()?.library.thumbnailOf(sha256)) ?? null,
    preview: (id, ordinal) => nouns()?.generations.previews.get(id, ordinal) ?? null,
  };
}

function takerOf(nouns: () => OpenedLibrary['nouns']): UploadTarget['take'] {
  return (file) => {
    const library = nouns()?.library;
    if (library === undefined) return null;
    return library
      .bringIn(file)
      .then((brought) =>
        brought.kind === 'picture' ? { kind: 'picture', picture: brought.details.picture } : brought,
      );
  };
}

/** The one `changes` stream. A reader that fell behind gets "everything of every noun" instead of a gap. */
function createChanges() {
  let revision = 0;
  const hub = createHub<Change>(CHANGES_BOUND, () => ({ revision, noun: 'app', ids: [] }));
  const announce = (noun: Noun, ids: readonly string[]): void => {
    revision += 1;
    hub.publish({ revision, noun, ids: ids.slice(0, 200) });
  };
  return { hub, announce };
}

function platformOf(platform: NodeJS.Platform): AppState['platform'] {
  return platform === 'darwin' || platform === 'win32' ? platform : 'linux';
}
