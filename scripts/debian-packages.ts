import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { runCommand } from './run-command.ts';

/** What the system tests use besides npm, and the command that shows that it is here. */
const TOOLS: Readonly<Record<string, string>> = {
  'gnome-keyring': 'gnome-keyring-daemon',
  dbus: 'dbus-run-session',
  'libimage-exiftool-perl': 'exiftool',
  pngcheck: 'pngcheck',
  imagemagick: 'identify',
  iproute2: 'ip',
  'python3-psd-tools': 'psd-tools',
};

/** Whether Debian's packages can be installed here without asking anybody. */
export function canInstall(): boolean {
  return process.getuid?.() === 0 && existsSync('/usr/bin/apt-get');
}

/** Installs Debian's packages. The last line of what apt-get said, or null when all went well. */
export async function installPackages(names: readonly string[]): Promise<string | null> {
  await runCommand('apt-get', ['update', '-qq']);
  const options = ['-y', '-qq', '--no-install-recommends', '-o', 'DPkg::Lock::Timeout=900'];
  const installed = await runCommand('apt-get', ['install', ...options, ...names], {
    DEBIAN_FRONTEND: 'noninteractive',
  });
  return installed.code === 0 ? null : (installed.output.trim().split('\n').at(-1) ?? '');
}

/**
 * A real Secret Service and independent readers of pictures for the system tests. What can't be had is named, and its
 * tests are counted as skipped.
 */
export async function ensureTools(say: (line: string) => void): Promise<void> {
  if (process.platform !== 'linux') return;
  const missing = Object.entries(TOOLS).filter(
    ([, command]) => spawnSync('sh', ['-c', `command -v ${command}`]).status !== 0,
  );
  if (missing.length === 0) return;
  const names = missing.map(([name]) => name);
  if (!canInstall()) {
    say(`Not here, so their tests are skipped: ${names.join(', ')}.`);
    return;
  }
  say(`Installing Debian's ${names.join(', ')} for the system tests.`);
  const failure = await installPackages([...names, 'libsecret-1-0']);
  if (failure !== null) say(`apt-get said: ${failure}`);
}
