import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { type LayerId, type PixelsId, rasterLayer } from '../../shared/document/index.ts';
import { type Drawing, fileOf, opened } from '../drivers/canvas/ora-files.ts';
import { psdOf } from '../drivers/canvas/psd-files.ts';
import { canMount, fill } from '../drivers/storage/mounts.ts';
import { chooseSandbox, expect, expectAccessible, test } from './studio.ts';

const canvasOf = (page: Page) => page.getByRole('region', { name: 'Canvas' });
const layersOf = (page: Page) => page.getByRole('region', { name: 'Layers' });
const rowsOf = (page: Page) => layersOf(page).getByRole('listitem');
const noticesOf = (page: Page) => page.getByRole('region', { name: 'Notifications' });
const kept = (page: Page) => page.getByRole('status').filter({ hasText: 'Saved on this computer' });
const menuOf = (page: Page) => page.getByRole('button', { name: /^Document: / });

/** Beside the library, where a document goes when nothing else is chosen. */
function picturesIn(data: string): string {
  const folder = join(data, 'Pictures');
  mkdirSync(folder, { recursive: true });
  return folder;
}

async function newDocument(page: Page, name: string): Promise<void> {
  await canvasOf(page).getByRole('button', { name: 'New document' }).click();
  const dialog = page.getByRole('dialog', { name: 'New document' });
  await dialog.getByRole('textbox', { name: 'Name' }).fill(name);
  await dialog.getByRole('textbox', { name: 'Width' }).fill('600');
  await dialog.getByRole('textbox', { name: 'Height' }).fill('400');
  await dialog.getByRole('button', { name: 'Create document' }).click();
  await expect(rowsOf(page)).toHaveCount(1);
}

async function paint(page: Page, y: number): Promise<void> {
  await canvasOf(page).focus();
  await page.keyboard.press('b');
  const box = await canvasOf(page).boundingBox();
  if (box === null) throw new Error('no canvas');
  await page.mouse.move(box.x + box.width * 0.4, box.y + box.height * y);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.6, box.y + box.height * y, { steps: 8 });
  await page.mouse.up();
  // The ring of the brush would be in the picture.
  await page.mouse.move(box.x + 4, box.y + 4);
  await expect(kept(page)).toBeVisible();
}

async function saveAs(page: Page, name: string): Promise<void> {
  await page.keyboard.press('Control+s');
  const dialog = page.getByRole('dialog', { name: 'Save document as' });
  await dialog.getByRole('textbox', { name: 'File name' }).fill(name);
  await dialog.getByRole('button', { name: 'Save document' }).click();
  await expect(noticesOf(page)).toContainText(`${name}.ora is saved`);
  await expect(dialog).toBeHidden();
}

/** The middle of the canvas as it is seen, without what floats over its edges. */
async function seen(page: Page): Promise<string> {
  const box = await canvasOf(page).boundingBox();
  if (box === null) throw new Error('no canvas');
  const clip = {
    x: box.x + box.width * 0.3,
    y: box.y + box.height * 0.2,
    width: box.width * 0.4,
    height: 300,
  };
  return (await page.screenshot({ clip })).toString('base64');
}

async function chooseItem(page: Page, name: string): Promise<void> {
  await menuOf(page).click();
  await page.getByRole('menuitem', { name }).click();
}

/** While it stands, keys are the menu's. */
async function leaveMenu(page: Page): Promise<void> {
  await page.keyboard.press('Escape');
  await expect(page.getByRole('menu')).toBeHidden();
}

test('new, painted, saved, closed, and opened again from the list: the same picture and layers', async ({
  page,
  gesso,
}) => {
  const folder = picturesIn(gesso.data);
  await gesso.open();
  await chooseSandbox(page);
  await newDocument(page, 'Harbour');
  await paint(page, 0.4);
  await layersOf(page).getByRole('button', { name: 'Add layer' }).click();
  await rowsOf(page).first().click();
  await paint(page, 0.6);
  await menuOf(page).click();
  await expect(page.getByRole('menu')).toContainText('No file yet');
  await leaveMenu(page);
  await page.keyboard.press('Control+s');
  await expect(page.getByRole('dialog', { name: 'Save document as' })).toBeVisible();
  await expectAccessible(page);
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toBeHidden();
  await saveAs(page, 'Harbour');
  const path = join(folder, 'Harbour.ora');
  expect(Object.keys(opened(readFileSync(path)).document.layers)).toHaveLength(2);
  await menuOf(page).click();
  await expect(page.getByRole('menu')).toContainText('Its file has everything');
  await leaveMenu(page);
  await paint(page, 0.5);
  await menuOf(page).click();
  await expect(page.getByRole('menu')).toContainText('Not in its file yet');
  await page.getByRole('menuitem', { name: 'Save', exact: false }).first().click();
  await expect(noticesOf(page).getByText('Harbour.ora is saved')).toHaveCount(2);
  const before = await seen(page);
  await chooseItem(page, 'Close document');
  await expect(layersOf(page)).toBeHidden();
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: 'Search commands and pictures' }).fill('recent');
  await page.keyboard.press('Enter');
  const recent = page.getByRole('dialog', { name: 'Recent documents' });
  await expect(recent.getByRole('button', { name: /Harbour/ })).toContainText('Harbour.ora');
  await expectAccessible(page);
  await page.keyboard.press('Control+Shift+l');
  await expectAccessible(page);
  await page.keyboard.press('Control+Shift+l');
  await recent.getByRole('button', { name: /Harbour/ }).click();
  await expect(rowsOf(page)).toHaveCount(2);
  await expect.poll(async () => (await seen(page)) === before).toBe(true);
});

