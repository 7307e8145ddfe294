import type { Locator, Page } from '@playwright/test';
import { drawPng } from '../fakes/openai/drawn-png.ts';
import { accountButton, type Computer, expect, type Ground, openAccount, test } from './account.ts';
import { expectAccessible, promptOf } from './studio.ts';

const ADDRESS = 'ilse@example.com';
const GREY = {
  width: 320,
  height: 200,
  colourType: 0,
  samples: new Uint8Array(320 * 200).fill(160),
} as const;

/** As somebody without a mouse gets there. */
async function tabTo(page: Page, target: Locator): Promise<void> {
  await expect(target).toBeVisible();
  for (let steps = 0; steps < 80; steps++) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`not to be reached by the keyboard: ${target}`);
}

async function press(page: Page, target: Locator): Promise<void> {
  await tabTo(page, target);
  await page.keyboard.press('Enter');
}

/** In an open list: its first letter, and then arrows. A list forgets letters after a second, and machines are slow. */
async function pickByKeys(page: Page, [first = '', ...others]: readonly string[]): Promise<void> {
  const focused = (name: string) => expect(page.getByRole('option', { name, exact: true })).toBeFocused();
  await page.keyboard.press(first.charAt(0).toLowerCase());
  await focused(first);
  for (const name of others) {
    await page.keyboard.press('ArrowDown');
    await focused(name);
  }
  await page.keyboard.press('Enter');
}

const button = (page: Page, name: string | RegExp): Locator => page.getByRole('button', { name });

/** Both themes of the window, and the smallest it may be. */
async function expectWindowAccessible(page: Page): Promise<void> {
  await expectAccessible(page);
  await page.setViewportSize({ width: 1024, height: 680 });
  await page.keyboard.press('Control+Shift+l');
  await expectAccessible(page);
  await page.keyboard.press('Control+Shift+l');
  await page.setViewportSize({ width: 1440, height: 900 });
}

/** A page of the cloud, in both themes and in half the width. */
async function expectPageAccessible(page: Page): Promise<void> {
  for (const colorScheme of ['dark', 'light'] as const) {
    await page.emulateMedia({ colorScheme });
    await expectAccessible(page);
  }
  await page.setViewportSize({ width: 720, height: 450 });
  await expectAccessible(page);
  expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
  await page.setViewportSize({ width: 1280, height: 720 });
}

/** From the browser's first page to the last, by keys alone. Everybody new comes by all of them. */
async function tourOfSigningIn({ cloud }: Ground, outside: Page): Promise<void> {
  await expectPageAccessible(outside);
  await expect(outside.getByRole('textbox', { name: 'Email address' })).toBeFocused();
  await outside.keyboard.type('not an address');
  await outside.keyboard.press('Control+a');
  await outside.keyboard.type(ADDRESS);
  await outside.keyboard.press('Enter');
  await expect(outside.getByRole('heading', { name: 'Look in your mail' })).toBeVisible();
  await expectPageAccessible(outside);
  const code = /\d{6}/.exec(cloud.mail(ADDRESS)[0]?.subject ?? '')?.[0] ?? '';
  await expect(outside.getByRole('textbox', { name: 'Code' })).toBeFocused();
  await outside.keyboard.type(code === '000000' ? '000001' : '000000');
  await outside.keyboard.press('Enter');
  await expect(outside.getByRole('alert')).toContainText('That is not the code. 4 tries are left.');
  await expectPageAccessible(outside);
  await tabTo(outside, outside.getByRole('textbox', { name: 'Code' }));
  await outside.keyboard.type(code);
  await outside.keyboard.press('Enter');
  await expect(outside.getByRole('heading', { name: 'One last thing' })).toBeVisible();
  await expectPageAccessible(outside);
  await press(outside, button(outside, 'Make my account'));
  await expect(outside.getByRole('alert')).toContainText('Choose the country you live in');
  await expectPageAccessible(outside);
  await tabTo(outside, outside.getByRole('combobox', { name: 'Country you live in' }));
  await outside.keyboard.type('New Zea');
  await tabTo(outside, outside.getByRole('checkbox'));
  await outside.keyboard.press('Space');
  await press(outside, button(outside, 'Make my account'));
  await expect(outside.getByRole('heading', { name: 'You are signed in' })).toBeVisible();
  await expectPageAccessible(outside);
}

