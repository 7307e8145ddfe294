import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import sharp from 'sharp';
import { makePicture } from '../drivers/storage/pictures.ts';
import { giveKey, startWithOpenAi } from './own-key.ts';
import { candidatesOf, chooseSandbox, expect, expectAccessible, promptOf, setCount, test } from './studio.ts';

interface DroppedFile {
  readonly name: string;
  readonly type: string;
  readonly bytes: Uint8Array;
}

/** A drop as the browser reports one: the files are made in the page, because no driver can drag from a desktop. */
async function drop(page: Page, target: string, files: readonly DroppedFile[]): Promise<void> {
  const data = await page.evaluateHandle(
    (list) => {
      const transfer = new DataTransfer();
      for (const { name, type, base64 } of list) {
        const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
        transfer.items.add(new File([bytes], name, { type }));
      }
      return transfer;
    },
    files.map(({ name, type, bytes }) => ({ name, type, base64: Buffer.from(bytes).toString('base64') })),
  );
  await page.dispatchEvent(target, 'dragover', { dataTransfer: data });
  await expect(
    page.getByText(/^(Open in the Studio|Use as references|Bring into the library)$/),
  ).toBeVisible();
  await page.dispatchEvent(target, 'drop', { dataTransfer: data });
}

const canvasOf = (page: Page) => page.getByRole('region', { name: 'Canvas' });
const referencesOf = (page: Page) => page.getByRole('group', { name: 'References' });
const notificationsOf = (page: Page) => page.getByRole('region', { name: 'Notifications' });

