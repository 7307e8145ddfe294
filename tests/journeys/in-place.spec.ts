import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import sharp from 'sharp';
import { canvasOf, drag, layersOf, openDocument, rowsOf, saved } from './canvas-steps.ts';
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
  const { data } = await sharp(join(folder, id, 'mask.png'))
    .greyscale()
    .raw()
    .toBuffer({ resolveWithObject: true });
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
  const line = page.getByRole('slider', { name: 'Before and after' });
  await line.press('Shift+ArrowRight');
  await expect(line).toHaveAttribute('aria-valuetext', 'Before and after, at 60 percent');
  // It is no text field: the key that shows the original is not the slider's.
  await page.keyboard.down('\\');
  await expect(line).toBeHidden();
  await page.keyboard.up('\\');
  await candidatesOf(page).getByRole('radio', { name: 'Difference' }).check({ force: true });
  await expect(page.getByRole('textbox', { name: 'Difference gain' })).toHaveValue('8');
  await candidatesOf(page).getByRole('radio', { name: 'Result' }).check({ force: true });
  const candidate = layersOf(page).getByRole('group', { name: 'Candidate 1' });
  await expect(candidate).toContainText('Not accepted yet');
  await candidatesOf(page).getByRole('button', { name: 'Accept', exact: true }).click();
  await expect(rowsOf(page)).toHaveCount(2);
  await expect(candidate).toBeHidden();
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
  // What was counted stays with the picture.
  await page.keyboard.press('Alt+2');
  await page
    .getByRole('gridcell', { name: /^Cobalt vase/ })
    .last()
    .click();
  const details = page.getByRole('complementary', { name: 'Details' });
  await expect(details).toContainText('What was kept');
  await expect(details).toContainText('0 of 255');
});

test('a page is extended beyond its border, in one step, and what was there stays as it was', async ({
  page,
  gesso,
}) => {
  await gesso.open();
  await openDocument(page);
  const before = await flattened(page, gesso);
  await chooseAct(page, 'Extend');
  const frame = page.getByRole('group', { name: /^Frame, / });
  await expect(frame).toHaveAccessibleName('Frame, 1872 by 1248');
  // It reaches beyond the page, and all of it is in sight.
  for (const name of ['top left', 'bottom right'])
    await expect(page.getByRole('button', { name: `Resize frame, ${name}` })).toBeInViewport({ ratio: 1 });
  // Only to the right: the other sides are drawn in by keys, as they are by hand.
  await page.getByRole('button', { name: 'Resize frame, left' }).focus();
  for (let step = 0; step < 32; step++) await page.keyboard.press('Shift+ArrowRight');
  await page.getByRole('textbox', { name: 'Frame height' }).fill('832');
  await page.keyboard.press('Enter');
  await expect(frame).toHaveAccessibleName('Frame, 1552 by 832');
  await setCount(page, 1);
  await promptOf(page).fill('sandbox:everything');
  await page.getByRole('button', { name: /^Generate/ }).click();
  await expect(stagedOf(page)).toContainText('Nothing outside the mask changes', { timeout: 60_000 });
  const zoom = page.getByRole('button', { name: /^Zoom: / });
  const seenAt = (await zoom.getAttribute('aria-label')) ?? '';
  await canvasOf(page).focus();
  await page.keyboard.press('Enter');
  await expect(rowsOf(page)).toHaveCount(2);
  await expect(page.getByText('1560 × 832 px')).toBeVisible();
  // The page has grown, and the view has not moved.
  await expect(zoom).toHaveAccessibleName(seenAt);
  const after = await flattened(page, gesso);
  expect([after.width, after.height]).toEqual([1560, 832]);
  let changed = 0;
  for (let y = 0; y < before.height; y++)
    for (let x = 0; x < before.width - 40; x++)
      for (let channel = 0; channel < 4; channel++) {
        const old = before.bytes[4 * (y * before.width + x) + channel];
        if (old !== after.bytes[4 * (y * after.width + x) + channel]) changed += 1;
      }
  expect(changed).toBe(0);
  // Beyond the border there is a picture now, and no hole.
  let clear = 0;
  for (let at = 3; at < after.bytes.length; at += 4) if (after.bytes[at] !== 255) clear += 1;
  expect(clear).toBeLessThan(after.bytes.length / 400);
  await canvasOf(page).focus();
  await page.keyboard.press('Control+z');
  await expect(page.getByText('1248 × 832 px')).toBeVisible();
});

