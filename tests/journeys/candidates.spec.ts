import { candidatesOf, chooseSandbox, expect, generate, promptOf, setCount, test } from './studio.ts';

test.beforeEach(async ({ page, gesso }) => {
  await gesso.open();
  await chooseSandbox(page);
  await setCount(page, 3);
});

test('candidates are looked through, put aside, brought back and accepted by keys', async ({ page }) => {
  await generate(page, 'Dunes at noon');
  const radios = candidatesOf(page).getByRole('radio');
  await radios.first().focus();
  await page.keyboard.press('ArrowRight');
  await expect(radios.nth(1)).toBeChecked();
  await page.keyboard.press('ArrowLeft');
  await expect(radios.first()).toBeChecked();
  await page.getByRole('region', { name: 'Canvas' }).focus();
  await page.keyboard.press('Escape');
  await expect(candidatesOf(page)).toBeHidden();
  const notifications = page.getByRole('region', { name: 'Notifications' });
  await expect(notifications).toContainText('3 candidates put aside');
  await notifications.getByRole('button', { name: 'Undo' }).click();
  await expect(candidatesOf(page)).toBeVisible();
  await page.getByRole('region', { name: 'Canvas' }).focus();
  await page.keyboard.press('Enter');
  await expect(candidatesOf(page)).toBeHidden();
  await expect(page.getByRole('img', { name: 'Dunes at noon' })).toBeVisible();
});

test('R makes another run of the same prompt, and both wait for a decision', async ({ page }) => {
  await generate(page, 'Dunes at noon');
  await page.getByRole('region', { name: 'Canvas' }).focus();
  await page.keyboard.press('r');
  await expect(page.getByText('Run 1 of 2')).toBeVisible();
  await page.getByRole('button', { name: 'Older run' }).click();
  await expect(page.getByText('Run 2 of 2')).toBeVisible();
});

test('a run is cancelled and nothing waits any more', async ({ page }) => {
  await promptOf(page).fill('Dunes at noon sandbox:slow');
  await page.keyboard.press('Control+Enter');
  const pill = page.getByRole('button', { name: /^1 job, \d+ percent done$/ });
  await expect(pill).toBeVisible();
  await pill.click();
  const jobs = page.getByRole('dialog', { name: 'Jobs' });
  await expect(jobs.getByRole('progressbar')).toBeVisible();
  await jobs.getByRole('button', { name: /^Cancel: / }).click();
  await expect(page.getByRole('button', { name: 'Jobs, none running' })).toBeVisible();
  await expect(jobs).toContainText('Cancelled');
});

test('a refusal says who refused, why and what it cost, and leads back to the prompt', async ({ page }) => {
  await promptOf(page).fill('Somebody famous sandbox:refuse');
  await page.keyboard.press('Control+Enter');
  const dialog = page.getByRole('alertdialog', { name: 'The model refused this prompt' });
  await expect(dialog).toContainText('Nothing was made.');
  await expect(dialog).toContainText('Nothing was charged.');
  await expect(dialog.getByRole('button', { name: 'Edit prompt' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(dialog).toBeHidden();
  await expect(promptOf(page)).toBeFocused();
});

test('a failure is a notification with what happened and what to do', async ({ page }) => {
  await promptOf(page).fill('Dunes sandbox:fail');
  await page.keyboard.press('Control+Enter');
  const alert = page.getByRole('region', { name: 'Notifications' }).getByRole('alert');
  await expect(alert).toContainText('Nothing was made. Nothing was charged.');
  await alert.getByRole('button', { name: 'Edit and try again' }).click();
  await expect(promptOf(page)).toHaveValue('Dunes sandbox:fail');
});

test('a prompt past 32,000 characters says so and cannot be sent', async ({ page }) => {
  await promptOf(page).fill('x'.repeat(32_001));
  await expect(page.getByText('32,001 / 32,000')).toBeVisible();
  await expect(page.getByText('The prompt is 1 character too long.')).toBeVisible();
  await expect(page.getByRole('button', { name: /^Generate/ })).toHaveAttribute('aria-disabled', 'true');
});