test('a file of the own is opened by keys, found by its name and shown again after a restart', async ({
  page,
  gesso,
}) => {
  await gesso.open();
  await chooseSandbox(page);
  const chooser = page.waitForEvent('filechooser');
  await canvasOf(page).focus();
  await page.keyboard.press('Control+o');
  const tiff = join(gesso.data, 'Harbour at night.tif');
  writeFileSync(tiff, await makePicture({ width: 300, height: 200, format: 'tiff' }));
  await (await chooser).setFiles(tiff);
  const picture = canvasOf(page).getByRole('img', { name: 'Harbour at night' });
  await expect(picture).toBeVisible();
  // A TIFF is no picture to a browser: what is seen was made of it.
  await expect.poll(() => picture.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(300);
  await gesso.restart();
  await gesso.open();
  await expect(canvasOf(page).getByRole('img', { name: 'Harbour at night' })).toBeVisible();
  await page.getByRole('link', { name: 'Library' }).click();
  await page.getByRole('textbox', { name: 'Search the library' }).fill('harb');
  await page.getByRole('gridcell', { name: /^Harbour at night/ }).click();
  const details = page.getByRole('complementary', { name: 'Details' });
  await expect(details).toContainText('Brought in from a file');
  await expect(details).toContainText('TIFF');
  await expectAccessible(page);
});

test('several files are dropped at once, and the one that is no picture is named', async ({
  page,
  gesso,
}) => {
  await gesso.open();
  await chooseSandbox(page);
  const one = await makePicture({ width: 120, height: 80, seed: 4 });
  const two = await makePicture({ width: 90, height: 80, format: 'webp', seed: 5 });
  await drop(page, '[data-region="canvas"]', [
    { name: 'First.png', type: 'image/png', bytes: one },
    { name: 'not one.png', type: 'image/png', bytes: Buffer.from('<html>') },
    { name: 'Second.webp', type: 'image/webp', bytes: two },
  ]);
  await expect(canvasOf(page).getByRole('img', { name: 'First' })).toBeVisible();
  await expect(notificationsOf(page)).toContainText('not one.png was not brought in');
  await expect(notificationsOf(page)).toContainText('2 pictures are in the library');
  await notificationsOf(page).getByRole('button', { name: 'Show in Library' }).click();
  await expect(page.getByRole('gridcell')).toHaveCount(2);
  await drop(page, 'main', [{ name: 'First.png', type: 'image/png', bytes: one }]);
  await expect(notificationsOf(page)).toContainText('1 picture is in the library');
  // The same bytes are the same picture.
  await expect(page.getByRole('gridcell')).toHaveCount(2);
});

test('a picture on the clipboard is pasted into the Studio; text still goes to its field', async ({
  page,
  gesso,
  context,
}) => {
  await gesso.open();
  await chooseSandbox(page);
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const base64 = Buffer.from(await makePicture({ width: 77, height: 40, seed: 9 })).toString('base64');
  await page.evaluate(async (encoded) => {
    const bytes = Uint8Array.from(atob(encoded), (letter) => letter.charCodeAt(0));
    const png = new Blob([bytes], { type: 'image/png' });
    await navigator.clipboard.write([new ClipboardItem({ 'image/png': png })]);
  }, base64);
  await canvasOf(page).focus();
  await page.keyboard.press('Control+v');
  const pasted = canvasOf(page).getByRole('img');
  await expect.poll(() => pasted.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(77);
  await page.evaluate(() => navigator.clipboard.writeText('quinces'));
  await promptOf(page).focus();
  await page.keyboard.press('Control+v');
  await expect(promptOf(page)).toHaveValue('quinces');
});

test('an edit with a reference: the caution is read once, only pixels leave, and lineage says where it came from', async ({
  page,
  gesso,
}) => {
  const double = await startWithOpenAi(gesso);
  await gesso.open();
  await giveKey(page, double);
  await expect(promptOf(page)).toBeVisible();
  const photograph = await sharp({ create: { width: 80, height: 40, channels: 3, background: '#a63' } })
    .withExif({ IFD0: { Make: 'SecretCamera', Orientation: '6' } })
    .withMetadata({ orientation: 6 })
    .jpeg()
    .toBuffer();
  await drop(page, '[data-region="canvas"]', [
    { name: 'Photograph.jpg', type: 'image/jpeg', bytes: photograph },
  ]);
  await expect(canvasOf(page).getByRole('img', { name: 'Photograph' })).toBeVisible();
  const before = await page.getByRole('button', { name: /^Generate/ }).innerText();
  await referencesOf(page).getByRole('button', { name: 'Add reference' }).click();
  await page.getByRole('menuitem', { name: 'The picture in the Studio' }).click();
  const reference = referencesOf(page).getByRole('button', { name: 'Reference: Edit, Photograph' });
  await expect(reference).toBeVisible();
  // What goes along is paid for, and the price says so before the press.
  await expect(page.getByRole('button', { name: /^Generate/ })).not.toHaveText(before);
  await expectAccessible(page);
  await setCount(page, 1);
  await promptOf(page).fill('The same in winter');
  await page.getByRole('button', { name: /^Generate/ }).click();
  const caution = page.getByRole('alertdialog', { name: 'Pictures will leave this computer' });
  await expect(caution).toContainText('OpenAI');
  await caution.getByRole('button', { name: 'Cancel' }).click();
  expect(double.requests.filter(({ path }) => path.includes('/images/'))).toHaveLength(0);
  await page.getByRole('button', { name: /^Generate/ }).click();
  await caution.getByRole('button', { name: 'Send the pictures' }).click();
  await expect(candidatesOf(page).getByRole('button', { name: 'Accept' })).toBeEnabled({ timeout: 30_000 });
  const [sent] = double.requests.filter(({ path }) => path.endsWith('/images/edits'));
  const [file] = sent?.form?.files ?? [];
  const bytes = Buffer.from(file?.bytes ?? []);
  expect(bytes.includes('SecretCamera')).toBe(false);
  expect(await sharp(bytes).metadata()).toMatchObject({ format: 'png', width: 40, height: 80 });
  await candidatesOf(page).getByRole('button', { name: 'Accept' }).click();
  // For a run in the document, what it would take of it is shown as well.
  await page.getByRole('combobox', { name: 'Operation' }).click();
  await page.getByRole('option', { name: 'Inpaint' }).click();
  await page.getByRole('button', { name: 'What will be sent' }).click();
  const request = page.getByRole('dialog', { name: 'What will be sent' });
  await expect(
    request.getByRole('table', { name: 'Files' }).getByRole('row', { name: /image\[\]/ }),
  ).toHaveCount(2);
  await request.getByRole('button', { name: 'Close' }).first().click();
  await page.getByRole('combobox', { name: 'Operation' }).click();
  await page.getByRole('option', { name: 'New picture' }).click();
  // The second run is not cautioned again.
  await page.getByRole('button', { name: /^Generate/ }).click();
  await expect(candidatesOf(page).getByRole('button', { name: 'Accept' })).toBeEnabled({ timeout: 30_000 });
  await expect(caution).toBeHidden();
  await page.getByRole('link', { name: 'Library' }).click();
  await page
    .getByRole('gridcell', { name: /^Same in winter/ })
    .first()
    .click();
  const details = page.getByRole('complementary', { name: 'Details' });
  await expect(details.getByRole('list', { name: 'Lineage' })).toContainText('');
  await expect(details.getByRole('button', { name: 'Parent: Photograph' })).toBeVisible();
  await expect(details).toContainText('Edit of a picture');
  await double.close();
});

test("roles are chosen by keys, stay with another model, and the person's files stay as they were", async ({
  page,
  gesso,
}) => {
  await gesso.open();
  await chooseSandbox(page);
  const folder = join(gesso.data, 'mine');
  mkdirSync(folder);
  const path = join(folder, 'Palette.png');
  const bytes = await makePicture({ seed: 12 });
  writeFileSync(path, bytes);
  await page.getByRole('combobox', { name: 'Model' }).click();
  await page
    .getByRole('option', { name: /^GPT Image 2\b/ })
    .first()
    .click();
  const chooser = page.waitForEvent('filechooser');
  await referencesOf(page).getByRole('button', { name: 'Add reference' }).press('Enter');
  await (await chooser).setFiles(path);
  const reference = referencesOf(page).getByRole('button', { name: 'Reference: Subject, Palette' });
  await reference.focus();
  await page.keyboard.press('Enter');
  await page.getByRole('menuitemradio', { name: 'Palette' }).press('Enter');
  await expect(referencesOf(page).getByRole('button', { name: 'Reference: Palette, Palette' })).toBeFocused();
  await page.getByRole('combobox', { name: 'Model' }).click();
  await page.getByRole('option', { name: /^Sandbox/ }).click();
  // The sandbox takes references too, so they are still there.
  await expect(page.getByText('This model takes no references')).toBeHidden();
  await referencesOf(page).getByRole('button', { name: 'Reference: Palette, Palette' }).click();
  await page.getByRole('menuitem', { name: 'Remove' }).click();
  await expect(referencesOf(page).getByRole('button', { name: /^Reference: / })).toBeHidden();
  expect(Buffer.compare(readFileSync(path), bytes)).toBe(0);
});
