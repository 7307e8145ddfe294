import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { type Browser, chromium, type Page } from '@playwright/test';
import { findChromium } from '../../electron/hosts/browser/chromium.ts';
import { openClient } from '../drivers/contract-client.ts';
import { startDesktop } from '../drivers/desktop-process.ts';
import { type BenchResult, judge, median } from './result.ts';

const ROUNDS = 7;
const MANY_ROWS = 100_000;
const FEW_ROWS = 1_000;
const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/**
 * From nothing to a Prompt that takes letters: the desktop process starts, Chromium starts, the page loads. Few and
 * many rows and the blank page are measured in turn, so that a noisy minute falls on all of them.
 */
export async function* run(): AsyncIterable<BenchResult> {
  const few = mkdtempSync(join(tmpdir(), 'gesso-few-'));
  const many = mkdtempSync(join(tmpdir(), 'gesso-many-'));
  try {
    await prepare(few, FEW_ROWS);
    await prepare(many, MANY_ROWS);
    const times = {
      few: [] as number[],
      many: [] as number[],
      window: [] as number[],
      blank: [] as number[],
    };
    let scriptBytes = 0;
    for (let round = 0; round < ROUNDS; round++) {
      times.few.push((await openStudio(few)).totalMs);
      const opened = await openStudio(many);
      times.many.push(opened.totalMs);
      times.window.push(opened.windowMs);
      times.blank.push(await openBlank());
      scriptBytes = await scriptBeforePrompt(many);
    }
    const bench = 'start';
    const ratio = median(times.many) / median(times.few);
    yield judge({
      bench,
      case: '100,000 rows over 1,000 rows, to an editable Prompt',
      value: median(times.many),
      unit: 'ms',
      ratio,
      limit: 1.2,
    });
    const overBlank = median(times.window) / median(times.blank);
    yield judge({
      bench,
      case: 'the window over the same Chromium opening a blank page',
      value: median(times.window),
      unit: 'ms',
      ratio: overBlank,
      limit: 3,
    });
    yield judge({
      bench,
      case: 'desktop and window over a blank page',
      value: median(times.many),
      unit: 'ms',
      ratio: median(times.many) / median(times.blank),
    });
    yield judge({
      bench,
      case: 'script evaluated before Prompt is editable, gzip',
      value: scriptBytes / 1000,
      unit: 'kB',
      limit: 250,
    });
  } finally {
    rmSync(few, { recursive: true, force: true });
    rmSync(many, { recursive: true, force: true });
  }
}

async function prepare(data: string, rows: number): Promise<void> {
  const result = spawnSync(process.execPath, ['scripts/seed.ts', '--rows', String(rows), '--data', data], {
    cwd: ROOT,
    encoding: 'utf8',
  });
  if (result.status !== 0) throw new Error(result.stderr);
  // The first start of an install asks where pictures go; this measures every start after it.
  const desktop = await startDesktop({ data });
  const { client, close } = await openClient(desktop.url);
  await client.settings.update({ firstRunDone: true });
  close();
  await desktop.stop();
}

async function launch(): Promise<Browser> {
  const executablePath = findChromium(process.platform, process.env);
  if (executablePath === null) throw new Error('This benchmark needs a Chromium.');
  return chromium.launch({ executablePath, args: ['--no-sandbox'] });
}

/** `totalMs` from starting the desktop; `windowMs` from starting Chromium on a desktop that is ready. */
async function openStudio(data: string): Promise<{ totalMs: number; windowMs: number }> {
  const start = performance.now();
  const desktop = await startDesktop({ data });
  const ready = performance.now();
  const browser = await launch();
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  await page.goto(desktop.url);
  await untilEditable(page);
  const end = performance.now();
  await browser.close();
  await desktop.stop();
  return { totalMs: end - start, windowMs: end - ready };
}

async function untilEditable(page: Page): Promise<void> {
  const prompt = page.getByRole('textbox', { name: 'Prompt', exact: true });
  await prompt.fill('quince');
  if ((await prompt.inputValue()) !== 'quince') throw new Error('the Prompt did not take the letters');
}

/** The same Chromium, a page with one text field that is filled the same way. */
async function openBlank(): Promise<number> {
  const server = createServer((_request, response) => {
    response.setHeader('Content-Type', 'text/html');
    response.end('<!doctype html><title>blank</title><textarea aria-label="Prompt"></textarea>');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const start = performance.now();
  const browser = await launch();
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  await page.goto(`http://127.0.0.1:${port}/`);
  await untilEditable(page);
  const took = performance.now() - start;
  await browser.close();
  server.close();
  return took;
}

/** Every script the engine parsed, by the debugger's own word, until the Prompt takes letters. */
async function scriptBeforePrompt(data: string): Promise<number> {
  const desktop = await startDesktop({ data });
  const browser = await launch();
  const page = await browser.newPage();
  const debug = await page.context().newCDPSession(page);
  const sizes: Promise<number>[] = [];
  debug.on('Debugger.scriptParsed', ({ scriptId, url, length }) => {
    if (!url.startsWith(desktop.origin)) return;
    const size = debug.send('Debugger.getScriptSource', { scriptId }).then(
      ({ scriptSource }) => gzipSync(scriptSource).byteLength,
      // The door's few lines are gone when the studio's page replaces them: they count as they are.
      () => length ?? 0,
    );
    sizes.push(size);
  });
  await debug.send('Debugger.enable');
  await page.goto(desktop.url);
  await untilEditable(page);
  const evaluated = await Promise.all([...sizes]);
  if (evaluated.length < 2) throw new Error('the debugger saw no script of the studio');
  const bytes = evaluated.reduce((total, size) => total + size, 0);
  await browser.close();
  await desktop.stop();
  return bytes;
}
