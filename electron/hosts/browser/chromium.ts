import { type ChildProcess, spawn } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

const NAMES: Readonly<Record<string, readonly string[]>> = {
  linux: [
    'chromium',
    'chromium-browser',
    'google-chrome-stable',
    'google-chrome',
    'microsoft-edge',
    'brave-browser',
  ],
  darwin: [],
  win32: [],
};

/** The first Chromium-like browser on this computer, or null. A path named by the person comes first. */
export function findChromium(platform: NodeJS.Platform, environment: NodeJS.ProcessEnv): string | null {
  const named = environment.CHROME_PATH;
  const onPath = (environment.PATH ?? '')
    .split(delimiter)
    .flatMap((folder) => (NAMES[platform] ?? []).map((name) => join(folder, name)));
  return (
    [...(named === undefined ? [] : [named]), ...installed(platform, environment), ...onPath].find(
      runnable,
    ) ?? null
  );
}

function installed(platform: NodeJS.Platform, environment: NodeJS.ProcessEnv): string[] {
  if (platform === 'darwin') {
    const app = (name: string): string => `/Applications/${name}.app/Contents/MacOS/${name}`;
    return ['Google Chrome', 'Chromium', 'Microsoft Edge', 'Brave Browser'].map(app);
  }
  if (platform !== 'win32') return [];
  const roots = [environment.PROGRAMFILES, environment['PROGRAMFILES(X86)'], environment.LOCALAPPDATA];
  const programs = ['Google\\Chrome\\Application\\chrome.exe', 'Microsoft\\Edge\\Application\\msedge.exe'];
  return roots.flatMap((root) => (root === undefined ? [] : programs.map((program) => join(root, program))));
}

function runnable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Whether a window can appear at all. */
export function hasDisplay(platform: NodeJS.Platform, environment: NodeJS.ProcessEnv): boolean {
  if (platform !== 'linux') return true;
  return (environment.DISPLAY ?? '') !== '' || (environment.WAYLAND_DISPLAY ?? '') !== '';
}

export interface ChromiumWindow {
  bringToFront(): Promise<void>;
  onClose(listener: () => void): void;
  close(): void;
}

/**
 * Opens the studio as an application window with a profile of its own. The DevTools pipe (file descriptors,
 * which only this process holds) is what lets a second start raise the window.
 */
export function openAppWindow(executable: string, url: string, profileFolder: string): ChromiumWindow {
  const child = spawn(executable, argumentsFor(url, profileFolder), {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'],
  });
  const call = createPipe(child);
  let closed = false;
  const listeners: (() => void)[] = [];
  const onEnd = (): void => {
    if (closed) return;
    closed = true;
    for (const listener of listeners) listener();
  };
  child.on('exit', onEnd);
  child.on('error', onEnd);
  return {
    async bringToFront() {
      const answer = await call('Target.getTargets', {});
      const target = firstPage(answer);
      if (target !== null) await call('Target.activateTarget', { targetId: target });
    },
    onClose: (listener) => void listeners.push(listener),
    close: () => void child.kill(),
  };
}

function argumentsFor(url: string, profileFolder: string): string[] {
  // Chromium's own sandbox can't be set up by root; a person never runs it so, a test machine does.
  const asRoot = process.getuid?.() === 0 ? ['--no-sandbox', '--test-type'] : [];
  return [
    `--app=${url}`,
    `--user-data-dir=${profileFolder}`,
    '--no-first-run',
    '--no-default-browser-check',
    '--disable-sync',
    '--disable-background-networking',
    '--password-store=basic',
    '--window-size=1440,900',
    '--remote-debugging-pipe',
    ...asRoot,
  ];
}

type Call = (method: string, params: object) => Promise<unknown>;

const CALL_DEADLINE_MS = 2_000;

/** The DevTools protocol over the pipe: JSON messages ended by a zero byte. */
function createPipe(child: ChildProcess): Call {
  const [, , , input, output] = child.stdio;
  const waiting = new Map<number, (result: unknown) => void>();
  let lastId = 0;
  let rest = '';
  output?.on('error', () => undefined);
  input?.on('error', () => undefined);
  output?.on('data', (chunk: Buffer) => {
    const messages = (rest + chunk.toString('utf8')).split('\0');
    rest = messages.pop() ?? '';
    for (const text of messages) {
      const message: unknown = JSON.parse(text);
      if (typeof message !== 'object' || message === null || !('id' in message)) continue;
      const id = Number(message.id);
      waiting.get(id)?.('result' in message ? message.result : null);
      waiting.delete(id);
    }
  });
  return (method, params) =>
    new Promise((resolve) => {
      lastId += 1;
      const id = lastId;
      waiting.set(id, resolve);
      AbortSignal.timeout(CALL_DEADLINE_MS).addEventListener('abort', () => {
        waiting.delete(id);
        resolve(null);
      });
      if (input !== null && input !== undefined && 'write' in input)
        input.write(`${JSON.stringify({ id, method, params })}\0`);
    });
}

function firstPage(answer: unknown): string | null {
  if (typeof answer !== 'object' || answer === null || !('targetInfos' in answer)) return null;
  if (!Array.isArray(answer.targetInfos)) return null;
  for (const info of answer.targetInfos as unknown[]) {
    if (typeof info !== 'object' || info === null || !('type' in info) || !('targetId' in info)) continue;
    if (info.type === 'page' && typeof info.targetId === 'string') return info.targetId;
  }
  return null;
}
