import type { Page } from '@playwright/test';
import { startDesktop } from '../drivers/desktop-process.ts';
import { hasSecretService, openSession } from '../drivers/secret-service.ts';
import {
  chooseSandbox,
  expect,
  expectAccessible,
  goToProviders,
  NO_KEYCHAIN,
  promptOf,
  test,
} from './studio.ts';

const KEY = 'sk-none-of-yours-4f2a';

const rowOf = (page: Page) => page.getByRole('form', { name: 'OpenAI', exact: true });
const fieldOf = (page: Page) => page.getByRole('textbox', { name: 'OpenAI key' });

async function openProviders(page: Page): Promise<void> {
  await goToProviders(page);
  await expect(fieldOf(page)).toBeVisible();
}

test.describe('without a keychain', () => {
  test.skip(process.platform !== 'linux', 'macOS and Windows always have one');
  test.beforeEach(async ({ gesso }) => {
    await gesso.desktop.stop();
    gesso.desktop = await startDesktop({ data: gesso.data, env: NO_KEYCHAIN });
    await gesso.open();
  });

  test('nothing is kept until it is chosen, and then until Gesso closes', async ({ page }) => {
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await chooseSandbox(page);
    await openProviders(page);
    await fieldOf(page).fill('two words');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('alert')).toContainText('This is not a whole key');
    await fieldOf(page).fill(KEY);
    await page.keyboard.press('Enter');
    await expect(page.getByRole('alert')).toContainText('The key is not kept');
    await expect(page.getByRole('alert')).toContainText('No keychain runs on this computer');
    await expect(rowOf(page).getByText('Not set')).toBeVisible();
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Keep until Gesso closes' }).click();
    await expect(page.getByText('Kept until Gesso closes')).toBeVisible();
    await expect(fieldOf(page)).toHaveValue(/4f2a$/);
    await expect(page.locator('body')).not.toContainText(KEY);
    await page.getByRole('button', { name: 'Remove key' }).click();
    await expect(rowOf(page).getByText('Not set')).toBeVisible();
    await expect(fieldOf(page)).toHaveValue('');
  });

  test('the first run says why as well, and goes on with the choice', async ({ page }) => {
    await page.getByRole('button', { name: /^Use your own provider key/ }).click();
    await fieldOf(page).fill(KEY);
    await page.getByRole('button', { name: 'Continue' }).click();
    await expect(page.getByRole('alert')).toContainText('The key is not kept');
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Keep until Gesso closes' }).click();
    await expect(page.getByRole('button', { name: 'Open Gesso' })).toBeVisible();
  });
});

test('in the keychain a key outlives the desktop, until it is removed', async ({ page, gesso }) => {
  test.skip(!hasSecretService(), 'no Secret Service can be started here');
  const session = await openSession('unlocked');
  const start = async (): Promise<void> => {
    await page.goto('about:blank');
    await gesso.desktop.stop();
    gesso.desktop = await startDesktop({
      data: gesso.data,
      env: { DBUS_SESSION_BUS_ADDRESS: session.address },
    });
    await gesso.open();
  };
  try {
    await start();
    await page.getByRole('button', { name: /^Use your own provider key/ }).click();
    await fieldOf(page).fill(KEY);
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.getByRole('button', { name: 'Open Gesso' }).click();
    await expect(promptOf(page)).toBeVisible();
    await start();
    await openProviders(page);
    await expect(page.getByText("In this computer's keychain", { exact: true })).toBeVisible();
    await expect(fieldOf(page)).toHaveValue(/4f2a$/);
    await page.getByRole('button', { name: 'Remove key' }).click();
    await expect(rowOf(page).getByText('Not set')).toBeVisible();
    await start();
    await openProviders(page);
    await expect(rowOf(page).getByText('Not set')).toBeVisible();
  } finally {
    session.stop();
  }
});

test('a key that cannot be removed stays, and the reason is said', async ({ page, gesso }) => {
  test.skip(!hasSecretService(), 'no Secret Service can be started here');
  const session = await openSession('unlocked');
  await page.goto('about:blank');
  await gesso.desktop.stop();
  gesso.desktop = await startDesktop({
    data: gesso.data,
    env: { DBUS_SESSION_BUS_ADDRESS: session.address },
  });
  try {
    await gesso.open();
    await chooseSandbox(page);
    await openProviders(page);
    await fieldOf(page).fill(KEY);
    await page.getByRole('button', { name: 'Save key' }).click();
    await expect(page.getByText("In this computer's keychain", { exact: true })).toBeVisible();
    session.endKeychain();
    await page.getByRole('button', { name: 'Remove key' }).click();
    await expect(page.getByRole('alert')).toContainText('The key is still in the keychain');
    await expect(fieldOf(page)).toHaveValue(/4f2a$/);
    await expect(page.getByRole('button', { name: 'Keep until Gesso closes' })).toBeHidden();
  } finally {
    session.stop();
  }
});
