import { spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it, onTestFinished } from 'vitest';
import { findChromium } from '../../electron/hosts/browser/chromium.ts';
import { until } from '../drivers/contract-client.ts';
import { runDesktop } from '../drivers/desktop-process.ts';

const START = fileURLToPath(new URL('../../scripts/start.ts', import.meta.url));
const chromium = findChromium(process.platform, process.env);

/** A Chromium that needs no screen and writes down its process id; everything else is as the host starts it. */
function headlessChromium(folder: string): string {
  const wrapper = join(folder, 'chromium');
  writeFileSync(
    wrapper,
    `#!/bin/sh\necho $$ > "${join(folder, 'pid')}"\nexec "${chromium}" --headless=new "$@"\n`,
  );
  chmodSync(wrapper, 0o755);
  return wrapper;
}

it.skipIf(chromium === null || process.platform !== 'linux')(
  'npm start opens one application window; a second start raises it; closing it ends the studio',
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'gesso-window-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const data = join(folder, 'data');
    const env = { ...process.env, CHROME_PATH: headlessChromium(folder), DISPLAY: ':99' };
    const studio = spawn(process.execPath, [START, '--host', 'browser', '--data', data], {
      env,
      stdio: 'pipe',
    });
    onTestFinished(() => void studio.kill('SIGKILL'));
    let output = '';
    studio.stdout.on('data', (chunk: Buffer) => {
      output += chunk.toString('utf8');
    });
    const ended = new Promise<number | null>((resolve) => studio.on('exit', resolve));
    const connected = (): boolean => existsSync(join(data, 'browser', 'Default'));
    await until(30_000, async () => (connected() ? true : null));
    expect(output).toContain('Browser host in its own window');

    const second = await runDesktop({ data });
    expect(second.code).toBe(0);
    expect(second.output).toContain('already-open');

    process.kill(Number(readFileSync(join(folder, 'pid'), 'utf8')));
    expect(await ended).toBe(0);
  },
);
