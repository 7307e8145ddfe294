import { existsSync, mkdirSync, readdirSync, readFileSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import sharp from 'sharp';
import { candidatesOf, chooseSandbox, expect, expectAccessible, generate, setCount, test } from './studio.ts';

const exportOf = (page: Page) => page.getByRole('dialog', { name: 'Export' });
const notificationsOf = (page: Page) => page.getByRole('region', { name: 'Notifications' });

async function copiedWidth(page: Page): Promise<number> {
  return page.evaluate(async () => {
    const [item] = await navigator.clipboard.read();
    const png = await item?.getType('image/png');
    return png === undefined ? 0 : (await createImageBitmap(png)).width;
  });
}

test.beforeEach(async ({ page, gesso }) => {
  await gesso.open();
  await chooseSandbox(page);
  await setCount(page, 1);
  await generate(page, 'Two arches at noon, peach plaster');
  await candidatesOf(page).getByRole('button', { name: 'Accept' }).click();
  await expect(candidatesOf(page)).toBeHidden();
});

/** The picture itself, with its file, and not the document that began with it. */
async function lookAtPicture(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Library' }).click();
  await page.getByRole('gridcell').first().click();
  const details = page.getByRole('complementary', { name: 'Details' });
  await details.getByRole('button', { name: 'Open in Studio' }).click();
  await expect(page.getByRole('region', { name: 'Canvas' }).getByRole('img')).toBeVisible();
  await expect(page.getByRole('region', { name: 'Layers' })).toBeHidden();
}

test('a picture leaves the Studio as a JPEG of half the size, under a name and into a folder of choice', async ({
  page,
  gesso,
}) => {
  mkdirSync(join(gesso.data, 'Pictures', 'For Ada'), { recursive: true });
  await lookAtPicture(page);
  await page.getByRole('button', { name: 'Export picture' }).click();
  const dialog = exportOf(page);
  const name = dialog.getByRole('textbox', { name: 'File name' });
  await expect(name).toHaveValue('Two arches at noon');
  await expect(name).toBeFocused();
  await expect(dialog.getByRole('slider', { name: 'Quality' })).toBeHidden();
  await expect(dialog).toContainText('The file always says that a program drew it');
  await expect(dialog.getByRole('status')).toHaveText(/^1248 × 832 px, [\d.]+ (MB|kB)$/);
  await dialog.getByRole('radiogroup', { name: 'Format' }).getByRole('radio', { name: 'JPEG' }).check();
  await dialog.getByRole('combobox', { name: 'Size' }).click();
  await page.getByRole('option', { name: /^50%/ }).click();
  await dialog.getByRole('slider', { name: 'Quality' }).fill('70');
  await dialog.getByRole('checkbox', { name: 'Prompt and parameters' }).check();
  await expect(dialog.getByRole('status')).toHaveText('624 × 416 px, working it out');
  await expect(dialog.getByRole('status')).toHaveText(/^624 × 416 px, \d+ kB$/);
  const shown = /\d+ kB/.exec(await dialog.getByRole('status').innerText())?.[0] ?? 'no size';
  await name.fill('For the wall');
  await dialog.getByRole('button', { name: 'Choose folder' }).click();
  const picker = page.getByRole('dialog', { name: 'Choose a folder' });
  await picker.getByRole('button', { name: 'For Ada' }).click();
  await picker.getByRole('button', { name: 'Use this folder' }).click();
  await expect(dialog).toContainText('For Ada');
  await dialog.getByRole('button', { name: 'Export picture' }).click();
  await expect(dialog).toBeHidden();
  await expect(notificationsOf(page)).toContainText('Exported for-the-wall.jpg');
  await expect(notificationsOf(page)).toContainText(shown);
  const bytes = readFileSync(join(gesso.data, 'Pictures', 'For Ada', 'for-the-wall.jpg'));
  expect(bytes.includes(Buffer.from('peach plaster'))).toBe(true);
  // The next export begins where this one ended.
  await page.getByRole('button', { name: 'Export picture' }).click();
  await expect(dialog.getByRole('radio', { name: 'JPEG' })).toBeChecked();
  await expect(dialog.getByRole('slider', { name: 'Quality' })).toHaveValue('70');
  await expect(dialog).toContainText('For Ada');
});

test('with keys alone, from the palette and from the Library, and the focus comes back', async ({
  page,
  gesso,
}) => {
  const canvas = page.getByRole('region', { name: 'Canvas' });
  await canvas.focus();
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: 'Search commands and pictures' }).waitFor();
  await page.keyboard.type('export');
  await page.keyboard.press('Enter');
  await expect(exportOf(page).getByRole('textbox', { name: 'File name' })).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(canvas).toBeFocused();
  await page.keyboard.press('Alt+2');
  const cell = page.getByRole('gridcell').first();
  await cell.focus();
  await page.keyboard.press('Control+Space');
  await expect(page.getByRole('complementary', { name: 'Details' })).toContainText('Parameters');
  await page.keyboard.press('Control+Alt+Shift+KeyW');
  await expect(exportOf(page).getByRole('textbox', { name: 'File name' })).toBeFocused();
  await page.keyboard.type('typed');
  await page.keyboard.press('Enter');
  await expect(notificationsOf(page)).toContainText('Exported typed.png');
  await expect(cell).toBeFocused();
  expect(readdirSync(join(gesso.data, 'Pictures', 'Exports'))).toEqual(['typed.png']);
});

