import { spawnSync } from 'node:child_process';
import { startDesktop } from '../drivers/desktop-process.ts';
import { candidatesOf, chooseSandbox, expect, generate, promptOf, setCount, test } from './studio.ts';

/** Whether this machine lets us make a network namespace; without one the restart is online and the name says so. */
const canUnshare = process.platform === 'linux' && spawnSync('unshare', ['-n', 'true']).status === 0;

test(`a picture is made, accepted, and found by a word after a restart ${canUnshare ? 'without a network' : '(online)'}`, async ({
  page,
  gesso,
}) => {
  await gesso.open();
  await expect(page.getByRole('heading', { name: 'A clean ground to work on.' })).toBeVisible();
  await chooseSandbox(page);
  await setCount(page, 2);
  await promptOf(page).fill('Quinces on linen, window light from the left');
  await expect(page.getByRole('button', { name: 'Generate Free' })).toBeVisible();
  await generate(page, 'Quinces on linen, window light from the left');
  await expect(candidatesOf(page).getByRole('radio')).toHaveCount(2);
  await candidatesOf(page).getByRole('radio', { name: 'Candidate 2 of 2' }).check();
  await candidatesOf(page).getByRole('button', { name: 'Accept' }).click();
  await expect(candidatesOf(page)).toBeHidden();
  await expect(page.getByRole('img', { name: 'Quinces on linen' })).toBeVisible();

  await page.goto('about:blank');
  await gesso.desktop.stop();
  if (canUnshare) {
    // The desktop is alone in a network namespace; its page is not, so the library itself is asked there.
    const offline = await startDesktop({ data: gesso.data, unshareNetwork: true });
    expect(await offline.stop()).toBe(0);
  }
  gesso.desktop = await startDesktop({ data: gesso.data });
  await gesso.open();
  await expect(page.getByRole('img', { name: 'Quinces on linen' })).toBeVisible();
  await page.getByRole('link', { name: 'Library' }).click();
  await page.getByRole('textbox', { name: 'Search the library' }).fill('linen');
  const found = page.getByRole('grid', { name: 'Library' }).getByRole('gridcell');
  await expect(found).toHaveCount(2);
  await found.first().click();
  const details = page.getByRole('complementary', { name: 'Details' });
  await expect(details).toContainText('Quinces on linen, window light from the left');
  await details.getByRole('button', { name: 'Open in Studio' }).click();
  await expect(page.getByRole('region', { name: 'Canvas' }).getByRole('img')).toBeVisible();
  await page.getByRole('link', { name: 'Library' }).click();
  await page.getByRole('textbox', { name: 'Search the library' }).fill('nothing has this');
  await expect(page.getByRole('heading', { name: 'No pictures match' })).toBeVisible();
});
