import type { Page } from '@playwright/test';
import {
  type GitHubDouble,
  type GoogleDouble,
  startGitHub,
  startGoogle,
} from '../fakes/identity-providers/index.ts';
import {
  accountButton,
  test as accounts,
  agree,
  type Computer,
  expect,
  expectSignedIn,
  openAccount,
} from './account.ts';

interface Doubles {
  readonly google: GoogleDouble;
  readonly github: GitHubDouble;
}

const test = accounts.extend<{ doubles: Doubles }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads what a fixture needs from here, and this one needs nothing.
  doubles: async ({}, use) => {
    const [google, github] = await Promise.all([startGoogle(), startGitHub()]);
    await use({ google, github });
    await Promise.all([google.stop(), github.stop()]);
  },
  cloudEnv: async ({ doubles: { google, github } }, use) => {
    await use({
      GOOGLE_ISSUER: google.issuer,
      GOOGLE_CLIENT_ID: google.clientId,
      GOOGLE_CLIENT_SECRET: google.clientSecret,
      GITHUB_URL: new URL(github.urls.authorize).origin,
      GITHUB_API_URL: github.urls.user.replace(/\/user$/, ''),
      GITHUB_CLIENT_ID: github.clientId,
      GITHUB_CLIENT_SECRET: github.clientSecret,
    });
  },
});

const wayOf = (page: Page, name: string) =>
  page.getByRole('list', { name: 'Signing in' }).getByRole('listitem').filter({ hasText: name });

/** On the provider's page: who it is, by name. */
async function chooseInes(outside: Page, provider: string): Promise<void> {
  await expect(outside.getByRole('heading', { name: `Sign in with ${provider}` })).toBeVisible();
  await outside.getByRole('radio', { name: /ines/i }).first().check();
  await outside.getByRole('button', { name: 'Continue' }).click();
}

/** Somebody new, by Google, from the first run to the Studio. */
async function enterByGoogle({ page, opened }: Computer): Promise<void> {
  await page.getByRole('button', { name: 'Google' }).click();
  const outside = await opened();
  await chooseInes(outside, 'Google');
  await agree(outside);
  await expectSignedIn(outside);
  await page.getByRole('button', { name: 'Open Gesso' }).click();
  await expect(accountButton(page)).toHaveAccessibleName('IA, account of Ines Albrecht');
}

test('Google and GitHub lead to one account; each is linked by a word, and taken away by one', async ({
  ground,
}) => {
  test.setTimeout(180_000);
  const computer = await ground.computer();
  const { page, opened } = computer;
  await enterByGoogle(computer);
  await openAccount(page);
  await expect(wayOf(page, 'Google')).toContainText('The only way in, so it cannot be taken away.');
  await expect(wayOf(page, 'Google')).toContainText('ines@example.test');

  // By GitHub, with the same confirmed address: the same account, once that was asked and answered.
  await page.getByRole('main').getByRole('button', { name: 'Sign out', exact: true }).click();
  await page.getByRole('main').getByRole('button', { name: 'GitHub' }).click();
  let outside = await opened();
  await chooseInes(outside, 'GitHub');
  await expect(outside.getByRole('heading', { name: 'You have an account already' })).toBeVisible();
  await outside.getByRole('button', { name: 'Connect GitHub and sign in' }).click();
  await expectSignedIn(outside);
  await expect(accountButton(page)).toHaveAccessibleName('IA, account of Ines Albrecht');
  await expect(wayOf(page, 'GitHub')).toContainText('ines@example.test');

  // Taken away, and linked again from here.
  await page.getByRole('button', { name: 'Unlink GitHub' }).click();
  await page
    .getByRole('alertdialog', { name: 'Unlink GitHub?' })
    .getByRole('button', { name: 'Unlink' })
    .click();
  await expect(wayOf(page, 'GitHub')).toContainText('Not linked');
  await expect(page.getByRole('button', { name: 'Unlink Google' })).toBeHidden();
  await page.getByRole('button', { name: 'Link GitHub' }).click();
  outside = await opened();
  await expect(outside.getByRole('heading', { name: 'Connect GitHub' })).toBeVisible();
  await outside.getByRole('button', { name: 'Continue to GitHub' }).click();
  await chooseInes(outside, 'GitHub');
  await expect(outside.getByRole('heading', { name: 'GitHub is connected' })).toBeVisible();
  await expect(wayOf(page, 'GitHub')).toContainText('ines@example.test', { timeout: 30_000 });
  await expect(page.getByRole('button', { name: 'Unlink Google' })).toBeVisible();
});

test('what the providers get wrong is said in the browser, and another try goes on from there', async ({
  ground,
  doubles: { google, github },
}) => {
  test.setTimeout(180_000);
  const { page, opened } = await ground.computer();
  await page.getByRole('button', { name: 'GitHub' }).click();
  const outside = await opened();

  // GitHub's errors come as HTTP 200.
  github.fault('token-refused');
  await chooseInes(outside, 'GitHub');
  await expect(outside.getByRole('alert')).toContainText("GitHub's answer did not fit what was asked");
  github.fault('emails-unverified');
  await outside.getByRole('button', { name: 'GitHub' }).click();
  await chooseInes(outside, 'GitHub');
  await expect(outside.getByRole('alert')).toContainText('GitHub names no confirmed address for you');
  google.fault('token-500');
  await outside.getByRole('button', { name: 'Google' }).click();
  await chooseInes(outside, 'Google');
  await expect(outside.getByRole('alert')).toContainText('Google is not answering');
  google.fault('wrong-nonce');
  await outside.getByRole('button', { name: 'Google' }).click();
  await chooseInes(outside, 'Google');
  await expect(outside.getByRole('alert')).toContainText("Google's answer did not fit what was asked");
  google.fault(null);
  await outside.getByRole('button', { name: 'Google' }).click();
  await outside.getByRole('button', { name: 'Cancel' }).click();
  await expect(outside.getByRole('alert')).toContainText('You did not sign in with Google');
  await expect(page.getByText('Your browser is open. Sign in there')).toBeVisible();

  await outside.getByRole('button', { name: 'Google' }).click();
  await chooseInes(outside, 'Google');
  await agree(outside);
  await expectSignedIn(outside);
  await expect(page.getByRole('button', { name: 'Open Gesso' })).toBeVisible();
});
