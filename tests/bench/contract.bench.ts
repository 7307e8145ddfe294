import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { Agent, get } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { WebSocket } from 'ws';
import { type OpenedClient, openClient } from '../drivers/contract-client.ts';
import { startDesktop } from '../drivers/desktop-process.ts';
import { type BenchResult, judge, median, quantile } from './result.ts';

const THUMBNAILS = 300;
const ROUNDS = 7;
const LIMIT = 3;
const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/**
 * How long a call takes while a page of 300 thumbnails loads, against a bare WebSocket echo of as many bytes while
 * a bare file server sends the same 300 files. Both are measured in turn, from the same client process.
 */
export async function* run(): AsyncIterable<BenchResult> {
  const data = mkdtempSync(join(tmpdir(), 'gesso-bench-'));
  try {
    seed(data);
    const desktop = await startDesktop({ data });
    const opened = await openClient(desktop.url);
    const urls = await thumbnailUrls(opened);
    const calls = callsOf(opened);
    for (const [name, call] of Object.entries(calls)) {
      const bytes = JSON.stringify(await call()).length;
      const bare = await startBare(thumbnailFiles(data), bytes);
      const ours: number[] = [];
      const theirs: number[] = [];
      for (let round = 0; round < ROUNDS; round++) {
        ours.push(await p95Under(urls, opened.cookie, call));
        theirs.push(await p95Under(bare.urls, '', bare.call));
      }
      bare.close();
      const value = median(ours);
      yield judge({
        bench: 'contract',
        case: `${name}, p95 under ${THUMBNAILS} thumbnails`,
        value,
        unit: 'ms',
        ratio: value / median(theirs),
        limit: LIMIT,
      });
    }
    opened.close();
    await desktop.stop();
  } finally {
    rmSync(data, { recursive: true, force: true });
  }
}

function seed(data: string): void {
  const result = spawnSync(process.execPath, ['scripts/seed.ts', '--rows', '1000', '--data', data], {
    cwd: ROOT,
    encoding: 'utf8',
  });
  if (result.status !== 0) throw new Error(result.stderr);
}

function callsOf({ client }: OpenedClient): Record<string, () => Promise<unknown>> {
  return {
    'settings.get': () => client.settings.get({}),
    'library.search, 50 pictures': () =>
      client.library.search({ words: '', trashed: false, before: null, limit: 50 }),
  };
}

/** The addresses of 300 thumbnails, each made once beforehand, so that the load is serving and not decoding. */
async function thumbnailUrls({ client, origin, cookie }: OpenedClient): Promise<string[]> {
  const { pictures } = await client.library.search({
    words: '',
    trashed: false,
    before: null,
    limit: THUMBNAILS,
  });
  const urls = pictures.map((picture) => `${origin}/thumbnails/${picture.sha256}`);
  for (const url of new Set(urls)) await load(new Agent(), url, cookie);
  return urls;
}

function thumbnailFiles(data: string): string[] {
  const folder = join(data, 'thumbnails');
  const made = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.webp'),
  );
  return Array.from({ length: THUMBNAILS }, (_, index) => join(folder, made[index % made.length] ?? ''));
}

async function startBare(files: readonly string[], answerBytes: number) {
  const child = spawn(
    process.execPath,
    [join(ROOT, 'tests/bench/baselines/bare-server.ts'), String(answerBytes)],
    {
      stdio: ['pipe', 'pipe', 'inherit'],
    },
  );
  child.stdin.end(files.join('\n'));
  const port = await new Promise<number>((resolve) =>
    child.stdout.once('data', (chunk: Buffer) => resolve(Number(chunk))),
  );
  const socket = new WebSocket(`ws://127.0.0.1:${port}`);
  await new Promise((resolve) => socket.once('open', resolve));
  return {
    urls: files.map((_, index) => `http://127.0.0.1:${port}/${index}`),
    call: () =>
      new Promise((resolve) => {
        socket.once('message', resolve);
        socket.send('{"i":"1","u":"orpc://x"}');
      }),
    close: () => {
      socket.close();
      child.kill();
    },
  };
}

/** Six connections, as a browser has; calls go out one after the other until the last thumbnail is here. */
async function p95Under(
  urls: readonly string[],
  cookie: string,
  call: () => Promise<unknown>,
): Promise<number> {
  const agent = new Agent({ keepAlive: true, maxSockets: 6 });
  let loading = true;
  const load300 = Promise.all(urls.map((url) => load(agent, url, cookie))).then(() => {
    loading = false;
  });
  const times: number[] = [];
  while (loading) {
    const start = performance.now();
    await call();
    times.push(performance.now() - start);
  }
  await load300;
  agent.destroy();
  return quantile(times, 0.95);
}

function load(agent: Agent, url: string, cookie: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = get(url, { agent, headers: cookie === '' ? {} : { cookie } }, (response) => {
      if (response.statusCode !== 200) reject(new Error(`${url}: ${response.statusCode}`));
      response.resume();
      response.on('end', resolve);
    });
    request.on('error', reject);
  });
}
