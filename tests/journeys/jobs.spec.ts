import { renameSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { startDesktop } from '../drivers/desktop-process.ts';
import { envFor, giveKey, startWithOpenAi } from './own-key.ts';
import { candidatesOf, chooseSandbox, expect, generate, promptOf, setCount, test } from './studio.ts';

async function openJobs(page: Page) {
  await page.keyboard.press('Control+Shift+j');
  const jobs = page.getByRole('dialog', { name: 'Jobs' });
  await jobs.waitFor();
  return jobs;
}

test('a library folder that went away is said, tried again and told when it is still gone', async ({
  page,
  gesso,
}) => {
  await gesso.open();
  await chooseSandbox(page);
  await setCount(page, 3);
  await promptOf(page).fill('Dunes at noon sandbox:slow');
  await page.keyboard.press('Control+Enter');
  await page.getByRole('radio', { name: 'Candidate 1 of 3', exact: true }).waitFor({ timeout: 60_000 });
  const folder = join(gesso.data, 'Pictures');
  renameSync(folder, `${folder}-elsewhere`);
  const jobs = await openJobs(page);
  const tryAgain = jobs.getByRole('button', { name: 'Try again' });
  await tryAgain.waitFor({ timeout: 60_000 });
  await expect(jobs).toContainText(`The folder ${join(folder, 'Gesso')} is missing`);
  await expect(page.getByRole('button', { name: 'Not saved yet' })).toBeVisible();
  await tryAgain.click();
  await expect(jobs).toContainText('Tried again, and it could not be saved.');
  renameSync(`${folder}-elsewhere`, folder);
  await tryAgain.click();
  await expect(tryAgain).toBeHidden();
  await page.keyboard.press('Escape');
  await page.getByRole('radio', { name: 'Candidate 2 of 3', exact: true }).waitFor();
});

test('a paid job that a crash cut off is shown as interrupted, and goes when it is closed', async ({
  page,
  gesso,
}) => {
  const double = await startWithOpenAi(gesso);
  double.script({ kind: 'never' });
  await gesso.open();
  await giveKey(page, double);
  await promptOf(page).fill('Two pears on magenta');
  await page.keyboard.press('Control+Enter');
  await expect.poll(() => double.requests.some(({ path }) => path.includes('/images/'))).toBe(true);
  await page.goto('about:blank');
  await gesso.desktop.kill();
  gesso.desktop = await startDesktop({ data: gesso.data, env: envFor(double) });
  await gesso.open();
  await promptOf(page).waitFor();
  const jobs = await openJobs(page);
  await expect(jobs).toContainText('Interrupted. Its end is not known');
  await expect(jobs).toContainText('OpenAI may have charged for it');
  await jobs.getByRole('button', { name: 'Close: Text to picture, Two pears on magenta' }).click();
  await expect(jobs).toContainText('Interrupted and closed');
  await expect(jobs.getByRole('button', { name: /^Close: / })).toBeHidden();
  // It was the person's own act: nothing alarms.
  await expect(page.getByRole('region', { name: 'Notifications' }).getByRole('alert')).toHaveCount(0);
  expect(double.requests.filter(({ path }) => path.includes('/images/'))).toHaveLength(1);
  await double.close();
});

test('"Show in Library" selects exactly the pictures of that job, also a second time', async ({
  page,
  gesso,
}) => {
  await gesso.open();
  await chooseSandbox(page);
  await setCount(page, 2);
  await generate(page, 'Agate slice, teal bands');
  await generate(page, 'Terrazzo, brick and sage');
  const selected = page.getByRole('gridcell', { selected: true });
  for (const _ of ['from the Studio', 'from the Library itself']) {
    const jobs = await openJobs(page);
    await jobs
      .getByRole('listitem')
      .filter({ hasText: 'Agate slice' })
      .getByRole('button', { name: 'Show in Library' })
      .click();
    await expect(selected).toHaveCount(2);
    await expect(selected.first()).toHaveAccessibleName(/^Agate slice/);
    await expect(selected.nth(1)).toHaveAccessibleName(/^Agate slice/);
    await page
      .getByRole('gridcell', { name: /^Terrazzo/ })
      .first()
      .click();
    await expect(selected).toHaveCount(1);
  }
});

test('fewer pictures than asked for are said with the reason', async ({ page, gesso }) => {
  await gesso.open();
  await chooseSandbox(page);
  await setCount(page, 2);
  await promptOf(page).fill('Dunes sandbox:fail-second');
  await page.keyboard.press('Control+Enter');
  await expect(page.getByRole('region', { name: 'Notifications' })).toContainText(
    '1 of 2 pictures were made',
  );
  await expect(candidatesOf(page).getByRole('radio', { name: 'Candidate 2 of 2, not made' })).toBeVisible();
  const jobs = await openJobs(page);
  await expect(jobs).toContainText('1 of 2 made. Sandbox failed on its side');
});

test('what stands in the form is there again after a restart, and a seed drawn once is not locked', async ({
  page,
  gesso,
}) => {
  const sent: string[] = [];
  page.on('websocket', (socket) => socket.on('framesent', ({ payload }) => sent.push(payload.toString())));
  await gesso.open();
  await chooseSandbox(page);
  await expect(promptOf(page)).toBeFocused();
  await setCount(page, 3);
  await page.getByRole('radio', { name: '16:9' }).click();
  await promptOf(page).fill('Somebody famous sandbox:refuse');
  await page.keyboard.press('Control+Enter');
  await page.getByRole('button', { name: 'Edit prompt' }).click();
  await expect(page.getByRole('button', { name: 'Keep this seed' })).toHaveAttribute('aria-pressed', 'false');
  await promptOf(page).fill('A prompt that is not sent yet');
  // Kept when the hand has rested; what a page says while it goes away, a browser may drop.
  const isKept = (): boolean => sent.some((frame) => frame.includes('A prompt that is not sent yet'));
  await expect.poll(isKept).toBe(true);
  await gesso.restart();
  await gesso.open();
  await expect(promptOf(page)).toHaveValue('A prompt that is not sent yet');
  await expect(page.getByRole('spinbutton', { name: 'Count' })).toHaveAttribute('aria-valuenow', '3');
  await expect(page.getByRole('radio', { name: '16:9' })).toBeChecked();
});