test('a file of layers dropped on the Studio opens with them, and one that is none is refused in words', async ({
  page,
  gesso,
}) => {
  await gesso.open();
  await chooseSandbox(page);
  const drop = async (name: string, bytes: Uint8Array): Promise<void> => {
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
  };
  await drop('No.ora', Buffer.from('hello'));
  await expect(noticesOf(page)).toContainText('No.ora was not opened');
  await expect(noticesOf(page)).toContainText('It is neither an OpenRaster document nor a Photoshop file');
  await drop('Two.ora', fileOf(twoLayers()));
  await expect(rowsOf(page)).toHaveCount(2);
  await expect(rowsOf(page).first()).toContainText('Upper');
  await expect(rowsOf(page).nth(1)).toContainText('Lower');
  await expect(menuOf(page)).toHaveText('Two');
  await expect(kept(page)).toBeVisible();
  await gesso.restart();
  await gesso.open();
  await expect(rowsOf(page)).toHaveCount(2);
  await drop('Poster.psd', psdOf(twoLayers()));
  await expect(menuOf(page)).toHaveText('Poster');
  await expect(rowsOf(page).first()).toContainText('Upper');
  await drop('Broken.psd', psdOf(twoLayers()).slice(0, 90));
  await expect(noticesOf(page)).toContainText('Broken.psd was not opened');
  await expect(menuOf(page)).toHaveText('Poster');
});

test('a file that another program changed is not written over unasked', async ({ page, gesso }) => {
  const folder = picturesIn(gesso.data);
  await gesso.open();
  await chooseSandbox(page);
  await newDocument(page, 'Ours');
  await saveAs(page, 'Ours');
  const path = join(folder, 'Ours.ora');
  const theirs = fileOf(twoLayers());
  writeFileSync(path, theirs);
  await paint(page, 0.5);
  await page.keyboard.press('Control+s');
  const changed = page.getByRole('alertdialog', { name: 'Another program changed Ours.ora' });
  await expectAccessible(page);
  await changed.getByRole('button', { name: 'Save as a new file' }).click();
  const dialog = page.getByRole('dialog', { name: 'Save document as' });
  await dialog.getByRole('button', { name: 'Save document' }).click();
  const taken = page.getByRole('alertdialog', { name: 'Ours.ora is there already' });
  await taken.getByRole('button', { name: 'Cancel' }).click();
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  expect(readFileSync(path).equals(theirs)).toBe(true);
  await page.keyboard.press('Control+s');
  await changed.getByRole('button', { name: 'Save anyway' }).click();
  await expect(noticesOf(page).getByText('Ours.ora is saved')).toHaveCount(2);
  expect(Object.keys(opened(readFileSync(path)).document.layers)).toHaveLength(1);
});

test('a disk that is full while saving: said so, and the earlier file is untouched', async ({
  page,
  gesso,
}) => {
  test.skip(!canMount(), 'this machine lets nobody mount a small disk');
  const folder = picturesIn(gesso.data);
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', folder]);
  try {
    await gesso.restart();
    await gesso.open();
    await chooseSandbox(page);
    await newDocument(page, 'Full');
    await saveAs(page, 'Full');
    const path = join(folder, 'Full.ora');
    const earlier = readFileSync(path);
    fill(folder);
    await paint(page, 0.5);
    await page.keyboard.press('Control+s');
    await expect(noticesOf(page)).toContainText('is full');
    await expect(noticesOf(page)).toContainText('The file is as it was');
    expect(readFileSync(path).equals(earlier)).toBe(true);
    await expect(kept(page)).toBeVisible();
  } finally {
    execFileSync('umount', ['-l', folder]);
  }
});

function twoLayers(): Drawing {
  const names = ['Lower', 'Upper'];
  const rect = { x: 0, y: 0, width: 40, height: 30 };
  const layers = names.map((name, at) => rasterLayer(`l${at}` as LayerId, name, `p${at}` as PixelsId));
  return {
    document: {
      width: 40,
      height: 30,
      layers: Object.fromEntries(layers.map((layer) => [layer.id, layer])),
      root: layers.map(({ id }) => id),
      selection: null,
    },
    pixels: new Map(
      layers.map(({ pixels }, at) => [
        pixels,
        { rect, channels: 4 as const, bytes: new Uint8Array(40 * 30 * 4).fill(120 + at * 40) },
      ]),
    ),
  };
}
