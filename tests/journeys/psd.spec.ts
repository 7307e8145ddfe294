import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { openedPsd } from '../drivers/canvas/psd-files.ts';
import { openClient } from '../drivers/contract-client.ts';
import { type LayerBytes, layerList, psd, section, u16, u32 } from '../drivers/hostile/psd-bytes.ts';
import { canvasOf, drag, rowsOf, saved } from './canvas-steps.ts';
import { chooseSandbox, expect, expectAccessible, test } from './studio.ts';

const noticesOf = (page: Page) => page.getByRole('region', { name: 'Notifications' });
const menuOf = (page: Page) => page.getByRole('button', { name: /^Document: / });
const saveDialogOf = (page: Page) => page.getByRole('dialog', { name: 'Save document as' });

const WIDTH = 120;
const HEIGHT = 80;

/** A layer of one colour over the whole page. */
function flat(name: string, colour: readonly number[], more: LayerBytes = {}): LayerBytes {
  const channels = colour.map((value, id) => ({
    id,
    data: Buffer.concat([u16(0), Buffer.alloc(WIDTH * HEIGHT, value)]),
  }));
  return { name, box: [0, 0, HEIGHT, WIDTH], channels, ...more };
}

/** As another program may have made it: a text, an upright guide at 30, and a picture. */
function posterFile(): Uint8Array {
  const guide = section(u32(1), u32(0), u32(0), u32(1), u32(30 * 32), Buffer.from([0]));
  return psd({
    head: { width: WIDTH, height: HEIGHT },
    resources: Buffer.concat([Buffer.from('8BIM'), u16(1032), u16(0), guide, Buffer.alloc(guide.length % 2)]),
    list: layerList([
      flat('Paper', [240, 230, 210]),
      flat('Title', [20, 60, 120], { info: [['TySh', Buffer.alloc(20)]] }),
    ]),
    composite: Buffer.concat([u16(0), Buffer.alloc(WIDTH * HEIGHT * 3, 90)]),
  });
}

async function drop(page: Page, name: string, bytes: Uint8Array): Promise<void> {
  const data = await page.evaluateHandle(
    ({ file, base64 }) => {
      const transfer = new DataTransfer();
      const content = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
      transfer.items.add(new File([content], file));
      return transfer;
    },
    { file: name, base64: Buffer.from(bytes).toString('base64') },
  );
  await page.dispatchEvent('[data-region="canvas"]', 'drop', { dataTransfer: data });
}

async function paint(page: Page): Promise<void> {
  await canvasOf(page).focus();
  await page.keyboard.press('b');
  await drag(page, [0.45, 0.5], [0.55, 0.5]);
  await expect(saved(page)).toBeVisible();
}

async function selectAll(page: Page): Promise<void> {
  await canvasOf(page).focus();
  await page.keyboard.press('Control+a');
  await expect(canvasOf(page).locator('path[class*="ants"]')).toHaveCount(1);
}

async function dropPoster(page: Page): Promise<void> {
  await chooseSandbox(page);
  await drop(page, 'Poster.psd', posterFile());
  await expect(noticesOf(page)).toContainText('Some of it was converted');
  await expect(noticesOf(page)).toContainText('Text is pixels now: Title.');
  await expect(rowsOf(page)).toHaveCount(2);
}

function picturesIn(data: string): string {
  const folder = join(data, 'Pictures');
  mkdirSync(folder, { recursive: true });
  return folder;
}

test('a Photoshop file is dropped, painted on, saved as one, and opened again with its layers', async ({
  page,
  gesso,
}) => {
  const folder = picturesIn(gesso.data);
  await gesso.open();
  await dropPoster(page);
  await paint(page);
  await page.keyboard.press('Control+s');
  const dialog = saveDialogOf(page);
  await expect(dialog).toContainText('as an OpenRaster file');
  await dialog.getByRole('textbox', { name: 'File name' }).fill('Poster two.psd');
  await expect(dialog.getByRole('radio', { name: 'Photoshop' })).toBeChecked();
  await expect(dialog.getByRole('textbox', { name: 'File name' })).toHaveValue('Poster two');
  await expect(dialog).toContainText('A Photoshop file keeps everything of this document');
  await expectAccessible(page);
  await dialog.getByRole('button', { name: 'Save document' }).click();
  await expect(noticesOf(page)).toContainText('Poster two.psd is saved');
  const path = join(folder, 'Poster two.psd');
  const first = openedPsd(readFileSync(path));
  expect(Object.values(first.document.layers).map(({ name }) => name)).toEqual(['Paper', 'Title']);
  expect(first.document.guides).toEqual([{ orientation: 'vertical', position: 30 }]);

  await paint(page);
  const firstBytes = readFileSync(path);
  await page.keyboard.press('Control+s');
  await expect.poll(() => readFileSync(path).equals(firstBytes)).toBe(false);

  // Something that the file will lose is asked about, once.
  await selectAll(page);
  await page.keyboard.press('Control+s');
  const question = page.getByRole('alertdialog', { name: 'Save Poster two.psd as a Photoshop file?' });
  await expect(question.getByRole('listitem')).toHaveText(['What is selected now.']);
  await expectAccessible(page);
  await question.getByRole('button', { name: 'Save document' }).click();
  await expect(menuOf(page)).toBeVisible();
  const agreedMs = statSync(path).mtimeMs;
  await page.keyboard.press('Control+s');
  await expect.poll(() => statSync(path).mtimeMs).toBeGreaterThan(agreedMs);
  await expect(question).toBeHidden();

  await menuOf(page).click();
  await page.getByRole('menuitem', { name: 'Close document' }).click();
  await drop(page, 'Poster two.psd', readFileSync(path));
  await expect(menuOf(page)).toHaveText('Poster two');
  await expect(rowsOf(page)).toHaveCount(2);
  await expect(rowsOf(page).first()).toContainText('Title');
});

