import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdirSync, openSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { setPriority } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { freePort } from './free-port.ts';

const ENTRY = fileURLToPath(new URL('../cloud/app/main.ts', import.meta.url));
const LOG_MAX_BYTES = 5_000_000;
const ENDS_WITHIN_MS = 12_000;
/** After an end that nobody asked for; then the studio goes on without it until it is started again. */
const AGAIN_AFTER_MS = [1_000, 10_000, 60_000] as const;
/** Ends that starting again would only repeat: bad configuration, a taken port or folder, a newer database. */
const FOR_GOOD: ReadonlySet<number> = new Set([0, 2, 3, 4, 5]);

export interface EmbeddedCloud {
  /** Where it will answer. The desktop never waits for it. */
  readonly url: string;
  start(): void;
  stop(): Promise<void>;
}

/**
 * The cloud beside the desktop: its own process, its data in `DATA/cloud`, on a port that is chosen once, because tokens and
 * signed addresses hold it.
 */
export async function prepareEmbeddedCloud(
  dataFolder: string,
  say: (line: string) => void,
): Promise<EmbeddedCloud> {
  const folder = join(dataFolder, 'cloud');
  const port = await keptPort(folder);
  let child: ChildProcess | null = null;
  let stopping = false;
  let restarts = 0;

  const launch = (): void => {
    child = spawn(process.execPath, [ENTRY, '--data', folder, '--port', String(port)], {
      stdio: ['ignore', logFile(folder), logFile(folder), 'ipc'],
    });
    child.on('error', () => undefined);
    // A person waits for the studio, and for this only when they sign in.
    if (child.pid !== undefined) lowerPriority(child.pid);
    child.on('exit', (code) => void ended(code));
  };
  const ended = async (code: number | null): Promise<void> => {
    child = null;
    const wait = AGAIN_AFTER_MS[restarts];
    if (stopping || wait === undefined || (code !== null && FOR_GOOD.has(code))) {
      if (!stopping) say(`Gesso's cloud ended (${code}); see ${join(folder, 'cloud.log')}.`);
      return;
    }
    restarts += 1;
    await sleep(wait, undefined, { ref: false });
    if (!stopping) launch();
  };

  return {
    url: `http://localhost:${port}`,
    start: launch,
    async stop() {
      stopping = true;
      const running = child;
      if (running === null || running.exitCode !== null) return;
      const gone = new Promise<void>((resolve) => running.once('exit', () => resolve()));
      running.kill('SIGTERM');
      await Promise.race([gone, sleep(ENDS_WITHIN_MS, undefined, { ref: false })]);
      running.kill('SIGKILL');
    },
  };
}

async function keptPort(folder: string): Promise<number> {
  const path = join(folder, 'port');
  if (existsSync(path)) {
    const kept = Number(readFileSync(path, 'utf8'));
    if (Number.isInteger(kept) && kept >= 1024 && kept <= 65535) return kept;
  }
  const port = await freePort();
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    writeFileSync(`${path}.part`, String(port), { mode: 0o600 });
    renameSync(`${path}.part`, path);
  } catch {
    // A folder that can't be written is shown as trouble by the desktop; the cloud then does not start either.
  }
  return port;
}

function logFile(folder: string): number | 'ignore' {
  const path = join(folder, 'cloud.log');
  try {
    if (existsSync(path) && statSync(path).size > LOG_MAX_BYTES) renameSync(path, `${path}.1`);
    return openSync(path, 'a', 0o600);
  } catch {
    return 'ignore';
  }
}

function lowerPriority(pid: number): void {
  try {
    setPriority(pid, 10);
  } catch {
    // Not every system lets us; it is a courtesy.
  }
}