async function signInByKeys(ground: Ground, { page, opened }: Computer): Promise<void> {
  await press(page, button(page, 'Continue with email'));
  await expect(page.getByText('Your browser is open. Sign in there')).toBeVisible();
  await expectAccessible(page);
  await press(page, button(page, 'No browser? Copy the address'));
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  const outside = await opened();
  expect(new URL(copied).origin).toBe(ground.cloud.origin);
  await tourOfSigningIn(ground, outside);
  await press(page, button(page, 'Open Gesso'));
  // The Studio takes the focus to where one writes.
  await expect(promptOf(page)).toBeFocused();
}

test('by keys alone, from the first run to a deleted account, and nothing that axe objects to', async ({
  ground,
}) => {
  test.setTimeout(300_000);
  const computer = await ground.computer({ runsScripts: true });
  const { page } = computer;
  await expect(button(page, 'Continue with email')).toBeVisible();
  await expectAccessible(page);
  await signInByKeys(ground, computer);

  // The menu, and the page.
  await press(page, accountButton(page));
  await expect(page.getByRole('menu')).toBeVisible();
  await expectAccessible(page);
  await page.keyboard.press('Escape');
  await expect(accountButton(page)).toBeFocused();
  await openAccount(page);
  await expect(page.getByRole('list', { name: 'Devices' }).getByRole('listitem')).toHaveCount(1);
  await expectWindowAccessible(page);

  // Its fields.
  await tabTo(page, page.getByRole('textbox', { name: 'Name' }));
  await page.keyboard.type('Ilse 4111 1111 1111 1111');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('alert')).toContainText("a long number in it looks like a card's");
  await expectAccessible(page);
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+a');
  await page.keyboard.type('Ilse Maurer');
  await page.keyboard.press('Enter');
  await expect(accountButton(page)).toHaveAccessibleName('IM, account of Ilse Maurer');
  await tabTo(page, page.getByRole('combobox', { name: 'Time zone' }));
  await page.keyboard.press('Enter');
  await expect(page.getByRole('option', { name: 'UTC' })).toBeVisible();
  await pickByKeys(page, ['UTC']);
  await expect(page.getByRole('combobox', { name: 'Time zone' })).toHaveText('UTC');
  await tabTo(page, page.getByRole('switch', { name: 'News by mail' }));
  await page.keyboard.press('Space');
  await expect(page.getByRole('switch', { name: 'News by mail' })).toBeChecked();

  // A picture: what is none is refused, what is one is seen in the top bar.
  await choosePicture(page, Buffer.from('no picture at all'));
  await expect(page.getByRole('alert')).toContainText('The picture was not taken');
  await choosePicture(page, Buffer.from(drawPng(GREY)));
  await expect(page.getByText('Picture saved').first()).toBeVisible();
  const face = accountButton(page).locator('img');
  await expect.poll(() => face.evaluate((img: HTMLImageElement) => img.naturalWidth)).toBeGreaterThan(0);
  await expectAccessible(page);
  await press(page, button(page, 'Remove picture'));
  await expect(face).toHaveCount(0);
  await expect(button(page, 'Choose picture')).toBeFocused();

  // Another address: the code goes there, and the focus comes back.
  await press(page, button(page, 'Change address'));
  await expectAccessible(page);
  await page.keyboard.type('ilse');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('alert')).toContainText('This is not a whole address');
  await page.keyboard.type('@new.example');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('textbox', { name: 'Code' })).toBeFocused();
  await expectAccessible(page);
  await page.keyboard.type(await newestCode(ground, 'ilse@new.example'));
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog')).toBeHidden();
  await expect(button(page, 'Change address')).toBeFocused();
  await expect(page.getByRole('list', { name: 'Signing in' })).toContainText('ilse@new.example');

  // Deleted, after the code: the page says until when it can be opened again.
  await press(page, button(page, 'Delete account'));
  await expect(page.getByRole('alertdialog', { name: 'Delete your account?' })).toBeVisible();
  await expect(page.getByRole('radio', { name: /^After 14 days/ })).toBeFocused();
  await expectAccessible(page);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('textbox', { name: 'Code' })).toBeFocused();
  await expectAccessible(page);
  await page.keyboard.type(await newestCode(ground, 'ilse@new.example'));
  await page.keyboard.press('Enter');
  await expect(page.getByText('Your account is closed')).toBeVisible();
  await expect(page.getByText(/Signing in before then opens it again/)).toBeVisible();
  await expectWindowAccessible(page);
});

