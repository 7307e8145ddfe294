import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { giveKey, startWithOpenAi } from './own-key.ts';
import { candidatesOf, expect, promptOf, setCount, test } from './studio.ts';

/** Everything the window's script holds, after a collection of what it no longer does. */
async function windowMemory(page: Page): Promise<string> {
  const session = await page.context().newCDPSession(page);
  const chunks: string[] = [];
  session.on('HeapProfiler.addHeapSnapshotChunk', ({ chunk }) => chunks.push(chunk));
  await session.send('HeapProfiler.enable');
  await session.send('HeapProfiler.collectGarbage');
  await session.send('HeapProfiler.takeHeapSnapshot', { reportProgress: false });
  await session.detach();
  return chunks.join('');
}

/** Every file below a folder that holds these letters, in UTF-8 or as UTF-16. */
function filesWith(folder: string, text: string): string[] {
  const wide = Buffer.from(text, 'utf16le');
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => {
      const bytes = readFileSync(path);
      return bytes.includes(text) || bytes.includes(wide);
    });
}

test('after a run with streamed previews, the key is in no file, no log, no database and not in the window', async ({
  page,
  gesso,
}) => {
  const double = await startWithOpenAi(gesso);
  await gesso.open();
  // The scan is no scan if it can't find the key while the window does hold it.
  await giveKey(page, double, async () => expect(await windowMemory(page)).toContain(double.key));
  await expect(page.getByRole('button', { name: /^Generate about \$0\.\d\d/ })).toBeVisible();
  await setCount(page, 1);
  await promptOf(page).fill('Quinces on linen');
  await page.getByRole('button', { name: /^Generate/ }).click();
  await expect(candidatesOf(page).getByRole('button', { name: 'Accept' })).toBeEnabled({ timeout: 30_000 });
  expect(double.requests.some(({ path }) => path.includes('/images/'))).toBe(true);
  await candidatesOf(page).getByRole('button', { name: 'Accept' }).click();
  await page.keyboard.press('Control+,');
  await page.getByRole('link', { name: 'Providers and keys' }).click();
  await expect(page.getByRole('textbox', { name: 'OpenAI key' })).toHaveValue(/^•+.{4}$/);
  expect(await windowMemory(page)).not.toContain(double.key);
  expect(filesWith(gesso.data, double.key)).toEqual([]);
  expect(gesso.desktop.output()).not.toContain(double.key);
  await gesso.desktop.stop();
  // Once more after the end: what is written while closing counts as well.
  expect(filesWith(gesso.data, double.key)).toEqual([]);
  expect(filesWith(gesso.data, 'Quinces on linen')).not.toEqual([]);
  await double.close();
});
