import { chmodSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createConnection, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import SQLite from 'better-sqlite3';
import type { Random } from '../../shared/kernel/index.ts';
import { makeFolder } from './files/index.ts';

export interface InstanceLock {
  readonly kind: 'first';
  release(): void;
}

export type InstanceClaim =
  | InstanceLock
  /** Another process owns this data folder; `told` says that it heard us and comes to the front. */
  | { readonly kind: 'second'; readonly told: boolean };

const DAMAGED: ReadonlySet<string> = new Set(['SQLITE_NOTADB', 'SQLITE_CORRUPT']);

/** Unix socket paths longer than this are refused by the system (104 bytes on macOS, 108 on Linux). */
const SOCKET_PATH_MAX = 100;

/**
 * One process per data folder. The lock is an exclusive SQLite transaction, because the system lets go of it
 * when the process dies in any way; the socket beside it only carries the word "come to the front".
 * @throws the system's error when the folder can't be written
 */
export async function claimInstance(
  dataFolder: string,
  random: Random,
  onActivate: () => void,
  tries = 2,
): Promise<InstanceClaim> {
  await makeFolder(dataFolder);
  const lock = new SQLite(join(dataFolder, 'instance.lock'), { timeout: 0 });
  try {
    lock.pragma('journal_mode = DELETE');
    lock.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    lock.close();
    if (tries > 1 && error instanceof SQLite.SqliteError && DAMAGED.has(error.code)) {
      // The file holds nothing but the lock; a damaged one must not switch the rule off.
      rmSync(join(dataFolder, 'instance.lock'), { force: true });
      return claimInstance(dataFolder, random, onActivate, tries - 1);
    }
    if (error instanceof SQLite.SqliteError && error.code.startsWith('SQLITE_BUSY')) {
      return { kind: 'second', told: await tellFirst(dataFolder) };
    }
    throw error;
  }
  clearOldSockets(dataFolder);
  const name = [...random.bytes(8)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  const server = await listen(socketPath(dataFolder, name), onActivate);
  if (server !== null) writeFileSync(addressFile(dataFolder), name, { mode: 0o600 });
  return {
    kind: 'first',
    release() {
      server?.close();
      rmSync(addressFile(dataFolder), { force: true });
      lock.close();
    },
  };
}

/** Left by processes that were killed; this one holds the lock, so nobody listens on them. */
function clearOldSockets(dataFolder: string): void {
  for (const name of readdirSync(dataFolder)) {
    if (/^instance-[0-9a-f]{16}\.sock$/.test(name)) rmSync(join(dataFolder, name), { force: true });
  }
}

function addressFile(dataFolder: string): string {
  return join(dataFolder, 'instance.address');
}

function socketPath(dataFolder: string, name: string): string {
  if (process.platform === 'win32') return `\\\\.\\pipe\\gesso-${name}`;
  const beside = join(dataFolder, `instance-${name}.sock`);
  return beside.length <= SOCKET_PATH_MAX ? beside : join(tmpdir(), `gesso-${name}.sock`);
}

function listen(path: string, onActivate: () => void): Promise<Server | null> {
  return new Promise((resolve) => {
    const server = createServer((socket) => {
      socket.on('error', () => undefined);
      socket.end('ok');
      onActivate();
    });
    // Without the socket the studio still works; a second start then only says that one is open.
    server.on('error', () => resolve(null));
    server.listen(path, () => {
      if (process.platform !== 'win32') chmodSync(path, 0o600);
      server.unref();
      resolve(server);
    });
  });
}

function tellFirst(dataFolder: string): Promise<boolean> {
  return new Promise((resolve) => {
    let name: string;
    try {
      name = readFileSync(addressFile(dataFolder), 'utf8');
    } catch {
      resolve(false);
      return;
    }
    if (!/^[0-9a-f]{16}$/.test(name)) {
      resolve(false);
      return;
    }
    const socket = createConnection(socketPath(dataFolder, name));
    socket.setTimeout(2000, () => socket.destroy());
    socket.on('data', () => resolve(true));
    socket.on('error', () => resolve(false));
    socket.on('close', () => resolve(false));
  });
}