test('the original is saved as it came', async ({ page, gesso }) => {
  await lookAtPicture(page);
  await page.getByRole('button', { name: 'Export picture' }).click();
  await exportOf(page).getByRole('button', { name: 'Save the original' }).click();
  await expect(notificationsOf(page)).toContainText('Saved two-arches-at-noon.png');
  expect(existsSync(join(gesso.data, 'Pictures', 'Exports', 'two-arches-at-noon.png'))).toBe(true);
});

test('what stands in the way is said in the dialog, with a way out', async ({ page, gesso }) => {
  await lookAtPicture(page);
  await page.getByRole('button', { name: 'Export picture' }).click();
  const dialog = exportOf(page);
  await expect(dialog.getByRole('status')).toHaveText(/B$/);
  await dialog.getByRole('textbox', { name: 'File name' }).fill(' ');
  await expect(dialog).toContainText('Give the file a name to export it.');
  await dialog.getByRole('textbox', { name: 'File name' }).fill('x');
  rmSync(join(gesso.data, 'Pictures', 'Gesso'), { recursive: true });
  await dialog.getByRole('button', { name: 'Export picture' }).click();
  await expect(dialog.getByRole('alert')).toContainText('The file is missing');
});

test('a folder that takes no files is refused in words', async ({ page, gesso }) => {
  await lookAtPicture(page);
  const chosen = join(gesso.data, 'Pictures', 'For Ada');
  mkdirSync(chosen);
  await page.getByRole('button', { name: 'Export picture' }).click();
  const dialog = exportOf(page);
  await dialog.getByRole('button', { name: 'Choose folder' }).click();
  const picker = page.getByRole('dialog', { name: 'Choose a folder' });
  await picker.getByRole('button', { name: 'For Ada' }).click();
  await picker.getByRole('button', { name: 'Use this folder' }).click();
  await expect(dialog).toContainText('For Ada');
  // A file in its way stops everyone, an administrator too.
  rmdirSync(chosen);
  writeFileSync(chosen, '');
  await dialog.getByRole('button', { name: 'Export picture' }).click();
  await expect(dialog.getByRole('alert')).toContainText('Gesso cannot write to');
});

for (const theme of ['dark', 'light'] as const) {
  test(`axe finds nothing in the dialog in the ${theme} theme`, async ({ page }) => {
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await page.getByRole('button', { name: 'Gesso menu' }).click();
    await page.getByRole('menuitemradio', { name: theme === 'dark' ? 'Dark' : 'Light' }).click();
    await page.getByRole('button', { name: 'Export picture' }).click();
    await expect(exportOf(page).getByRole('status')).toHaveText(/B$/);
    await expectAccessible(page);
    await exportOf(page).getByRole('radio', { name: 'WebP' }).check();
    await expect(exportOf(page).getByRole('slider', { name: 'Quality' })).toBeVisible();
    await expectAccessible(page);
  });
}