test('two runs at once, each in a frame of its own, while the hand paints on; a restart in the middle keeps both', async ({
  page,
  gesso,
}) => {
  await gesso.open();
  await openDocument(page);
  await chooseAct(page, 'Inpaint');
  await setCount(page, 1);
  await page.getByRole('textbox', { name: 'Frame width' }).fill('400');
  await page.keyboard.press('Enter');
  await page.getByRole('textbox', { name: 'Frame height' }).fill('400');
  await page.keyboard.press('Enter');
  await promptOf(page).fill('A red agate, sandbox:slow');
  await page.getByRole('button', { name: /^Generate/ }).click();
  await expect(candidatesOf(page)).toBeVisible();
  const frame = page.getByRole('group', { name: 'Frame, 400 by 400' });
  await frame.focus();
  for (let step = 0; step < 30; step++) await page.keyboard.press('Shift+ArrowLeft');
  await promptOf(page).fill('A blue sea, sandbox:slow');
  await page.getByRole('button', { name: /^Generate/ }).click();
  await expect(page.getByText('Run 1 of 2')).toBeVisible();
  // The hand paints on while both are being made.
  await canvasOf(page).focus();
  await page.keyboard.press('b');
  await drag(page, [0.7, 0.2], [0.8, 0.3]);
  await expect(page.getByRole('button', { name: 'Undo' })).toBeEnabled();
  await expect(stagedOf(page)).toContainText('Nothing outside the mask changes', { timeout: 60_000 });
  await expect(saved(page)).toBeVisible();
  await gesso.restart();
  await gesso.open();
  await expect(rowsOf(page)).toHaveCount(1);
  await expect(page.getByText('Run 1 of 2')).toBeVisible();
  await expect(stagedOf(page)).toContainText('Nothing outside the mask changes', { timeout: 60_000 });
  const before = await flattened(page, gesso);
  await candidatesOf(page).getByRole('button', { name: 'More ways to accept' }).click();
  await page.getByRole('menuitem', { name: 'Accept as layer with mask' }).click();
  await expect(rowsOf(page)).toHaveCount(2);
  await page.getByRole('button', { name: /^Show waiting candidates/ }).click();
  await expect(stagedOf(page)).toContainText('Nothing outside the mask changes', { timeout: 60_000 });
  await candidatesOf(page).getByRole('button', { name: 'Accept', exact: true }).click();
  await expect(rowsOf(page)).toHaveCount(3);
  const after = await flattened(page, gesso);
  expect(Buffer.compare(Buffer.from(after.bytes), Buffer.from(before.bytes))).not.toBe(0);
  await canvasOf(page).focus();
  await page.keyboard.press('Control+z');
  await page.keyboard.press('Control+z');
  const again = await flattened(page, gesso);
  expect(Buffer.compare(Buffer.from(again.bytes), Buffer.from(before.bytes))).toBe(0);
});

test('an unrelated picture is never forced in, and can be a layer; what was erased is filled from around it', async ({
  page,
  gesso,
}) => {
  await gesso.open();
  await openDocument(page);
  await chooseAct(page, 'Erase');
  await setCount(page, 1);
  await expect(page.getByRole('button', { name: /^Generate/ })).toHaveAccessibleDescription(
    'Select or paint what is to be erased',
  );
  await canvasOf(page).focus();
  await page.keyboard.press('m');
  await drag(page, [0.4, 0.4], [0.5, 0.5]);
  await promptOf(page).fill('');
  await page.getByRole('button', { name: /^Generate/ }).click();
  await expect(stagedOf(page)).toContainText('Nothing outside the mask changes', { timeout: 60_000 });
  await candidatesOf(page).getByRole('button', { name: 'Accept', exact: true }).click();
  await expect(rowsOf(page).first()).toContainText('Erase');
  await chooseAct(page, 'Inpaint');
  await promptOf(page).fill('sandbox:unrelated');
  await page.getByRole('button', { name: /^Generate/ }).click();
  await expect(candidatesOf(page).getByRole('alert')).toContainText(
    'This shows another picture outside the mask',
    { timeout: 60_000 },
  );
  await expectAccessible(page);
  await candidatesOf(page).getByRole('button', { name: 'Accept as layer', exact: true }).click();
  await expect(rowsOf(page)).toHaveCount(3);
});

test('a page is cropped to a shape, extended with a model from there, and taken back', async ({
  page,
  gesso,
}) => {
  await gesso.open();
  await openDocument(page);
  await canvasOf(page).focus();
  await page.keyboard.press('c');
  await page.getByRole('combobox', { name: 'Shape' }).click();
  await page.getByRole('option', { name: '1:1' }).click();
  await page.getByRole('textbox', { name: 'Page width' }).fill('600');
  await page.keyboard.press('Enter');
  await page.getByRole('textbox', { name: 'Page height' }).fill('600');
  await page.keyboard.press('Enter');
  await expectAccessible(page);
  await canvasOf(page).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByText('600 × 600 px')).toBeVisible();
  await page.getByRole('textbox', { name: 'Page width' }).fill('900');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Extend with a model' }).click();
  await expect(page.getByRole('combobox', { name: 'Operation' })).toContainText('Extend');
  await expect(page.getByRole('group', { name: 'Frame, 900 by 600' })).toBeVisible();
  await canvasOf(page).focus();
  await page.keyboard.press('Control+z');
  await expect(page.getByText('1248 × 832 px')).toBeVisible();
});

test('a layer is made for the frame, and a layer goes along as a reference', async ({ page, gesso }) => {
  await gesso.open();
  await openDocument(page);
  await page
    .getByRole('region', { name: 'Layers' })
    .getByRole('button', { name: 'More for the layer' })
    .click();
  await page.getByRole('menuitem', { name: 'Use as reference' }).click();
  await expect(page.getByRole('group', { name: 'References' }).getByRole('button')).toHaveCount(2);
  await chooseAct(page, 'New layer');
  await setCount(page, 2);
  await promptOf(page).fill('Marble, white and gold');
  await page.getByRole('button', { name: /^Generate/ }).click();
  await expect(stagedOf(page)).toContainText('Stands in its frame', { timeout: 60_000 });
  await expect(candidatesOf(page).getByRole('button', { name: 'Discard' })).toBeVisible({ timeout: 60_000 });
  await candidatesOf(page).getByRole('button', { name: 'More ways to accept' }).click();
  await page.getByRole('menuitem', { name: 'Keep all as layers' }).click();
  await expect(rowsOf(page)).toHaveCount(3);
  await canvasOf(page).focus();
  await page.keyboard.press('Control+z');
  await expect(rowsOf(page)).toHaveCount(1);
});