test('a Photoshop file of another program is not written over unasked', async ({ page, gesso }) => {
  const path = join(picturesIn(gesso.data), 'Poster.psd');
  const theirs = posterFile();
  writeFileSync(path, theirs);
  // The desktop's own picker names a path; here the contract does.
  const door = await openClient(gesso.desktop.url);
  await door.client.documents.open({ path });
  door.close();
  await gesso.restart();
  await gesso.open();
  await chooseSandbox(page);
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: /^Search commands/ }).fill('recent documents');
  await page.keyboard.press('Enter');
  await page
    .getByRole('dialog', { name: 'Recent documents' })
    .getByRole('button', { name: /^Poster/ })
    .click();
  await expect(noticesOf(page)).toContainText('Text is pixels now: Title.');
  await paint(page);
  await page.keyboard.press('Control+s');
  const question = page.getByRole('alertdialog', { name: 'Another program made Poster.psd' });
  await expect(question).toContainText('Text is pixels now: Title.');
  await expectAccessible(page);
  await question.getByRole('button', { name: 'Save as a new file' }).click();
  await expect(saveDialogOf(page).getByRole('radio', { name: 'Photoshop' })).toBeChecked();
  await saveDialogOf(page).getByRole('button', { name: 'Cancel' }).click();
  expect(readFileSync(path).equals(theirs)).toBe(true);
  await page.keyboard.press('Control+s');
  await question.getByRole('button', { name: 'Replace file' }).click();
  await expect(noticesOf(page)).toContainText('Poster.psd is saved');
  expect(Object.keys(openedPsd(readFileSync(path)).document.layers)).toHaveLength(2);
});

test('a document is exported with its layers, and a format that keeps one says so', async ({
  page,
  gesso,
}) => {
  await gesso.open();
  await dropPoster(page);
  await selectAll(page);
  await page.keyboard.press('Control+Alt+Shift+KeyW');
  const dialog = page.getByRole('dialog', { name: 'Export' });
  const format = dialog.getByRole('radiogroup', { name: 'Format' });
  await format.getByRole('radio', { name: 'WebP' }).check();
  await expect(dialog).toContainText('This file has 2 layers.');
  await expect(dialog).toContainText('WebP keeps one. Export as PSD to keep them.');
  await expectAccessible(page);
  await format.getByRole('radio', { name: 'PSD' }).check();
  await expect(dialog).toContainText('A Photoshop file will not keep:');
  await expect(dialog.getByRole('listitem')).toHaveText(['What is selected now.']);
  await expectAccessible(page);
  await dialog.getByRole('button', { name: 'Export picture' }).click();
  await expect(noticesOf(page)).toContainText(/Exported poster\.psd/i);
  const folder = join(gesso.data, 'Pictures', 'Exports');
  const [name = ''] = readdirSync(folder);
  const { document } = openedPsd(readFileSync(join(folder, name)));
  expect(Object.values(document.layers).map((layer) => layer.name)).toEqual(['Paper', 'Title']);
});

test('guides are seen, hidden by a key, made by number, and cleared in one step', async ({ page, gesso }) => {
  await gesso.open();
  await dropPoster(page);
  const lines = canvasOf(page).locator('[data-guides]');
  await expect(lines).toHaveAttribute('data-guides', '1');
  await canvasOf(page).focus();
  await page.keyboard.press('Control+;');
  await expect(lines).toHaveCount(0);
  await menuOf(page).click();
  await page.getByRole('menuitem', { name: 'New guide' }).click();
  const dialog = page.getByRole('dialog', { name: 'New guide' });
  await dialog.getByRole('radio', { name: 'Horizontal' }).check();
  await expectAccessible(page);
  const place = dialog.getByRole('textbox', { name: 'Position' });
  await place.fill('25');
  await place.press('Enter');
  await dialog.getByRole('button', { name: 'Add guide' }).click();
  await expect(lines).toHaveAttribute('data-guides', '2');
  await menuOf(page).click();
  await page.getByRole('menuitem', { name: 'Clear guides' }).click();
  await expect(lines).toHaveCount(0);
  await page.keyboard.press('Control+z');
  await expect(lines).toHaveAttribute('data-guides', '2');
  await expect(saved(page)).toBeVisible();
  await gesso.restart();
  await gesso.open();
  await expect(lines).toHaveAttribute('data-guides', '2');
});
