import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const READY_WITHIN_MS = 60_000;

export interface DesktopOptions {
  /** The data folder. Pictures go to Pictures/Gesso inside it unless `args` says otherwise. */
  readonly data: string;
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Runs it where there is no network at all but loopback (Linux, as root or with user namespaces). */
  readonly unshareNetwork?: boolean;
}

export interface DesktopProcess {
  /** The address that opens the studio, once. */
  readonly url: string;
  readonly origin: string;
  readonly pid: number;
  output(): string;
  /** Ends it as a person does. Resolves with the exit code. */
  stop(): Promise<number | null>;
  /** Ends it as a power cut does. */
  kill(): Promise<void>;
  exited: Promise<number | null>;
}

/** Starts the real browser host on a data folder, as `npm start` does, and waits for its ready line. */
export async function startDesktop(options: DesktopOptions): Promise<DesktopProcess> {
  const child = launch(options);
  let output = '';
  const exited = new Promise<number | null>((resolve) => child.on('exit', (code) => resolve(code)));
  const ready = new Promise<string>((resolve, reject) => {
    const look = (chunk: Buffer): void => {
      output += chunk.toString('utf8');
      const match = /^\{"ready":true,"url":"([^"]+)"\}$/m.exec(output);
      if (match?.[1] !== undefined) resolve(match[1]);
    };
    child.stdout?.on('data', look);
    child.stderr?.on('data', look);
    void exited.then((code) =>
      reject(new Error(`the desktop ended with ${code} before it was ready\n${output}`)),
    );
    setTimeout(
      () => reject(new Error(`the desktop was not ready in time\n${output}`)),
      READY_WITHIN_MS,
    ).unref();
  });
  const url = await ready.catch((error: unknown) => {
    child.kill('SIGKILL');
    throw error;
  });
  return {
    url,
    origin: new URL(url).origin,
    pid: child.pid ?? 0,
    output: () => output,
    async stop() {
      child.kill('SIGTERM');
      return exited;
    },
    async kill() {
      child.kill('SIGKILL');
      await exited;
    },
    exited,
  };
}

/** Runs it to its end and gives what it printed: for starts that are refused or die at a failpoint. */
export async function runDesktop(
  options: DesktopOptions,
): Promise<{ code: number | null; signal: string | null; output: string }> {
  const child = launch(options);
  let output = '';
  child.stdout?.on('data', (chunk: Buffer) => {
    output += chunk.toString('utf8');
  });
  child.stderr?.on('data', (chunk: Buffer) => {
    output += chunk.toString('utf8');
  });
  return new Promise((resolve) => child.on('exit', (code, signal) => resolve({ code, signal, output })));
}

function launch(options: DesktopOptions): ChildProcess {
  const start = [
    `${ROOT}scripts/start.ts`,
    '--host',
    'browser',
    '--no-open',
    '--json',
    '--data',
    options.data,
  ];
  const given = options.args ?? [];
  // A test that wants a cloud names one; all others ask nobody.
  const cloud = given.includes('--cloud') ? [] : ['--cloud', 'off'];
  const args = [...start, ...cloud, ...given];
  // In a new network namespace even loopback is down until it is raised.
  const [command, rest] =
    options.unshareNetwork === true
      ? ['unshare', ['-n', 'sh', '-c', 'ip link set lo up; exec "$@"', 'sh', process.execPath, ...args]]
      : [process.execPath, args];
  return spawn(command, rest, {
    cwd: ROOT,
    env: { ...process.env, ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}
