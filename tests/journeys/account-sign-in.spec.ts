import { hostname } from 'node:os';
import type { Page } from '@playwright/test';
import {
  accountButton,
  agree,
  expect,
  expectSignedIn,
  giveCode,
  openAccount,
  signInAtFirst,
  test,
} from './account.ts';
import { candidatesOf, generate, promptOf, setCount } from './studio.ts';

const ADDRESS = 'ilse@example.com';

const devicesOf = (page: Page) => page.getByRole('list', { name: 'Devices' }).getByRole('listitem');
const eventsOf = (page: Page) => page.getByRole('list', { name: 'What happened to the account' });

async function choose(page: Page, name: string, option: string): Promise<void> {
  await page.getByRole('combobox', { name, exact: true }).click();
  await page.getByRole('option', { name: option, exact: true }).click();
  await expect(page.getByRole('combobox', { name, exact: true })).toHaveText(option);
}

test('a guest signs in and keeps everything; another computer signs in, is signed out from the first, and so is the first', async ({
  ground,
}) => {
  test.setTimeout(240_000);
  const { cloud } = ground;
  const first = await ground.computer();
  const { page } = first;

  // A guest, at once and without a browser.
  await page.getByRole('button', { name: /^Continue as guest/ }).click();
  await page.getByRole('button', { name: 'Open Gesso' }).click();
  await expect(accountButton(page)).toHaveAccessibleName('Guest, account of this computer');
  await setCount(page, 1);
  await generate(page, 'Quinces on linen');
  await candidatesOf(page).getByRole('button', { name: 'Accept' }).click();
  await openAccount(page);
  await expect(page.getByRole('heading', { name: 'You are here as a guest' })).toBeVisible();
  await choose(page, 'Country', 'New Zealand');
  await choose(page, 'Time zone', 'Pacific/Auckland');

  // The guest signs in: the same account, with everything of it.
  await page.getByRole('button', { name: 'Sign in and keep everything' }).click();
  await expect(page.getByText('Your browser is open. Sign in there')).toBeVisible();
  const outside = await first.opened();
  await giveCode(outside, cloud, ADDRESS);
  await expect(outside.getByText('Your guest account becomes it')).toBeVisible();
  await agree(outside);
  await expectSignedIn(outside);
  await expect(page.getByText('everything was kept').first()).toBeVisible();
  await expect(accountButton(page)).toHaveAccessibleName(`I, account of ${ADDRESS}`);
  await expect(page.getByRole('combobox', { name: 'Country', exact: true })).toHaveText('New Zealand');
  await expect(page.getByRole('combobox', { name: 'Time zone' })).toHaveText('Pacific/Auckland');
  await expect(eventsOf(page)).toContainText('The guest signed in and kept everything');
  await expect(eventsOf(page)).toContainText('Account made');
  await page.keyboard.press('Alt+2');
  await expect(page.getByRole('gridcell')).toHaveCount(1);

  // It outlives Gesso, in the keychain.
  await first.restart();
  await expect(accountButton(page)).toHaveAccessibleName(`I, account of ${ADDRESS}`);

  // Another computer signs in by itself: no terms again, and the same name everywhere.
  const second = await ground.computer();
  await openAccount(page);
  const name = page.getByRole('textbox', { name: 'Name' });
  await name.fill('Ilse Maurer');
  await name.press('Enter');
  await expect(accountButton(page)).toHaveAccessibleName('IM, account of Ilse Maurer');
  await signInAtFirst(second, cloud, ADDRESS);
  await expect(accountButton(second.page)).toHaveAccessibleName('IM, account of Ilse Maurer');

  // The first signs it out.
  await page.keyboard.press('Alt+1');
  await expect(promptOf(page)).toBeVisible();
  await openAccount(page);
  await expect(devicesOf(page)).toHaveCount(2);
  await expect(devicesOf(page).filter({ hasText: 'This computer' })).toHaveCount(1);
  await page.getByRole('button', { name: `Sign out ${hostname()}` }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Sign out' }).click();
  await expect(devicesOf(page)).toHaveCount(1);
  await expect(eventsOf(page)).toContainText('A desktop was signed out');
  await openAccount(second.page);
  await expect(second.page.getByRole('alert')).toContainText('You were signed out from another computer');
  await expect(second.page.getByRole('button', { name: 'Continue with email' })).toBeVisible();

  // And signs out itself, by its menu.
  await accountButton(page).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await expect(page.getByRole('heading', { name: 'You are not signed in' })).toBeVisible();
  await first.restart();
  await expect(page.getByRole('banner').getByRole('button', { name: 'Sign in' })).toBeVisible();
  await page.keyboard.press('Alt+2');
  await expect(page.getByRole('gridcell')).toHaveCount(1);
});

test('a no in the browser, and a no to age, come back as words; nothing is left of either', async ({
  ground,
}) => {
  const { page, opened } = await ground.computer();
  await page.getByRole('button', { name: 'Continue with email' }).click();
  let outside = await opened();
  await outside.getByRole('button', { name: 'Cancel and go back' }).click();
  await expect(outside.getByRole('heading', { name: 'You did not sign in' })).toBeVisible();
  await expect(page.getByText('Signing in was cancelled')).toBeVisible();

  await page.getByRole('button', { name: 'Try again' }).click();
  outside = await opened();
  await giveCode(outside, ground.cloud, 'young@example.com');
  await outside.getByRole('button', { name: 'I am not old enough' }).click();
  await expect(outside.getByRole('heading', { name: 'You were not signed in' })).toBeVisible();
  await expect(page.getByRole('alert')).toContainText('You are too young for an account where you live');
  await expect(page.getByRole('button', { name: 'Try again' })).toBeHidden();

  // Cancelled here, while the page in the browser is still open: that page leads nowhere any more.
  await page.getByRole('button', { name: 'Continue with email' }).click();
  outside = await opened();
  await page.getByRole('button', { name: 'Cancel' }).click();
  await expect(page.getByText('Signing in was cancelled')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Try again' })).toBeFocused();
  await page.getByRole('button', { name: /^Try it in the sandbox/ }).click();
  await page.getByRole('button', { name: 'Open Gesso' }).click();
  await expect(page.getByRole('banner').getByRole('button', { name: 'Sign in' })).toBeVisible();
});

test('a cloud that goes away is a state: all stays to be read, and what can be changed comes back by itself', async ({
  ground,
}) => {
  const computer = await ground.computer();
  const { page } = computer;
  await signInAtFirst(computer, ground.cloud, ADDRESS);
  await openAccount(page);
  await expect(devicesOf(page)).toHaveCount(1);
  await ground.awayWhile(async () => {
    await page.keyboard.press('Alt+1');
    await expect(promptOf(page)).toBeVisible();
    await openAccount(page);
    await expect(page.getByText(/As of \d\d:\d\d\./).first()).toBeVisible();
    await expect(page.getByRole('textbox', { name: 'Name' })).toHaveAttribute('readonly');
    await expect(page.getByRole('switch', { name: 'News by mail' })).toHaveAttribute('aria-disabled', 'true');
    await expect(devicesOf(page)).toHaveCount(1);
    await accountButton(page).click();
    await expect(page.getByRole('menu')).toContainText(/As of \d\d:\d\d\./);
    await page.keyboard.press('Escape');
    // What was never asked for is still here after a start without the cloud.
    await computer.restart();
    await expect(accountButton(page)).toHaveAccessibleName(`I, account of ${ADDRESS}`);
    await openAccount(page);
    await expect(page.getByText(/As of \d\d:\d\d\./).first()).toBeVisible();
  });
  const news = page.getByRole('switch', { name: 'News by mail' });
  await expect(news).not.toHaveAttribute('aria-disabled', { timeout: 60_000 });
  await news.click();
  await expect(news).toBeChecked();
  await expect(page.getByText(/As of/)).toHaveCount(0);
});
