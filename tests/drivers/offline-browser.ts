import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium } from '@playwright/test';

/** Whether this machine lets us make a place with no network but loopback, and enter it. */
export function canGoOffline(): boolean {
  if (process.platform !== 'linux') return false;
  const tools = ['nsenter', 'ip'].every((tool) => spawnSync(tool, ['-V']).status === 0);
  return tools && spawnSync('unshare', ['-n', 'true']).status === 0;
}

/**
 * A Chromium inside the network namespace of a running process: the two see each other and nothing else. Playwright
 * speaks to it over a pipe, which no namespace cuts.
 */
export async function launchBeside(pid: number, executable: string, isolated: boolean): Promise<Browser> {
  if (!isolated) return chromium.launch({ executablePath: executable, args: ['--no-sandbox'] });
  const folder = mkdtempSync(join(tmpdir(), 'gesso-offline-'));
  const wrapper = join(folder, 'chromium');
  writeFileSync(wrapper, `#!/bin/sh\nexec nsenter -t ${pid} -n -- "${executable}" "$@"\n`);
  chmodSync(wrapper, 0o755);
  const browser = await chromium.launch({ executablePath: wrapper, args: ['--no-sandbox'] });
  browser.on('disconnected', () => rmSync(folder, { recursive: true, force: true }));
  return browser;
}
