import { type Browser, chromium, type Page } from '@playwright/test';
import { findChromium } from '../../../electron/hosts/browser/chromium.ts';
import type { PageName, PageServer } from './page-server.ts';
import { VIEW } from './scene.ts';

export interface OpenPage {
  readonly page: Page;
  close(): Promise<void>;
}

/** A Chromium of its own for each engine, so that none works in another's memory. */
export async function openPage({ origin }: PageServer, name: PageName): Promise<OpenPage> {
  const executablePath = findChromium(process.platform, process.env);
  if (executablePath === null) throw new Error('This benchmark needs a Chromium.');
  const browser: Browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
  const page = await browser.newPage({ viewport: VIEW });
  await page.goto(`${origin}/${name}`);
  await page.waitForFunction(() => 'gesso' in window || 'peer' in window);
  if (!(await page.evaluate(() => crossOriginIsolated))) throw new Error('The page is not isolated.');
  return { page, close: () => browser.close() };
}
