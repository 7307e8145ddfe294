import type { Page } from '@playwright/test';
import { startDesktop } from '../drivers/desktop-process.ts';
import { createOpenAiDouble, type OpenAiDouble } from '../fakes/openai/index.ts';
import { type Gesso, keepForSession, NO_KEYCHAIN } from './studio.ts';

/** What a desktop that speaks to this double is started with. */
export function envFor(double: OpenAiDouble): Readonly<Record<string, string>> {
  return { GESSO_OPENAI_URL: double.baseUrl, ...NO_KEYCHAIN };
}

/** A double of OpenAI's, and the test's desktop again, speaking to it; nothing is open yet. */
export async function startWithOpenAi(gesso: Gesso): Promise<OpenAiDouble> {
  const double = await createOpenAiDouble({ port: 0 });
  await gesso.desktop.stop();
  gesso.desktop = await startDesktop({ data: gesso.data, env: envFor(double) });
  return double;
}

/** From the first run to the Studio, with the double's key kept for this session. `typed` runs while it is in the field. */
export async function giveKey(
  page: Page,
  double: OpenAiDouble,
  typed: () => Promise<void> = async () => {},
): Promise<void> {
  await page.getByRole('button', { name: /^Use your own provider key/ }).click();
  await page.getByRole('textbox', { name: 'OpenAI key' }).fill(double.key);
  await typed();
  await page.getByRole('button', { name: 'Continue' }).click();
  await keepForSession(page);
  await page.getByRole('button', { name: 'Open Gesso' }).click();
}