test('a picture is copied as a PNG, and a refusal is said', async ({ page, context, gesso }) => {
  const { origin } = gesso.desktop;
  await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin });
  await lookAtPicture(page);
  await page.getByRole('button', { name: 'Copy picture' }).click();
  await expect(notificationsOf(page)).toContainText('Picture copied');
  expect(await copiedWidth(page)).toBe(1248);
  // Another format is drawn again: clipboards take PNG alone.
  const jpeg = await sharp({ create: { width: 40, height: 30, channels: 3, background: 'teal' } })
    .jpeg()
    .toBuffer();
  await page.route('**/shown/*', (route) => route.fulfill({ contentType: 'image/jpeg', body: jpeg }));
  await page.getByRole('button', { name: 'Copy picture' }).click();
  await expect.poll(() => copiedWidth(page)).toBe(40);
  await page.evaluate(() => {
    navigator.clipboard.write = () => Promise.reject(new DOMException('no', 'NotAllowedError'));
  });
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: 'Search commands and pictures' }).waitFor();
  await page.keyboard.type('copy');
  await page.keyboard.press('Enter');
  await expect(notificationsOf(page).getByRole('alert')).toContainText(
    'The browser does not let Gesso use the clipboard',
  );
});

test('the open document leaves as it is seen, and says that a program drew part of it', async ({
  page,
  context,
  gesso,
}) => {
  const { origin } = gesso.desktop;
  await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin });
  const canvas = page.getByRole('region', { name: 'Canvas' });
  await expect(page.getByRole('region', { name: 'Layers' }).getByRole('listitem')).toHaveCount(1);
  await canvas.focus();
  await page.keyboard.press('Control+Shift+KeyN');
  await expect(page.getByRole('region', { name: 'Layers' }).getByRole('listitem')).toHaveCount(2);
  await page.keyboard.press('Alt+Backspace');
  await page.getByRole('region', { name: 'Layers' }).getByRole('textbox', { name: 'Opacity' }).fill('50');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Export picture' }).click();
  const dialog = exportOf(page);
  await expect(dialog.getByRole('textbox', { name: 'File name' })).toHaveValue('Two arches at noon');
  await expect(dialog.getByRole('status').first()).toHaveText(/^1248 × 832 px, [\d.]+ (MB|kB)$/);
  await expect(dialog).toContainText('This file has 2 layers.');
  await expect(dialog).toContainText('The file always says that a program drew part of it');
  await expect(dialog.getByRole('button', { name: 'Save the original' })).toBeHidden();
  await expectAccessible(page);
  await dialog.getByRole('button', { name: 'Export picture' }).click();
  await expect(notificationsOf(page)).toContainText('Exported two-arches-at-noon.png');
  const path = join(gesso.data, 'Pictures', 'Exports', 'two-arches-at-noon.png');
  const [made] = readdirSync(join(gesso.data, 'Pictures', 'Gesso'), { recursive: true })
    .map(String)
    .filter((name) => name.endsWith('.png'));
  const original = await sharp(join(gesso.data, 'Pictures', 'Gesso', made ?? ''))
    .ensureAlpha()
    .raw()
    .toBuffer();
  const exported = await sharp(path).ensureAlpha().raw().toBuffer();
  // Black at half over the picture is half of each of its values.
  const farthest = original.reduce(
    (far, value, at) => (at % 4 === 3 ? far : Math.max(far, Math.abs(value / 2 - (exported[at] ?? 0)))),
    0,
  );
  expect(farthest).toBeLessThanOrEqual(1);
  const { xmp } = await sharp(path).metadata();
  expect(xmp?.toString()).toContain('digitalsourcetype/compositeSynthetic');
  await page.getByRole('button', { name: 'Copy picture' }).click();
  await expect(notificationsOf(page)).toContainText('Picture copied');
  expect(await copiedWidth(page)).toBe(1248);
});
