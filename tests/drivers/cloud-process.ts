import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePort } from '../../scripts/free-port.ts';
import { fillCloudFolder, isEmpty } from './cloud-template.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const READY_WITHIN_MS = 60_000;

export interface CloudOptions {
  /** The folder of an embedded cloud; absent where `env` names a database and a store. */
  readonly data?: string;
  readonly port?: number;
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Begins with a folder that is really empty, and not with a copy of a migrated database. */
  readonly fromNothing?: true;
}

export interface KeptLetter {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly atMs: number;
}

export interface CloudProcess {
  readonly origin: string;
  readonly port: number;
  readonly pid: number;
  /** Everything it logged and said. */
  output(): string;
  /** Letters in the embedded mailbox to one address, newest first. */
  mail(address: string): readonly KeptLetter[];
  /** Ends it as a person does. Resolves with the exit code. */
  stop(): Promise<number | null>;
  /** Ends it as a power cut does. */
  kill(): Promise<void>;
  readonly exited: Promise<number | null>;
}

/** Starts the real service in a process of its own, and waits until it says that it answers. */
export async function startCloud(options: CloudOptions): Promise<CloudProcess> {
  const port = options.port ?? (await freePort());
  if (options.data !== undefined && options.fromNothing !== true && isEmpty(options.data))
    await fillCloudFolder(options.data);
  const child = launch(options, port);
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
      reject(new Error(`the cloud ended with ${code} before it was ready\n${output}`)),
    );
    setTimeout(
      () => reject(new Error(`the cloud was not ready in time\n${output}`)),
      READY_WITHIN_MS,
    ).unref();
  });
  const origin = await ready.catch((error: unknown) => {
    child.kill('SIGKILL');
    throw error;
  });
  return {
    origin,
    port,
    pid: child.pid ?? 0,
    output: () => output,
    mail: (address) => lettersIn(options.data ?? '').filter(({ to }) => to === address),
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

/** Runs it to its end: for starts that are refused, or die at a failpoint. */
export async function runCloud(
  options: CloudOptions,
): Promise<{ readonly code: number | null; readonly signal: string | null; readonly output: string }> {
  const child = launch(options, options.port ?? (await freePort()));
  let output = '';
  const hear = (chunk: Buffer): void => {
    output += chunk.toString('utf8');
  };
  child.stdout?.on('data', hear);
  child.stderr?.on('data', hear);
  return new Promise((resolve) => child.on('exit', (code, signal) => resolve({ code, signal, output })));
}

function launch(options: CloudOptions, port: number): ChildProcess {
  const args = [`${ROOT}cloud/app/main.ts`, '--json', '--port', String(port)];
  if (options.data !== undefined) args.push('--data', options.data);
  return spawn(process.execPath, [...args, ...(options.args ?? [])], {
    cwd: ROOT,
    env: { ...process.env, ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

function lettersIn(data: string): readonly KeptLetter[] {
  try {
    return JSON.parse(readFileSync(join(data, 'mailbox.json'), 'utf8'));
  } catch {
    return [];
  }
}
