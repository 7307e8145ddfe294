import { type SpawnSyncReturns, spawn, spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export type SecretService = 'unlocked' | 'locked' | 'none' | 'no-bus';

/** Whether a real Secret Service can be started here. */
export function hasSecretService(): boolean {
  const found = (tool: string): boolean => spawnSync('sh', ['-c', `command -v ${tool}`]).status === 0;
  return process.platform === 'linux' && found('dbus-run-session') && found('gnome-keyring-daemon');
}

/** A home, a run-time folder and a bus of its own, with the Secret Service in the wanted state. */
export function sessionCommand(
  state: SecretService,
  command: readonly string[],
): { argv: string[]; env: NodeJS.ProcessEnv } {
  const folder = mkdtempSync(join(tmpdir(), 'gesso-bus-'));
  for (const name of ['home', 'run', 'data']) mkdirSync(join(folder, name), { mode: 0o700 });
  const env: NodeJS.ProcessEnv = {
    ...process.env,
    HOME: join(folder, 'home'),
    XDG_RUNTIME_DIR: join(folder, 'run'),
    XDG_DATA_HOME: join(folder, 'data'),
  };
  delete env.DBUS_SESSION_BUS_ADDRESS;
  delete env.DISPLAY;
  if (state === 'no-bus') return { argv: [...command], env };
  const config = join(folder, 'bus.conf');
  writeFileSync(
    config,
    '<busconfig><type>session</type><listen>unix:tmpdir=/tmp</listen><policy context="default"><allow send_destination="*"/><allow eavesdrop="false"/><allow own="*"/></policy></busconfig>',
  );
  const script = join(folder, 'run.sh');
  const start = {
    unlocked: 'printf "test\\n" | gnome-keyring-daemon --unlock --components=secrets >/dev/null 2>&1',
    // Started without a password: there is no collection that could be opened without asking somebody.
    locked: 'gnome-keyring-daemon --start --components=secrets >/dev/null 2>&1',
    none: 'true',
  }[state];
  writeFileSync(script, `#!/bin/sh\n${start}\nexec "$@"\n`);
  chmodSync(script, 0o755);
  return { argv: ['dbus-run-session', `--config-file=${config}`, '--', script, ...command], env };
}

export function inSession(state: SecretService, command: readonly string[]): SpawnSyncReturns<string> {
  const { argv, env } = sessionCommand(state, command);
  const [program = '', ...args] = argv;
  return spawnSync(program, args, { env, encoding: 'utf8', timeout: 60_000 });
}

export interface OpenSession {
  /** `DBUS_SESSION_BUS_ADDRESS` for whatever is to live in it. */
  readonly address: string;
  /** The keychain goes, the session stays. */
  endKeychain(): void;
  stop(): void;
}

/** A session that stays, so that several desktops can come and go in it, as over a day. */
export async function openSession(state: SecretService): Promise<OpenSession> {
  const tell = 'echo "$DBUS_SESSION_BUS_ADDRESS"; exec sleep 600';
  const { argv, env } = sessionCommand(state, ['sh', '-c', tell]);
  const [program = '', ...args] = argv;
  const child = spawn(program, args, { env, detached: true, stdio: ['ignore', 'pipe', 'ignore'] });
  const stop = (): void => {
    if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, 'SIGKILL');
  };
  const address = await new Promise<string>((resolve, reject) => {
    child.stdout.on('data', (chunk: Buffer) => resolve(chunk.toString('utf8').trim()));
    child.on('exit', (code) => reject(new Error(`the session ended with ${code}`)));
  });
  const endKeychain = (): void => {
    const ask = ['--print-reply=literal', '--dest=org.freedesktop.DBus', '/org/freedesktop/DBus'];
    const method = 'org.freedesktop.DBus.GetConnectionUnixProcessID';
    const args = [`--bus=${address}`, ...ask, method, 'string:org.freedesktop.secrets'];
    const answer = spawnSync('dbus-send', args, { encoding: 'utf8' }).stdout;
    const pid = Number(/uint32 (\d+)/.exec(answer)?.[1]);
    if (!Number.isInteger(pid) || pid <= 1) throw new Error(`no keychain in the session: ${answer}`);
    process.kill(pid, 'SIGKILL');
  };
  return { address, endKeychain, stop };
}
