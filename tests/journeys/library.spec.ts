import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { chooseSandbox, expect, generate, promptOf, setCount, test } from './studio.ts';

test.beforeEach(async ({ page, gesso }) => {
  await gesso.open();
  await chooseSandbox(page);
  await setCount(page, 3);
  await generate(page, 'Two arches at noon');
  await page.keyboard.press('Alt+2');
  await expect(page.getByRole('gridcell')).toHaveCount(3);
});

test('pictures go to Trash, come back by Undo, and are restored from Trash', async ({ page }) => {
  const cells = page.getByRole('gridcell');
  await cells.nth(0).click();
  await cells.nth(1).click({ modifiers: ['Shift'] });
  const bar = page.getByRole('toolbar', { name: 'Selected pictures' });
  await expect(bar).toContainText('2 selected');
  await bar.getByRole('button', { name: 'Move to Trash' }).click();
  await expect(cells).toHaveCount(1);
  const notifications = page.getByRole('region', { name: 'Notifications' });
  await expect(notifications).toContainText('2 pictures moved to Trash');
  await notifications.getByRole('button', { name: 'Undo' }).click();
  await expect(cells).toHaveCount(3);
  await cells.nth(0).click();
  await page.keyboard.press('Delete');
  await expect(cells).toHaveCount(2);
  await page
    .getByRole('navigation', { name: 'Filters' })
    .getByRole('button', { name: /^Trash/ })
    .click();
  await expect(cells).toHaveCount(1);
  await cells.first().click();
  await page.getByRole('complementary', { name: 'Details' }).getByRole('button', { name: 'Restore' }).click();
  await expect(page.getByRole('heading', { name: 'Trash is empty' })).toBeVisible();
});

test('arrows move, Space looks, Enter opens, and the search is one key away', async ({ page }) => {
  const cells = page.getByRole('gridcell');
  await cells.first().focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowLeft');
  await expect(cells.nth(1)).toBeFocused();
  await expect(cells.nth(1)).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('Space');
  const look = page.getByRole('dialog', { name: /^Two arches/ });
  await expect(look).toBeVisible();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Space');
  await expect(look).toBeHidden();
  await expect(cells.nth(2)).toBeFocused();
  await page.keyboard.press('/');
  await expect(page.getByRole('textbox', { name: 'Search the library' })).toBeFocused();
  await cells.nth(2).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('region', { name: 'Canvas' })).toBeVisible();
  await expect(page.getByRole('img', { name: 'Two arches at noon' })).toBeVisible();
});

test('"Use again" brings every parameter back, with the seed kept and the parent known', async ({ page }) => {
  await page.getByRole('gridcell').first().click();
  const details = page.getByRole('complementary', { name: 'Details' });
  await expect(details.getByRole('list', { name: 'Lineage' })).toBeVisible();
  await details.getByRole('button', { name: 'Use again' }).click();
  await expect(promptOf(page)).toHaveValue('Two arches at noon');
  await expect(page.getByRole('textbox', { name: 'Seed' })).not.toHaveValue('');
  await expect(page.getByRole('button', { name: 'Keep this seed' })).toHaveAttribute('aria-pressed', 'true');
  await expect(page.getByRole('spinbutton', { name: 'Count' })).toHaveAttribute('aria-valuenow', '3');
});

test('a file that was taken away is said in words', async ({ page, gesso }) => {
  rmSync(join(gesso.data, 'Pictures'), { recursive: true });
  await page.getByRole('gridcell').first().click();
  const details = page.getByRole('complementary', { name: 'Details' });
  await expect(details).toContainText('The file is missing');
  await expect(details.getByRole('button', { name: 'Show in folder' })).toBeHidden();
});
