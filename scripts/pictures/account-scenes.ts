import { expect, type Page } from '@playwright/test';
import { agree, expectSignedIn } from '../../tests/journeys/account.ts';
import type { Scene } from './scenes.ts';

/**
 * Who the person is, one after the other: nobody, a guest, a member. Each finds what the one before left, and whoever is
 * somebody already stays it.
 */
export const ACCOUNT_SCENES: readonly Scene[] = [
  {
    name: 'account-signed-out',
    show: async (page) => {
      await openAccount(page);
      await page.getByRole('button', { name: 'Continue with email' }).waitFor();
    },
  },
  { name: 'account-guest', show: async (page) => openGuest(page) },
  {
    name: 'account-sign-in-page',
    show: async (page) => {
      await openGuest(page);
      await page.goto(await signInAddress(page));
      await page.getByRole('heading', { name: 'Sign in to Gesso' }).waitFor();
    },
  },
  { name: 'account-member', show: async (page) => openMember(page) },
  {
    name: 'account-devices',
    show: async (page) => {
      await openMember(page);
      const devices = page.getByRole('heading', { name: 'Devices' });
      await devices.evaluate((heading) => heading.scrollIntoView());
    },
  },
  {
    name: 'account-menu',
    show: async (page) => {
      await openMember(page);
      await page.getByRole('button', { name: /account of/ }).click();
      await page.getByRole('menuitem', { name: 'Sign out' }).waitFor();
    },
  },
  {
    name: 'account-delete',
    show: async (page) => {
      await openMember(page);
      await page.getByRole('button', { name: 'Delete account' }).click();
      await page.getByRole('alertdialog').waitFor();
    },
  },
];

async function openAccount(page: Page): Promise<void> {
  await page.goto(`${new URL(page.url()).origin}/#/settings/account`);
  await page.getByRole('heading', { name: 'Account', level: 1 }).waitFor();
}

async function openGuest(page: Page): Promise<void> {
  await openAccount(page);
  const become = page.getByRole('button', { name: /^Continue as guest/ });
  await guestOf(page).or(become).waitFor();
  if (await become.isVisible()) await become.click();
  await guestOf(page).waitFor();
  await page.getByText('Account made').waitFor();
}

function guestOf(page: Page) {
  return page.getByRole('heading', { name: 'You are here as a guest' });
}

/** Where the browser would be sent. Nothing opens by itself here. */
async function signInAddress(page: Page): Promise<string> {
  await page.getByRole('button', { name: 'Sign in and keep everything' }).click();
  const link = page.getByRole('link', { name: 'Open the page again' });
  return (await link.getAttribute('href')) ?? '';
}

async function openMember(page: Page): Promise<void> {
  await openAccount(page);
  const devices = page.getByRole('list', { name: 'Devices' }).getByRole('listitem');
  const nobody = page.getByRole('heading', { name: 'You are not signed in' });
  await guestOf(page).or(nobody).or(devices.first()).waitFor();
  if (await nobody.isVisible()) await openGuest(page);
  if (await guestOf(page).isVisible()) await signIn(page);
  await devices.first().waitFor();
  await page.getByText('Account made').waitFor();
}

/** By the pages themselves, and the letter in the mailbox of the cloud that runs here. */
async function signIn(page: Page): Promise<void> {
  const outside = await page.context().newPage();
  await outside.goto(await signInAddress(page));
  await outside.getByRole('textbox', { name: 'Email address' }).fill('ilse.maurer@example.com');
  await outside.keyboard.press('Enter');
  await outside.getByRole('textbox', { name: 'Code' }).waitFor();
  const mailbox = await page.context().newPage();
  await mailbox.goto(new URL('/mailbox', outside.url()).href);
  const letter = await mailbox.getByRole('heading', { level: 2 }).first().innerText();
  await mailbox.close();
  await outside.getByRole('textbox', { name: 'Code' }).fill(/\d{6}/.exec(letter)?.[0] ?? '');
  await outside.keyboard.press('Enter');
  await agree(outside);
  await expectSignedIn(outside);
  const name = page.getByRole('textbox', { name: 'Name' });
  await name.fill('Ilse Maurer');
  await name.press('Enter');
  await expect(page.getByRole('button', { name: 'IM, account of Ilse Maurer' })).toBeVisible();
}
