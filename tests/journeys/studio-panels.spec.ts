import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import {
  BLACK,
  canvasOf,
  colourAt,
  drag,
  layersOf,
  openDocument,
  optionsOf,
  rowsOf,
  toolsOf,
} from './canvas-steps.ts';
import { candidatesOf, chooseSandbox, expect, expectAccessible, generate, setCount, test } from './studio.ts';

const status = (page: Page) => page.locator('[data-region="status"]');
const fromCommands = async (page: Page, words: string): Promise<void> => {
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: 'Search commands and pictures' }).fill(words);
  await page.keyboard.press('Enter');
};

for (const theme of ['dark', 'light'] as const) {
  test(`axe finds nothing in what is asked about a document, in the ${theme} theme`, async ({
    page,
    gesso,
  }) => {
    mkdirSync(join(gesso.data, 'Pictures'), { recursive: true });
    await page.emulateMedia({ colorScheme: theme });
    await gesso.open();
    await chooseSandbox(page);
    // The theme is the system's until another is chosen.
    await expect(page.locator('html')).toHaveCSS('color-scheme', theme === 'dark' ? /dark/ : /light/);
    // The ground that words stand on is chosen by itself: what stands on it is read on every one, in either theme.
    for (const surround of await page
      .getByRole('radiogroup', { name: 'Canvas surround' })
      .getByRole('radio')
      .all()) {
      await surround.click();
      await expect(surround).toBeChecked();
      await expectAccessible(page);
    }
    await canvasOf(page).getByRole('button', { name: 'New document' }).click();
    await page.getByRole('dialog', { name: 'New document' }).waitFor();
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Create document' }).click();
    await expect(rowsOf(page)).toHaveCount(1);
    await expectAccessible(page);
    await fromCommands(page, 'rename document');
    await page.getByRole('dialog', { name: 'Rename document' }).waitFor();
    await expectAccessible(page);
    await page.keyboard.press('Escape');
    for (const asked of [false, true]) {
      await page.keyboard.press('Control+Shift+s');
      const dialog = page.getByRole('dialog', { name: 'Save document as' });
      await dialog.getByRole('textbox', { name: 'File name' }).fill('Harbour');
      await dialog.getByRole('button', { name: 'Save document' }).click();
      if (!asked) await fromCommands(page, 'duplicate document');
      if (!asked) await expect(page.getByRole('button', { name: /^Document: .* copy$/ })).toBeVisible();
    }
    const taken = page.getByRole('alertdialog', { name: 'Harbour.ora is there already' });
    await taken.waitFor();
    await expectAccessible(page);
    await taken.getByRole('button', { name: 'Cancel' }).click();
    await page.keyboard.press('Escape');
    await fromCommands(page, 'recent');
    await page
      .getByRole('dialog', { name: 'Recent documents' })
      .getByRole('button', { name: /Harbour\.ora/ })
      .waitFor();
    await expectAccessible(page);
    await page.keyboard.press('Escape');
    await layersOf(page).getByRole('button', { name: 'More for the layer' }).click();
    await page.getByRole('menu', { name: 'More for the layer' }).waitFor();
    await expectAccessible(page);
    await page.keyboard.press('Escape');
    await optionsOf(page).getByRole('button', { name: 'History' }).click();
    await page.getByRole('menu', { name: 'History' }).waitFor();
    await expectAccessible(page);
    await page.keyboard.press('Escape');
    await page.setViewportSize({ width: 1024, height: 680 });
    await page.getByRole('tab', { name: 'Layers' }).click();
    await expect(rowsOf(page)).toHaveCount(1);
    await expectAccessible(page);
  });
}

