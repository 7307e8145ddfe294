import type { Page } from '@playwright/test';
import { startDesktop } from '../drivers/desktop-process.ts';
import { createOpenAiDouble, type DoubleOptions, type OpenAiDouble } from '../fakes/openai/index.ts';
import {
  candidatesOf,
  chooseSandbox,
  expect,
  expectAccessible,
  generate,
  goToProviders,
  NO_KEYCHAIN,
  setCount,
  test,
} from './studio.ts';

const rowOf = (page: Page) => page.getByRole('form', { name: 'Your own server', exact: true });
const addressOf = (page: Page) => page.getByRole('textbox', { name: 'Server address' });

async function openProviders(page: Page): Promise<void> {
  await goToProviders(page);
  await expect(addressOf(page)).toBeVisible();
}

async function typeAddress(page: Page, address: string): Promise<void> {
  await addressOf(page).fill(address);
  await page.keyboard.press('Enter');
}

async function withServer(
  options: Partial<DoubleOptions>,
  use: (double: OpenAiDouble) => Promise<void>,
): Promise<void> {
  const double = await createOpenAiDouble({ port: 0, dialect: 'plain', ...options });
  try {
    await use(double);
  } finally {
    await double.close();
  }
}

test('a picture is made by a server of your own, and stays when the server goes', async ({ page, gesso }) => {
  await withServer({}, async (double) => {
    await gesso.open();
    await chooseSandbox(page);
    await openProviders(page);
    await expect(rowOf(page)).toContainText('Not set');
    await typeAddress(page, double.baseUrl.replace('http://', ''));
    await expect(rowOf(page)).toContainText(/1 model, checked \d\d:\d\d/);
    await expect(addressOf(page)).toHaveValue(double.baseUrl);
    await expectAccessible(page);

    await page.getByRole('link', { name: 'Studio' }).click();
    await page.getByRole('combobox', { name: 'Model' }).click();
    await page.getByRole('option', { name: /^sd-cpp-local/ }).click();
    await setCount(page, 1);
    await generate(page, 'Quinces on linen');
    await expect(page.getByRole('button', { name: 'Generate price not known' })).toBeVisible();
    await expect(page.getByText('Made by your own server')).toBeVisible();
    await expect(candidatesOf(page).getByRole('button', { name: /^Regenerate/ })).toContainText('not known');
    await expectAccessible(page);
    await candidatesOf(page).getByRole('button', { name: 'Accept' }).click();

    await openProviders(page);
    await page.getByRole('button', { name: 'Remove server' }).click();
    await expect(rowOf(page)).toContainText('Not set');
    await expect(addressOf(page)).toHaveValue('');
    await expect(addressOf(page)).toBeFocused();

    await page.getByRole('link', { name: 'Library' }).click();
    await page.getByRole('grid', { name: 'Library' }).getByRole('gridcell').click();
    const details = page.getByRole('complementary', { name: 'Details' });
    await expect(details).toContainText('own-sd-cpp-local, not offered now');
    await expect(details).toContainText('Your own server');
    await expect(details).toContainText('not known');
    await expect(details).toContainText("Whatever its model's licence says.");
  });
});

test('what is wrong with an address or a server is said, and nothing is kept', async ({ page, gesso }) => {
  await withServer({}, async (double) => {
    await page.emulateMedia({ reducedMotion: 'reduce', colorScheme: 'light' });
    await gesso.open();
    await chooseSandbox(page);
    await openProviders(page);
    const said = page.getByRole('alert');
    await typeAddress(page, 'https://api.openai.com/v1');
    await expect(said).toContainText('This address is not in your own network');
    await expect(addressOf(page)).toHaveAttribute('aria-invalid', 'true');
    await expectAccessible(page);
    await typeAddress(page, 'http://0.0.0.0:1234');
    await expect(said).toContainText('This address only works for listening');
    double.script({ kind: 'html', status: 200 });
    await typeAddress(page, double.baseUrl);
    await expect(said).toContainText('No models were found here');
    double.script({ kind: 'hang-up' });
    await page.getByRole('button', { name: 'Save address' }).click();
    await expect(said).toContainText('The server is not answering');
    await expect(rowOf(page)).toContainText('Not set');
  });
});

test('another computer in the network is asked only after you said so', async ({ page, gesso }) => {
  await gesso.open();
  await chooseSandbox(page);
  await openProviders(page);
  await typeAddress(page, '10.255.255.254:9');
  const dialog = page.getByRole('alertdialog');
  await expect(dialog).toContainText('http://10.255.255.254:9/v1');
  await expect(dialog).toContainText('They travel unencrypted');
  await expectAccessible(page);
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await expect(rowOf(page)).toContainText('Not set');
  await expect(page.getByRole('alert')).toBeHidden();
  await page.getByRole('button', { name: 'Save address' }).click();
  await dialog.getByRole('button', { name: 'Use this server' }).click();
  await expect(page.getByRole('alert')).toContainText('The server is not answering', { timeout: 20_000 });
});

test('a server that wants a key gets it, and another address does not', async ({ page, gesso }) => {
  await page.goto('about:blank');
  await gesso.desktop.stop();
  gesso.desktop = await startDesktop({ data: gesso.data, env: NO_KEYCHAIN });
  await gesso.open();
  await chooseSandbox(page);
  await openProviders(page);
  await withServer({ key: 'sk-own-server-4f2a' }, async (guarded) => {
    await withServer({}, async (other) => {
      await typeAddress(page, guarded.baseUrl);
      await expect(page.getByRole('alert')).toContainText('This server wants a key');
      await page.getByRole('textbox', { name: 'Server key' }).fill('sk-own-server-4f2a');
      await page.keyboard.press('Enter');
      await expect(page.getByText('For the server that you save next')).toBeVisible();
      await page.getByRole('button', { name: 'Save address' }).click();
      await expect(rowOf(page)).toContainText('1 model');
      await expect(page.getByRole('textbox', { name: 'Server key' })).toHaveValue(/4f2a$/);
      await expect(page.locator('body')).not.toContainText('sk-own-server');
      await addressOf(page).fill(other.baseUrl);
      await expect(rowOf(page)).toContainText('Its key is removed when you save another address');
      await page.keyboard.press('Enter');
      await expect(page.getByText('Only where the server wants one')).toBeVisible();
      expect(new Set(other.requests.map(({ headers }) => headers.authorization))).toEqual(
        new Set(['Bearer local']),
      );
    });
  });
});
