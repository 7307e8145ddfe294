import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, type BrowserContext, test as base, expect, type Page } from '@playwright/test';
import { codeFrom } from '../drivers/cloud-browser.ts';
import { type CloudProcess, startCloud } from '../drivers/cloud-process.ts';
import { type DesktopProcess, startDesktop } from '../drivers/desktop-process.ts';
import { hasSecretService, openSession } from '../drivers/secret-service.ts';
import { standInBrowser } from '../drivers/system-browser.ts';

/** Somebody's computer: Gesso's window, a keychain, and a browser of their own. */
export interface Computer {
  readonly data: string;
  readonly page: Page;
  readonly browser: BrowserContext;
  /** The page that Gesso has opened in the person's browser, once it has. */
  opened(): Promise<Page>;
  /** Ends Gesso as a person does, and starts it again. */
  restart(): Promise<void>;
}

export interface Ground {
  readonly cloud: CloudProcess;
  /** Ends the cloud and starts it again on what it kept, at the same address. */
  awayWhile(act: () => Promise<void>): Promise<void>;
  /** Its browser runs no scripts, unless axe, which is one, is to look at its pages. */
  computer(browser?: { readonly runsScripts: boolean }): Promise<Computer>;
}

interface Options {
  /** What the cloud is started with besides. */
  readonly cloudEnv: Readonly<Record<string, string>>;
}

/** A cloud of its own for every test, and as many computers as it wants. A script error in a window fails the test. */
export const test = base.extend<{ ground: Ground } & Options>({
  cloudEnv: [{}, { option: true }],
  ground: async ({ browser, cloudEnv }, use) => {
    base.skip(
      !hasSecretService(),
      'a sign-in is kept in a keychain, and no Secret Service can be started here',
    );
    const folder = mkdtempSync(join(tmpdir(), 'gesso-accounts-'));
    const ends: (() => Promise<void>)[] = [];
    const faults: string[] = [];
    const data = join(folder, 'cloud');
    let cloud = await startCloud({ data, env: cloudEnv });
    await use({
      get cloud() {
        return cloud;
      },
      async awayWhile(act) {
        await cloud.stop();
        await act();
        cloud = await startCloud({ data, env: cloudEnv, port: cloud.port });
      },
      async computer({ runsScripts } = { runsScripts: false }) {
        const outside = await browser.newContext({ javaScriptEnabled: runsScripts });
        const { computer, end } = await openComputer(browser, outside, folder, cloud, faults);
        ends.push(end);
        return computer;
      },
    });
    for (const end of ends) await end();
    await cloud.kill();
    rmSync(folder, { recursive: true, force: true });
    // What a page asks of a desktop that ended or was started again is not a fault of the page, nor is a picture that is none.
    const expected = /WebSocket|ERR_CONNECTION|401|422/;
    expect(faults.filter((fault) => !expected.test(fault))).toEqual([]);
  },
});

export { expect };

async function openComputer(
  browser: Browser,
  outside: BrowserContext,
  folder: string,
  cloud: CloudProcess,
  faults: string[],
): Promise<{ readonly computer: Computer; end(): Promise<void> }> {
  const own = mkdtempSync(join(folder, 'computer-'));
  const session = await openSession('unlocked');
  const { asked, PATH } = standInBrowser(own);
  const start = (): Promise<DesktopProcess> =>
    startDesktop({
      data: join(own, 'data'),
      args: ['--cloud', cloud.origin],
      env: { DBUS_SESSION_BUS_ADDRESS: session.address, PATH },
    });
  let desktop = await start();
  const window = await browser.newContext({ permissions: ['clipboard-read', 'clipboard-write'] });
  const page = await window.newPage();
  page.on('pageerror', (error) => faults.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error') faults.push(message.text());
  });
  await page.goto(desktop.url);
  let shown = 0;
  const computer: Computer = {
    data: own,
    page,
    browser: outside,
    async opened() {
      await expect.poll(() => asked().length).toBeGreaterThan(shown);
      const address = asked()[shown] ?? '';
      shown += 1;
      const opened = await outside.newPage();
      await opened.goto(address);
      return opened;
    },
    async restart() {
      // A page of the ended desktop would go on asking for its parts.
      await page.goto('about:blank');
      await desktop.stop();
      desktop = await start();
      await page.goto(desktop.url);
    },
  };
  return {
    computer,
    async end() {
      await window.close();
      await outside.close();
      await desktop.kill();
      session.stop();
    },
  };
}

/** In the person's browser: the address, and then the code out of the letter that came for it. */
export async function giveCode(page: Page, cloud: CloudProcess, address: string): Promise<void> {
  const before = cloud.mail(address).length;
  await page.getByRole('textbox', { name: 'Email address' }).fill(address);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'Look in your mail' })).toBeVisible();
  await expect.poll(() => cloud.mail(address).length).toBeGreaterThan(before);
  await page.getByRole('textbox', { name: 'Code' }).fill(codeFrom(cloud.mail(address)));
  await page.keyboard.press('Enter');
}

/** Somebody new: where they live, and that they are old enough there. */
export async function agree(page: Page): Promise<void> {
  await page.getByRole('combobox', { name: 'Country you live in' }).selectOption({ label: 'New Zealand' });
  await page.getByRole('checkbox', { name: /^I am at least/ }).check();
  await page.getByRole('button', { name: 'Make my account' }).click();
}

export async function expectSignedIn(page: Page): Promise<void> {
  await expect(page.getByRole('heading', { name: 'You are signed in' })).toBeVisible();
  await page.close();
}

/** From the window's first run: by e-mail, with everything that is asked of somebody new. */
export async function signInAtFirst(computer: Computer, cloud: CloudProcess, address: string): Promise<void> {
  await computer.page.getByRole('button', { name: 'Continue with email' }).click();
  const outside = await computer.opened();
  const isNew = cloud.mail(address).length === 0;
  await giveCode(outside, cloud, address);
  if (isNew) await agree(outside);
  await expectSignedIn(outside);
  await computer.page.getByRole('button', { name: 'Open Gesso' }).click();
  await expect(accountButton(computer.page)).toBeVisible();
}

export function accountButton(page: Page) {
  return page.getByRole('button', { name: /account of/ });
}

export async function openAccount(page: Page): Promise<void> {
  await accountButton(page)
    .or(page.getByRole('banner').getByRole('button', { name: 'Sign in' }))
    .click();
  await page.getByRole('menuitem', { name: 'Account' }).click();
  await expect(page.getByRole('heading', { name: 'Account', level: 1 })).toBeVisible();
}
