import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { createBrowserHost } from './browser-host.ts';

/** A folder that stands alone on the path, with a program in it that writes down what it was given. */
function onlyProgram(name: string | null): string {
  const folder = mkdtempSync(join(tmpdir(), 'gesso-path-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  if (name !== null) {
    writeFileSync(join(folder, name), `#!/bin/sh\nprintf '%s\\n' "$@" >> "${folder}/asked"\n`);
    chmodSync(join(folder, name), 0o755);
  }
  vi.stubEnv('PATH', folder);
  onTestFinished(() => void vi.unstubAllEnvs());
  return folder;
}

const host = createBrowserHost({
  chromium: null,
  dataFolder: tmpdir(),
  printAddress: () => undefined,
  onWindowClosed: () => undefined,
});

describe.runIf(process.platform === 'linux')('pages in the own browser of the person', () => {
  it('go to the system as one argument that no shell reads, and nothing else goes there', async () => {
    const folder = onlyProgram('xdg-open');
    for (const url of ['file:///etc/passwd', 'javascript:alert(1)', '--version', '; touch /tmp/x', ''])
      await host.openExternal(url);
    await host.openExternal('http://localhost:8787/oauth/authorize?a=$(id)&b=`id`&c=;x');
    const asked = (): string => readFileSync(join(folder, 'asked'), 'utf8');
    await vi.waitFor(() => expect(asked()).toMatch(/\n/));
    expect(asked()).toBe('http://localhost:8787/oauth/authorize?a=$(id)&b=`id`&c=;x\n');
  });

  it('where nothing can open them the desktop goes on', async () => {
    onlyProgram(null);
    await host.openExternal('https://cloud.example/');
    // By the time a second one has run, the first one's failure has come to somebody.
    const folder = onlyProgram('xdg-open');
    await host.openExternal('https://cloud.example/');
    expect(await vi.waitFor(() => readFileSync(join(folder, 'asked'), 'utf8'))).toContain('cloud.example');
  });
});