test('two layers are transformed at once: seen while they are pulled, put back by Escape, one step', async ({
  page,
  gesso,
}) => {
  await gesso.open();
  await openDocument(page);
  await canvasOf(page).focus();
  await page.keyboard.press('Control+Shift+KeyN');
  await expect(rowsOf(page)).toHaveCount(2);
  await page.keyboard.press('m');
  await drag(page, [0.15, 0.2], [0.3, 0.8]);
  await page.keyboard.press('Alt+Backspace');
  await page.keyboard.press('Control+d');
  await expect.poll(() => colourAt(page, 0.2, 0.5)).toEqual(BLACK);
  const right = await colourAt(page, 0.85, 0.5);
  await rowsOf(page)
    .nth(1)
    .click({ modifiers: ['Control'] });
  await canvasOf(page).focus();
  await page.keyboard.press('v');
  await page.keyboard.press('Control+t');
  const frame = page.getByRole('group', { name: /^Frame, 1248 by 832/ });
  await expect(frame).toBeVisible();
  // Mirrored, the black bar is seen at the right before anything is applied.
  await optionsOf(page).getByRole('button', { name: 'Flip left to right' }).click();
  await expect.poll(() => colourAt(page, 0.8, 0.5)).toEqual(BLACK);
  await expect.poll(() => colourAt(page, 0.2, 0.5)).not.toEqual(BLACK);
  await canvasOf(page).focus();
  await page.keyboard.press('Escape');
  await expect(frame).toBeHidden();
  await expect.poll(() => colourAt(page, 0.2, 0.5)).toEqual(BLACK);
  await expect.poll(() => colourAt(page, 0.85, 0.5)).toEqual(right);
  await page.keyboard.press('Control+t');
  await optionsOf(page).getByRole('textbox', { name: 'Frame width' }).fill('624');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('group', { name: 'Frame, 624 by 832' })).toBeVisible();
  // Dragged by its inside, and by the arrows: the frame moves, and nothing of what was pulled is lost.
  await drag(page, [0.5, 0.5], [0.55, 0.5]);
  await page.keyboard.press('Shift+ArrowRight');
  await expect(page.getByRole('group', { name: 'Frame, 624 by 832' })).toBeVisible();
  const shown = await colourAt(page, 0.6, 0.5);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('group', { name: /^Frame/ })).toBeHidden();
  const near = (one: readonly number[]) => one.every((part, at) => Math.abs(part - (shown[at] ?? 0)) <= 16);
  await expect.poll(async () => near(await colourAt(page, 0.6, 0.5))).toBe(true);
  await page.keyboard.press('Control+z');
  await expect.poll(() => colourAt(page, 0.2, 0.5)).toEqual(BLACK);
  await expect.poll(() => colourAt(page, 0.85, 0.5)).toEqual(right);
});

test('what hands expect of a layers panel: alone, selected by a click, grouped and ungrouped, let go below all', async ({
  page,
  gesso,
}) => {
  await gesso.open();
  await openDocument(page);
  await canvasOf(page).focus();
  await page.keyboard.press('Control+Shift+KeyN');
  await expect(rowsOf(page)).toHaveCount(2);
  await page.keyboard.press('m');
  await drag(page, [0.3, 0.3], [0.6, 0.7]);
  await page.keyboard.press('Alt+Backspace');
  await page.keyboard.press('Control+d');
  await expect.poll(() => colourAt(page, 0.5, 0.5)).toEqual(BLACK);
  await layersOf(page)
    .getByRole('button', { name: /^Hide Two arches/ })
    .click({ modifiers: ['Alt'] });
  await expect(layersOf(page).getByRole('button', { name: 'Show Layer 2' })).toBeVisible();
  await expect.poll(() => colourAt(page, 0.5, 0.5)).not.toEqual(BLACK);
  await layersOf(page)
    .getByRole('button', { name: /^Hide Two arches/ })
    .click({ modifiers: ['Alt'] });
  await expect.poll(() => colourAt(page, 0.5, 0.5)).toEqual(BLACK);
  await rowsOf(page)
    .first()
    .locator('[data-part="pixels"]')
    .click({ modifiers: ['Control'] });
  await expect(optionsOf(page).getByRole('button', { name: 'Invert' })).not.toHaveAttribute('aria-disabled');
  await canvasOf(page).focus();
  await page.keyboard.press('Control+d');
  await page.keyboard.press('v');
  await page.keyboard.press('5');
  await expect(rowsOf(page).first()).toContainText('50%');
  // Dragged by its unit, opacity is seen at once, and is one step.
  const half = await colourAt(page, 0.5, 0.5);
  const unit = await layersOf(page).getByText('%', { exact: true }).boundingBox();
  if (unit === null) throw new Error('no unit');
  await page.mouse.move(unit.x + 4, unit.y + 8);
  await page.mouse.down();
  await page.mouse.move(unit.x + 60, unit.y + 8, { steps: 6 });
  await expect.poll(() => colourAt(page, 0.5, 0.5)).toEqual(BLACK);
  await page.mouse.up();
  await expect(layersOf(page).getByRole('textbox', { name: 'Opacity' })).toHaveValue('100');
  await expect(rowsOf(page).first()).not.toContainText('%');
  await canvasOf(page).focus();
  await page.keyboard.press('Control+z');
  await expect.poll(() => colourAt(page, 0.5, 0.5)).toEqual(half);
  await rowsOf(page)
    .nth(1)
    .click({ modifiers: ['Control'] });
  await canvasOf(page).focus();
  await page.keyboard.press('Control+g');
  await expect(rowsOf(page)).toHaveCount(3);
  await page.keyboard.press('Control+Shift+KeyG');
  await expect(rowsOf(page)).toHaveCount(2);
  await expect(rowsOf(page).first()).toContainText('Layer 2');
  await rowsOf(page).first().click();
  const row = await rowsOf(page).first().boundingBox();
  const list = await layersOf(page).getByRole('list', { name: 'Layers' }).boundingBox();
  if (row === null || list === null) throw new Error('no rows');
  const from = [row.x + row.width * 0.7, row.y + row.height / 2] as const;
  const below = [from[0], list.y + list.height - 4] as const;
  await page.mouse.move(...from);
  await page.mouse.down();
  await page.mouse.move(...below, { steps: 8 });
  await expect(rowsOf(page).nth(1)).toHaveAttribute('data-drop', 'below');
  await page.keyboard.press('Escape');
  await expect(rowsOf(page).nth(1)).not.toHaveAttribute('data-drop');
  await page.mouse.up();
  await expect(rowsOf(page).first()).toContainText('Layer 2');
  await page.mouse.move(...from);
  await page.mouse.down();
  await page.mouse.move(...below, { steps: 8 });
  await page.mouse.up();
  await expect(rowsOf(page).nth(1)).toContainText('Layer 2');
});

