import type { Page } from '@playwright/test';
import type { OpenAiDouble } from '../fakes/openai/index.ts';
import { canvasOf, rowsOf } from './canvas-steps.ts';
import { giveKey, startWithOpenAi } from './own-key.ts';
import { candidatesOf, chooseSandbox, expect, expectAccessible, promptOf, setCount, test } from './studio.ts';

const PROMPT = 'Quinces on linen, window light';

const capOf = (page: Page, name: string) => page.getByRole('textbox', { name, exact: true });
const generateOf = (page: Page) => page.getByRole('button', { name: /^Generate/ });
const linkOf = (page: Page) => page.getByRole('button', { name: 'What will be sent' });
const dialogOf = (page: Page) => page.getByRole('dialog', { name: 'What will be sent' });
const images = (double: OpenAiDouble) => double.requests.filter(({ path }) => path.includes('/images/'));

async function openSpending(page: Page): Promise<void> {
  await page.keyboard.press('Control+,');
  await page.getByRole('navigation', { name: 'Settings' }).getByRole('link', { name: 'Spending' }).click();
  await expect(page.getByRole('heading', { name: 'Spending guard' })).toBeVisible();
}

test.describe('with a key of the own', () => {
  let double: OpenAiDouble;
  test.beforeEach(async ({ page, gesso }) => {
    double = await startWithOpenAi(gesso);
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await gesso.open();
    await giveKey(page, double);
    await expect(generateOf(page)).toContainText('about $');
    await setCount(page, 3);
    await promptOf(page).fill(PROMPT);
  });
  test.afterEach(() => double.close());

  test('what will be sent for a run in the document has the document in it, and nothing leaves for being looked at', async ({
    page,
  }) => {
    await canvasOf(page).getByRole('button', { name: 'New document' }).click();
    await page.getByRole('dialog', { name: 'New document' }).getByRole('button', { name: 'Create' }).click();
    await expect(rowsOf(page)).toHaveCount(1);
    await page.getByRole('combobox', { name: 'Operation' }).click();
    await page.getByRole('option', { name: 'Inpaint' }).click();
    await promptOf(page).fill(PROMPT);
    await linkOf(page).click();
    await expect(dialogOf(page)).toContainText('/images/edits');
    await expect(dialogOf(page)).toContainText('source.png');
    await expect(dialogOf(page)).toContainText('mask.png');
    expect(images(double)).toHaveLength(0);
  });

  test('a cap refuses with its reason and the way past it, and what was spent is counted', async ({
    page,
  }) => {
    await openSpending(page);
    await expect(page.getByText('Nothing spent yet.')).toBeVisible();
    const cap = capOf(page, 'Most a run may cost');
    await cap.fill('a cent');
    await cap.press('Enter');
    await expect(page.getByRole('alert')).toContainText('Write dollars and cents');
    await expectAccessible(page);
    await cap.fill('0.01');
    await cap.press('Enter');
    await expect(page.getByRole('alert')).toBeHidden();

    await page.getByRole('link', { name: 'Studio' }).click();
    await generateOf(page).click();
    const refusal = page.getByRole('alert');
    await expect(refusal).toContainText('This run would cost more than your cap');
    await expect(refusal).toContainText(/about \$0\.\d+; your cap for one run is \$0\.01/);
    // Not even one picture fits, so no smaller count is offered.
    await expect(refusal.getByRole('button')).toHaveText(['Change the cap']);
    await expectAccessible(page);
    expect(images(double)).toHaveLength(0);

    await refusal.getByRole('button', { name: 'Change the cap' }).click();
    await cap.fill('0.08');
    await cap.blur();
    await page.getByRole('link', { name: 'Studio' }).click();
    await expect(refusal).toBeHidden();
    await generateOf(page).click();
    await refusal.getByRole('button', { name: 'Use count 2' }).click();
    await expect(page.getByRole('spinbutton', { name: 'Count' })).toHaveText('2');
    await generateOf(page).click();
    await expect(candidatesOf(page).getByRole('radio')).toHaveCount(2, { timeout: 60_000 });
    await page.getByRole('button', { name: /^Jobs/ }).click();
    const job = page.getByRole('dialog', { name: 'Jobs' }).getByRole('listitem').first();
    await expect(job).toContainText(/\$0\.\d+/);
    const cost = /\$\d+\.\d+/.exec(await job.innerText())?.[0] ?? 'no cost';
    await page.keyboard.press('Escape');

    await openSpending(page);
    const models = page.getByRole('table', { name: 'By model' });
    await expect(models.getByRole('row', { name: /GPT Image 2/ })).toContainText(cost);
    await expect(page.getByRole('table', { name: 'By day' }).getByRole('row')).toHaveCount(2);
    await expectAccessible(page);

    // The month's cap counts what was spent.
    await capOf(page, 'Most a month may cost').fill('0.05');
    await capOf(page, 'Most a month may cost').press('Enter');
    await page.getByRole('link', { name: 'Studio' }).click();
    await generateOf(page).click();
    await expect(refusal).toContainText('over your cap for the month');
    await expect(refusal).toContainText(`${cost} of $0.05 is spent this month`);
  });

  for (const theme of ['dark', 'light'] as const) {
    test(`what will be sent is what is sent, ${theme}`, async ({ page }) => {
      await page.emulateMedia({ reducedMotion: 'reduce', colorScheme: theme });
      await linkOf(page).click();
      const dialog = dialogOf(page);
      await expect(dialog).toContainText(`POST ${double.baseUrl}/images/generations`);
      await expect(dialog.getByRole('row', { name: /^prompt/ })).toContainText(PROMPT);
      await expect(dialog.getByRole('row', { name: /^authorization/ })).toContainText('Bearer ••••••••');
      await expect(dialog).not.toContainText(double.key);
      await expectAccessible(page);
      await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
      await dialog.getByRole('button', { name: 'Copy request' }).click();
      await expect(dialog.getByRole('button', { name: 'Copied' })).toBeVisible();
      const copied = await page.evaluate(() => navigator.clipboard.readText());
      expect(copied).toContain(`prompt: ${JSON.stringify(PROMPT)}`);
      expect(images(double)).toHaveLength(0);
      await page.keyboard.press('Escape');
      await expect(dialog).toBeHidden();
      await expect(linkOf(page)).toBeFocused();
    });
  }
});

test('for the sandbox nothing leaves this computer', async ({ page, gesso }) => {
  await gesso.open();
  await chooseSandbox(page);
  await promptOf(page).fill(PROMPT);
  await linkOf(page).click();
  await expect(dialogOf(page)).toContainText('Nothing leaves this computer.');
  await expectAccessible(page);
});