test('a guest has pages that axe does not object to either', async ({ ground }) => {
  test.setTimeout(180_000);
  const { page } = await ground.computer({ runsScripts: true });
  await press(page, button(page, /^Continue as guest/));
  await press(page, button(page, 'Open Gesso'));
  // The Studio takes the focus to where one writes.
  await expect(promptOf(page)).toBeFocused();
  await openAccount(page);
  await expect(page.getByRole('heading', { name: 'You are here as a guest' })).toBeVisible();
  await expectWindowAccessible(page);

  // The terms, for somebody who is asked later.
  await tabTo(page, page.getByRole('combobox', { name: 'Where you live' }));
  await page.keyboard.press('Enter');
  await expect(page.getByRole('option', { name: 'Germany' })).toBeVisible();
  await pickByKeys(page, ['Gabon', 'Gambia', 'Georgia', 'Germany']);
  await tabTo(page, page.getByRole('radio', { name: 'I am 16 or older' }));
  await page.keyboard.press('Space');
  await expectAccessible(page);
  await press(page, button(page, 'Agree'));
  await expect(page.getByText('Agreed. Nothing waits for the terms now.').first()).toBeVisible();
  await expect(button(page, 'Agree')).toBeHidden();
  await expect(page.getByRole('list', { name: 'What happened to the account' })).toContainText(
    'The terms were agreed to',
  );

  await ground.awayWhile(async () => {
    await page.keyboard.press('Alt+1');
    await expect(promptOf(page)).toBeVisible();
    await openAccount(page);
    await expect(page.getByText(/As of \d\d:\d\d\./).first()).toBeVisible();
    await expectWindowAccessible(page);
  });
});

test("the cloud's own pages, each for itself", async ({ ground, browser }) => {
  const context = await browser.newContext();
  const page = await context.newPage();
  const paths = ['/terms', '/privacy', '/mailbox', '/signed-in', '/no-such-page'];
  const whys = ['cancelled', 'timed-out', 'refused', 'failed'].map((why) => `/sign-in-failed?why=${why}`);
  for (const path of [...paths, ...whys]) {
    await page.goto(`${ground.cloud.origin}${path}`);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    await expectPageAccessible(page);
  }
  expect(await context.cookies()).toEqual([]);
  await context.close();
});

async function choosePicture(page: Page, buffer: Buffer): Promise<void> {
  const chooser = page.waitForEvent('filechooser');
  await press(page, button(page, 'Choose picture'));
  await (await chooser).setFiles({ name: 'me.png', mimeType: 'image/png', buffer });
}

/** Out of the letter that has just come. */
async function newestCode({ cloud }: Ground, address: string): Promise<string> {
  const codeOf = (): string => /\d{6}/.exec(cloud.mail(address)[0]?.subject ?? '')?.[0] ?? '';
  const before = codesUsed.get(address) ?? '';
  await expect.poll(codeOf).not.toBe(before);
  codesUsed.set(address, codeOf());
  return codeOf();
}

const codesUsed = new Map<string, string>();