test('a document is looked at while candidates wait, and nothing is done to it while they hide it', async ({
  page,
  gesso,
}) => {
  await gesso.open();
  await chooseSandbox(page);
  await setCount(page, 1);
  await generate(page, 'Low tide at dawn');
  await fromCommands(page, 'new document');
  const dialog = page.getByRole('dialog', { name: 'New document' });
  await dialog.getByRole('button', { name: 'Create document' }).click();
  await expect(rowsOf(page)).toHaveCount(1);
  const white = [255, 255, 255];
  await expect.poll(() => colourAt(page, 0.5, 0.5)).toEqual(white);
  await optionsOf(page).getByRole('button', { name: 'Show waiting candidates' }).click();
  await expect(candidatesOf(page)).toBeVisible();
  await expect.poll(() => colourAt(page, 0.5, 0.5)).not.toEqual(white);
  await canvasOf(page).focus();
  await page.keyboard.press('Delete');
  await page.keyboard.press('Alt+Backspace');
  await optionsOf(page).getByRole('button', { name: 'Show document' }).click();
  await expect.poll(() => colourAt(page, 0.5, 0.5)).toEqual(white);
  await expect(optionsOf(page).getByRole('button', { name: 'Undo' })).toHaveAttribute(
    'aria-disabled',
    'true',
  );
});

test('a new document has its name, its size and its zoom; a narrow window keeps what belongs to it', async ({
  page,
  gesso,
}) => {
  await gesso.open();
  await chooseSandbox(page);
  await canvasOf(page).getByRole('button', { name: 'New document' }).click();
  const dialog = page.getByRole('dialog', { name: 'New document' });
  await dialog.getByRole('textbox', { name: 'Name' }).fill('A very long name that nobody would give a page');
  await dialog.getByRole('textbox', { name: 'Width' }).fill('640');
  await dialog.getByRole('textbox', { name: 'Height' }).fill('480');
  await dialog.getByRole('button', { name: 'Create document' }).click();
  await expect(rowsOf(page)).toHaveCount(1);
  await expect(status(page)).toContainText('640 × 480 px');
  await expect(canvasOf(page).getByText('A very long name')).toBeVisible();
  await toolsOf(page).getByRole('button', { name: 'Zoom' }).dblclick();
  await expect(page.getByRole('button', { name: 'Zoom: 100 percent' })).toBeVisible();
  await toolsOf(page).getByRole('button', { name: 'Hand' }).dblclick();
  await expect(page.getByRole('button', { name: 'Zoom: 100 percent' })).toBeHidden();
  // As a window of 1440 by 900 is at 200%.
  await page.setViewportSize({ width: 720, height: 450 });
  for (const name of ['Rectangle select', 'Brush']) {
    await toolsOf(page).getByRole('button', { name, exact: true }).click();
    await expect(optionsOf(page).getByRole('button', { name: 'Close document' })).toBeInViewport({
      ratio: 1,
    });
  }
  const tools = await toolsOf(page).boundingBox();
  const bar = await status(page).boundingBox();
  expect((tools?.y ?? 0) + (tools?.height ?? 0)).toBeLessThanOrEqual((bar?.y ?? 0) + 1);
  await page.getByRole('tab', { name: 'Generate' }).focus();
  await page.keyboard.press('ArrowRight');
  await expect(page.getByRole('tab', { name: 'Layers' })).toBeFocused();
  await expect(rowsOf(page)).toHaveCount(1);
});
