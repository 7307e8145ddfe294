import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const PACKAGE = fileURLToPath(new URL('../node_modules/electron', import.meta.url));
const ANSWER_WITHIN_MS = 3_000;

/** Electron's executable, or null. The package itself must not be imported: that downloads. */
export function electronExecutable(environment: NodeJS.ProcessEnv): string | null {
  const override = environment.ELECTRON_OVERRIDE_DIST_PATH;
  const pathFile = join(PACKAGE, 'path.txt');
  const name = existsSync(pathFile) ? readFileSync(pathFile, 'utf8').trim() : defaultName();
  const path = join(override ?? join(PACKAGE, 'dist'), name);
  return existsSync(path) ? path : null;
}

function defaultName(): string {
  if (process.platform === 'win32') return 'electron.exe';
  return process.platform === 'darwin' ? 'Electron.app/Contents/MacOS/Electron' : 'electron';
}

/** Whether the place Electron's binaries come from answers at all, within three seconds. */
export async function downloadHostAnswers(environment: NodeJS.ProcessEnv): Promise<boolean> {
  const mirror = environment.ELECTRON_MIRROR ?? environment.npm_config_electron_mirror;
  const host = mirror ?? 'https://github.com/electron/electron/releases/';
  if (!URL.canParse(host)) return false;
  try {
    const answer = await fetch(host, { method: 'HEAD', signal: AbortSignal.timeout(ANSWER_WITHIN_MS) });
    return answer.status < 500;
  } catch {
    return false;
  }
}

/**
 * Fetches the binary once, showing how far it is. The key s gives up, and the start goes on in the browser host. True
 * when the binary is there afterwards.
 */
export async function fetchElectron(environment: NodeJS.ProcessEnv): Promise<boolean> {
  const installer = spawn(
    process.execPath,
    [fileURLToPath(new URL('./fetch-electron.ts', import.meta.url))],
    {
      stdio: ['ignore', 'ignore', 'inherit'],
      env: environment,
    },
  );
  const letGo = listenForSkip(installer);
  const code = await new Promise<number | null>((resolve) => {
    installer.on('exit', resolve);
    installer.on('error', () => resolve(null));
  });
  letGo();
  return code === 0 && electronExecutable(environment) !== null;
}

function listenForSkip(installer: ChildProcess): () => void {
  const { stdin } = process;
  if (!stdin.isTTY) return () => undefined;
  stdin.setRawMode(true);
  stdin.resume();
  const onKey = (key: Buffer): void => {
    const text = key.toString();
    if (text === 's' || text === '\u0003') installer.kill();
  };
  stdin.on('data', onKey);
  return () => {
    stdin.off('data', onKey);
    stdin.setRawMode(false);
    stdin.pause();
  };
}
