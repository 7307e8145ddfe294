import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import sharp from 'sharp';
import { canvasOf, drag, openDocument, rowsOf, saved } from './canvas-steps.ts';
import { candidatesOf, expect, expectAccessible, type Gesso, promptOf, setCount, test } from './studio.ts';

const stagedOf = (page: Page) => candidatesOf(page);

async function chooseAct(page: Page, name: string): Promise<void> {
  await page.getByRole('combobox', { name: 'Operation' }).click();
  await page.getByRole('option', { name }).click();
}

/** The document as it is seen, pixel by pixel, as an export gets it. */
async function flattened(page: Page, gesso: Gesso) {
  await expect(saved(page)).toBeVisible();
  await page.keyboard.press('Control+Alt+Shift+W');
  const dialog = page.getByRole('dialog', { name: 'Export' });
  await expect(dialog).toBeVisible();
  await expect(dialog.getByRole('button', { name: /^Export/ })).toBeEnabled();
  const folder = join(gesso.data, 'documents');
  const [id = ''] = readdirSync(folder);
  const read = () => readFileSync(join(folder, id, 'flattened.png'));
  await expect.poll(() => dialog.getByRole('img').count()).toBeGreaterThan(0);
  const { data, info } = await sharp(read()).ensureAlpha().raw().toBuffer({ resolveWithObject: true });
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  return { width: info.width, height: info.height, bytes: new Uint8Array(data) };
}

/** The mask that went with the newest run, in the document's own pixels. */
async function maskOf(gesso: Gesso, at = 0) {
  const folder = join(gesso.data, 'frames');
  const id = readdirSync(folder).sort().at(at) ?? '';
  const { data } = await sharp(join(folder, id, 'mask.png')).greyscale().raw().toBuffer({ resolveWithObject: true });
  return new Uint8Array(data);
}

/** Pixels that differ where the mask is 0, and where it is not. */
function changes(before: Uint8Array, after: Uint8Array, mask: Uint8Array) {
  let outside = 0;
  let inside = 0;
  for (let at = 0; at < mask.length; at++) {
    const differs = [0, 1, 2, 3].some((channel) => before[4 * at + channel] !== after[4 * at + channel]);
    if (!differs) continue;
    if (mask[at] === 0) outside += 1;
    else inside += 1;
  }
  return { outside, inside };
}

test('an edit by a model that changes everything changes what was masked and nothing else, and shows it', async ({
  page,
  gesso,
}) => {
  await gesso.open();
  await openDocument(page);
  const before = await flattened(page, gesso);
  await chooseAct(page, 'Inpaint');
  await expect(page.getByRole('group', { name: /^Frame, 1248 by 832/ })).toBeVisible();
  await canvasOf(page).focus();
  await page.keyboard.press('q');
  await drag(page, [0.45, 0.45], [0.55, 0.55]);
  const mask = page.getByRole('toolbar', { name: 'Inpaint mask' });
  await expect(mask).toContainText(/Mask covers \d+% of the frame/);
  await expectAccessible(page);
  await setCount(page, 2);
  await promptOf(page).fill('A cobalt vase, sandbox:everything');
  await page.getByRole('button', { name: /^Generate/ }).click();
  await expect(stagedOf(page)).toContainText('Nothing outside the mask changes', { timeout: 60_000 });
  await expect(candidatesOf(page).getByRole('button', { name: 'Discard' })).toBeVisible({ timeout: 60_000 });
  await candidatesOf(page).getByRole('button', { name: 'Proof' }).click();
  await expect(candidatesOf(page)).toContainText('0 of 255');
  await expect(candidatesOf(page).getByText('Shift undone').locator('..')).not.toContainText('none');
  await expectAccessible(page);
  await candidatesOf(page).getByRole('radio', { name: 'Before and after' }).check({ force: true });
  await page.getByRole('slider', { name: 'Before and after' }).press('ArrowRight');
  await candidatesOf(page).getByRole('radio', { name: 'Difference' }).check({ force: true });
  await expect(page.getByRole('textbox', { name: 'Difference gain' })).toHaveValue('8');
  await candidatesOf(page).getByRole('radio', { name: 'Result' }).check({ force: true });
  await candidatesOf(page).getByRole('button', { name: 'Accept', exact: true }).click();
  await expect(rowsOf(page)).toHaveCount(2);
  await expect(rowsOf(page).first()).toContainText('Inpaint');
  const after = await flattened(page, gesso);
  const found = changes(before.bytes, after.bytes, await maskOf(gesso));
  expect(found.outside).toBe(0);
  expect(found.inside).toBeGreaterThan(1000);
  await canvasOf(page).focus();
  await page.keyboard.press('Control+z');
  await expect(rowsOf(page)).toHaveCount(1);
  const again = await flattened(page, gesso);
  expect(Buffer.compare(Buffer.from(again.bytes), Buffer.from(before.bytes))).toBe(0);
});
