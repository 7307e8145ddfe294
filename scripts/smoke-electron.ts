import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openClient, SMALL_RUN, untilEnded } from '../tests/drivers/contract-client.ts';
import { buildElectron } from './build-electron.ts';
import { ensureWindowBuilt } from './build-window.ts';
import { electronExecutable } from './electron-binary.ts';

/**
 * The main job in the real Electron, for machines that have its binary: start, make a picture, end, start again, find
 * it. Everything a double can't show (see docs/unproven.md) is on the path.
 */
const executable = electronExecutable(process.env);
if (executable === null) {
  console.error(
    "Electron's binary is not here, so nothing was proven. Fetch it with: node node_modules/electron/install.js",
  );
  process.exit(1);
}
ensureWindowBuilt((line) => console.error(line));
await buildElectron();
const data = mkdtempSync(join(tmpdir(), 'gesso-smoke-'));
try {
  const made = await inElectron(executable, data, async (url) => {
    const { client, close } = await openClient(url);
    const { generationId } = await client.generations.submit({ ...SMALL_RUN, count: 1 });
    const job = await untilEnded(client, generationId);
    const { host } = await client.app.state({});
    close();
    return { state: job.state, host };
  });
  const found = await inElectron(executable, data, async (url) => {
    const { client, origin, cookie, close } = await openClient(url);
    const { pictures } = await client.library.search({
      words: 'quinces',
      trashed: false,
      before: null,
      limit: 5,
    });
    const thumbnail = await fetch(`${origin}/thumbnails/${pictures[0]?.sha256}`, { headers: { cookie } });
    close();
    return { pictures: pictures.length, thumbnail: thumbnail.status };
  });
  const passed =
    made.state === 'succeeded' && made.host === 'electron' && found.pictures === 1 && found.thumbnail === 200;
  console.log(JSON.stringify({ smoke: 'electron', ...made, ...found, passed }));
  process.exitCode = passed ? 0 : 1;
} finally {
  rmSync(data, { recursive: true, force: true });
}

async function inElectron<Value>(
  path: string,
  folder: string,
  work: (url: string) => Promise<Value>,
): Promise<Value> {
  const entry = fileURLToPath(new URL('../build/electron/entry.js', import.meta.url));
  const sandbox = process.platform === 'linux' && process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const child = spawn(path, [...sandbox, entry, '--json', '--data', folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  try {
    const url = await new Promise<string>((resolve, reject) => {
      let output = '';
      child.stdout.on('data', (chunk: Buffer) => {
        output += chunk.toString('utf8');
        const ready = /"url":"([^"]+)"/.exec(output)?.[1];
        if (ready !== undefined) resolve(ready);
      });
      child.on('exit', (code) => reject(new Error(`Electron ended with ${code} before it was ready.`)));
    });
    return await work(url);
  } finally {
    const ended = new Promise((resolve) => child.on('exit', resolve));
    child.kill();
    await ended;
  }
}
