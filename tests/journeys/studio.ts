import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import { test as base, expect, type Page } from '@playwright/test';
import { type DesktopProcess, startDesktop } from '../drivers/desktop-process.ts';

export interface Gesso {
  readonly data: string;
  /** The running desktop; a restart puts another in its place. */
  desktop: DesktopProcess;
  /** Opens the page of the running desktop. */
  open(): Promise<void>;
  /** Ends the desktop as a person does and starts it again on the same data. */
  restart(between?: () => void): Promise<void>;
}

/** A desktop of its own for every test, and a page that fails the test on any script error. */
export const test = base.extend<{ gesso: Gesso }>({
  gesso: async ({ page }, use) => {
    const data = mkdtempSync(join(tmpdir(), 'gesso-journey-'));
    const faults: string[] = [];
    page.on('pageerror', (error) => faults.push(String(error)));
    page.on('console', (message) => {
      if (message.type() === 'error') faults.push(message.text());
    });
    const gesso: Gesso = {
      data,
      desktop: await startDesktop({ data }),
      restart: async (between) => {
        // A page of the ended desktop would go on asking for its parts.
        await page.goto('about:blank');
        await gesso.desktop.stop();
        between?.();
        gesso.desktop = await startDesktop({ data });
      },
      open: async () => {
        await page.goto(gesso.desktop.url);
      },
    };
    await use(gesso);
    await gesso.desktop.kill();
    rmSync(data, { recursive: true, force: true });
    // What a page asks of a desktop that ended or was started again is not a fault of the page, nor is what a test planted.
    const expected = /WebSocket|ERR_CONNECTION|401|planted by a journey/;
    expect(faults.filter((fault) => !expected.test(fault))).toEqual([]);
  },
});

export { expect };

export async function chooseSandbox(page: Page): Promise<void> {
  await page.getByRole('button', { name: /^Try it in the sandbox/ }).click();
  await page.getByRole('button', { name: 'Open Gesso' }).click();
  await expect(promptOf(page)).toBeVisible();
}

/** A desktop whose session has no keychain, on every Linux alike. Elsewhere the system always has one. */
export const NO_KEYCHAIN = { DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nonexistent' } as const;

/** Where there is no keychain the key is kept until Gesso closes, and only when that is chosen. */
export async function keepForSession(page: Page): Promise<void> {
  if (process.platform !== 'linux') return;
  await page.getByRole('button', { name: 'Keep until Gesso closes' }).click();
}

export function promptOf(page: Page) {
  return page.getByRole('textbox', { name: 'Prompt' });
}

export function candidatesOf(page: Page) {
  return page.getByRole('toolbar', { name: 'Candidates' });
}

/** From the Studio to the page where providers are set up, by a key and a link. */
export async function goToProviders(page: Page): Promise<void> {
  await expect(promptOf(page)).toBeVisible();
  await page.keyboard.press('Control+,');
  await page
    .getByRole('navigation', { name: 'Settings' })
    .getByRole('link', { name: 'Providers and keys' })
    .click();
}

/** Generates and waits until all candidates are there. */
export async function generate(page: Page, prompt: string): Promise<void> {
  await promptOf(page).fill(prompt);
  await page.getByRole('button', { name: /^Generate/ }).click();
  await expect(candidatesOf(page).getByRole('button', { name: 'Discard' })).toBeVisible({ timeout: 60_000 });
}

/** Sets the count by its own keys, so that journeys wait for few pictures. */
export async function setCount(page: Page, count: number): Promise<void> {
  await page.getByRole('spinbutton', { name: 'Count' }).press(String(count));
}

/** Half-way through a fade the colours are nobody's: only what comes to rest is judged, so endless ones do not count. */
async function settled(page: Page): Promise<void> {
  await page.waitForFunction(() =>
    document
      .getAnimations()
      .every((each) => each.playState !== 'running' || each.effect?.getComputedTiming().endTime === Infinity),
  );
}

/** WCAG 2.2 AA by axe, on what is shown now. */
export async function expectAccessible(page: Page): Promise<void> {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await settled(page);
  const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
  const { violations } = await new AxeBuilder({ page }).withTags(tags).analyze();
  await page.emulateMedia({ reducedMotion: null });
  const found = violations.map(({ id, nodes }) => ({
    id,
    targets: nodes.map((node) => node.target.join(' ')),
  }));
  expect(found).toEqual([]);
}
