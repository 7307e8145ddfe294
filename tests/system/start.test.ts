import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { electronExecutable } from '../../scripts/electron-binary.ts';

const START = fileURLToPath(new URL('../../scripts/start.ts', import.meta.url));

interface Started {
  readonly output: string;
  readonly seconds: number;
}

/** Starts as a person does, without naming a host, until it is ready or ends. */
function start(env: Readonly<Record<string, string>>): Promise<Started> {
  const data = mkdtempSync(join(tmpdir(), 'gesso-start-'));
  const home = mkdtempSync(join(tmpdir(), 'gesso-home-'));
  onTestFinished(() => {
    for (const folder of [data, home]) rmSync(folder, { recursive: true, force: true });
  });
  const began = performance.now();
  const child = spawn(process.execPath, [START, '--no-open', '--json', '--data', data], {
    env: { ...process.env, HOME: home, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  return new Promise((resolve) => {
    let output = '';
    const take = (chunk: Buffer): void => {
      output += chunk.toString('utf8');
      if (output.includes('"ready":true')) resolve({ output, seconds: (performance.now() - began) / 1000 });
    };
    child.stdout.on('data', take);
    child.stderr.on('data', take);
    child.on('exit', () => resolve({ output, seconds: (performance.now() - began) / 1000 }));
  });
}

async function listen(status: (method: string) => number | null): Promise<string> {
  const server = createServer((request, response) => {
    const code = status(request.method ?? '');
    if (code !== null) response.writeHead(code).end();
  });
  onTestFinished(() => void server.closeAllConnections());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}/`;
}

describe.skipIf(electronExecutable(process.env) !== null)('npm start without Electron at hand', () => {
  it('goes on in the browser host when the download host refuses', async () => {
    const { output, seconds } = await start({ ELECTRON_MIRROR: 'http://127.0.0.1:9/' });
    expect(output).toContain('does not answer');
    expect(output).toContain('"ready":true');
    expect(seconds).toBeLessThan(30);
  });

  it('waits three seconds for a download host that says nothing, no longer', async () => {
    const silent = await listen(() => null);
    const { output } = await start({ ELECTRON_MIRROR: silent });
    expect(output).toContain('does not answer');
    expect(output).toContain('"ready":true');
  });

  it('goes on when the host answers and then has no binary', async () => {
    const empty = await listen((method) => (method === 'HEAD' ? 200 : 404));
    const cache = mkdtempSync(join(tmpdir(), 'gesso-cache-'));
    onTestFinished(() => rmSync(cache, { recursive: true, force: true }));
    const { output } = await start({
      ELECTRON_MIRROR: empty,
      electron_config_cache: cache,
      XDG_CACHE_HOME: cache,
    });
    expect(output).toContain('its binary is fetched once');
    expect(output).toContain('Electron was not fetched: going on in the browser host.');
    expect(output).toContain('"ready":true');
  });
});
