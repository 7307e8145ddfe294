import { startDesktop } from '../drivers/desktop-process.ts';
import { candidatesOf, chooseSandbox, expect, expectAccessible, promptOf, setCount, test } from './studio.ts';

for (const theme of ['dark', 'light'] as const) {
  test(`axe finds nothing on any page in the ${theme} theme`, async ({ page, gesso }) => {
    await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
    await gesso.open();
    await page.getByRole('button', { name: /^Try it in the sandbox/ }).waitFor();
    await expectAccessible(page);
    await page.getByRole('button', { name: /^Try it in the sandbox/ }).click();
    await page.getByRole('button', { name: 'Choose' }).click();
    await page.getByRole('dialog', { name: 'Choose a folder' }).waitFor();
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Cancel' }).click();
    await page.getByRole('button', { name: 'Open Gesso' }).click();
    await promptOf(page).waitFor();
    await page.getByRole('button', { name: 'Gesso menu' }).click();
    await page.getByRole('menuitemradio', { name: theme === 'dark' ? 'Dark' : 'Light' }).click();
    await expectAccessible(page);
    await setCount(page, 2);
    await promptOf(page).fill('Quinces on linen');
    await page.keyboard.press('Control+Enter');
    await expect(candidatesOf(page).getByRole('button', { name: 'Discard' })).toBeVisible({
      timeout: 60_000,
    });
    await expectAccessible(page);
    await page.keyboard.press('Control+Shift+j');
    await page.getByRole('dialog', { name: 'Jobs' }).waitFor();
    await expectAccessible(page);
    await page.keyboard.press('Escape');
    await page.keyboard.press('Control+k');
    await page.getByRole('dialog', { name: 'Command palette' }).getByRole('combobox').fill('quin');
    await page
      .getByRole('option', { name: /^Quinces on linen/ })
      .first()
      .waitFor();
    await expectAccessible(page);
    await page.keyboard.press('Enter');
    await page.getByRole('complementary', { name: 'Details' }).getByText('Parameters').waitFor();
    await expectAccessible(page);
    for (const name of ['General', 'Appearance', 'Storage', 'Providers and keys', 'Shortcuts', 'About']) {
      await page.keyboard.press('Control+,');
      await page.getByRole('navigation', { name: 'Settings' }).getByRole('link', { name }).click();
      await page.getByRole('heading', { name, level: 1 }).waitFor();
      await expectAccessible(page);
    }
  });
}

test('the whole job is done with the keyboard alone', async ({ page, gesso }) => {
  await gesso.open();
  await page.getByRole('button', { name: /^Try it in the sandbox/ }).waitFor();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Open Gesso' }).focus();
  await page.keyboard.press('Enter');
  await promptOf(page).waitFor();
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: 'Search commands and pictures' }).waitFor();
  await page.keyboard.type('write');
  await page.keyboard.press('Enter');
  await expect(promptOf(page)).toBeFocused();
  await page.keyboard.type('Low tide at dawn');
  await page.keyboard.press('Control+Enter');
  await expect(candidatesOf(page).getByRole('button', { name: 'Discard' })).toBeVisible({ timeout: 60_000 });
  for (let hops = 0; hops < 8; hops++) {
    if (
      await page.getByRole('region', { name: 'Canvas' }).evaluate((view) => view === document.activeElement)
    )
      break;
    await page.keyboard.press('F6');
  }
  await page.keyboard.press('Enter');
  await expect(page.getByRole('img', { name: 'Low tide at dawn' })).toBeVisible();
  await page.keyboard.press('Control+1');
  await expect(page.getByRole('button', { name: 'Zoom: 100 percent' })).toBeVisible();
  await page.keyboard.press('Control+0');
  await page.keyboard.press('Alt+2');
  await page.getByRole('gridcell').first().waitFor();
  await page.keyboard.press('/');
  await page.keyboard.type('tide');
  await expect(page.getByRole('gridcell')).toHaveCount(4);
});

test('a lost desktop is said in a banner, and so is one that was started again', async ({ page, gesso }) => {
  await gesso.open();
  await chooseSandbox(page);
  const port = new URL(gesso.desktop.origin).port;
  await gesso.desktop.kill();
  await expect(page.getByText("Gesso's desktop process is not answering.")).toBeVisible();
  gesso.desktop = await startDesktop({ data: gesso.data, args: ['--port', port] });
  await expect(page.getByText('Gesso was started again.')).toBeVisible({ timeout: 20_000 });
  await gesso.open();
  await promptOf(page).waitFor();
  await page.keyboard.press('Alt+2');
  await expect(page.getByRole('heading', { name: 'Nothing on the wall yet' })).toBeVisible();
});

test('theme and surround are chosen once and stay after a restart', async ({ page, gesso }) => {
  await gesso.open();
  await chooseSandbox(page);
  await page
    .getByRole('radiogroup', { name: 'Canvas surround' })
    .getByRole('radio', { name: '18% grey' })
    .click();
  // One change is kept before the next is asked for: its answer would show the earlier theme for a moment.
  await expect(page.getByRole('radio', { name: '18% grey' })).toBeChecked();
  await page.keyboard.press('Control+Shift+l');
  const root = page.locator('html');
  await expect(root).toHaveAttribute('data-theme', /dark|light/);
  const theme = await root.getAttribute('data-theme');
  await gesso.restart();
  await gesso.open();
  await expect(root).toHaveAttribute('data-theme', theme ?? '');
  await expect(page.getByRole('radio', { name: '18% grey' })).toBeChecked();
});
