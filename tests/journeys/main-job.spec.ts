import type { Page } from '@playwright/test';
import { findChromium } from '../../electron/hosts/browser/chromium.ts';
import { startDesktop } from '../drivers/desktop-process.ts';
import { canGoOffline, launchBeside } from '../drivers/offline-browser.ts';
import { giveKey, startWithOpenAi } from './own-key.ts';
import { candidatesOf, chooseSandbox, expect, generate, promptOf, setCount, test } from './studio.ts';

const PROMPT = 'Quinces on linen, window light from the left';

/** Without namespaces the restart is online, and the name says so: nothing is passed off as offline. */
const offline = canGoOffline();
const how = offline ? 'without a network' : '(online: no network namespaces here)';

test(`sandbox: a picture is made, accepted, and found by a word after a restart ${how}`, async ({
  page,
  gesso,
}) => {
  await gesso.open();
  await expect(page.getByRole('heading', { name: 'A clean ground to work on.' })).toBeVisible();
  await chooseSandbox(page);
  await expect(page.getByRole('button', { name: 'Generate Free' })).toBeVisible();
  await makeAndAccept(page);
  await page.goto('about:blank');
  await gesso.desktop.stop();
  await findAgain(gesso.data);
});

test(`own key: a picture is made through OpenAI's interface, and found after a restart ${how}`, async ({
  page,
  gesso,
}) => {
  const double = await startWithOpenAi(gesso);
  await gesso.open();
  await giveKey(page, double);
  await expect(page.getByRole('combobox', { name: 'Model' })).toContainText('GPT Image 2');
  await expect(page.getByRole('button', { name: /^Generate about \$0\.\d\d/ })).toBeVisible();
  await makeAndAccept(page);
  const images = double.requests.filter((request) => request.path.includes('/images/'));
  expect(images).toHaveLength(1);
  await expect(page.locator('body')).not.toContainText(double.key);
  await page.goto('about:blank');
  await gesso.desktop.stop();
  await double.close();
  const cost = await findAgain(gesso.data);
  expect(cost).toMatch(/\$0\.\d+/);
});

async function makeAndAccept(page: Page): Promise<void> {
  await setCount(page, 2);
  await generate(page, PROMPT);
  await expect(candidatesOf(page).getByRole('radio')).toHaveCount(2);
  await candidatesOf(page).getByRole('radio', { name: 'Candidate 2 of 2' }).check();
  await candidatesOf(page).getByRole('button', { name: 'Accept' }).click();
  await expect(candidatesOf(page)).toBeHidden();
  await expect(page.getByRole('img', { name: 'Quinces on linen' })).toBeVisible();
}

/** Starts again on the same data where there is no network at all, and does the second half of the job there. */
async function findAgain(data: string): Promise<string> {
  const desktop = await startDesktop({ data, unshareNetwork: offline });
  const chromium = findChromium(process.platform, process.env) ?? '/usr/bin/chromium';
  const browser = await launchBeside(desktop.pid, chromium, offline);
  try {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    await page.goto(desktop.url);
    await expect(page.getByRole('img', { name: 'Quinces on linen' })).toBeVisible();
    await expect(promptOf(page)).toBeEditable();
    await page.getByRole('link', { name: 'Library' }).click();
    await page.getByRole('textbox', { name: 'Search the library' }).fill('linen');
    const found = page.getByRole('grid', { name: 'Library' }).getByRole('gridcell');
    await expect(found).toHaveCount(2);
    await found.first().click();
    const details = page.getByRole('complementary', { name: 'Details' });
    await expect(details).toContainText(PROMPT);
    const text = await details.innerText();
    await details.getByRole('button', { name: 'Open in Studio' }).click();
    const picture = page.getByRole('region', { name: 'Canvas' }).getByRole('img');
    await expect(picture).toBeVisible();
    const width = await picture.evaluate((image) =>
      image instanceof HTMLImageElement ? image.naturalWidth : 0,
    );
    expect(width).toBe(1248);
    await page.getByRole('link', { name: 'Library' }).click();
    await page.getByRole('textbox', { name: 'Search the library' }).fill('nothing has this');
    await expect(page.getByRole('heading', { name: 'No pictures match' })).toBeVisible();
    return text;
  } finally {
    await browser.close();
    await desktop.stop();
  }
}
