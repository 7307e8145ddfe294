import { existsSync } from 'node:fs';
import { findChromium } from '../electron/hosts/browser/chromium.ts';
import { canInstall, installPackages } from './debian-packages.ts';
import { runCommand, tool } from './run-command.ts';

/**
 * A Chromium for the journeys: one that is here, playwright's own download, or Debian's package when this is
 * root. Null, with the reasons said, when none can be had.
 */
export async function ensureChromium(say: (line: string) => void): Promise<string | null> {
  const here = findChromium(process.platform, process.env);
  if (here !== null) return here;
  say('No Chromium here: asking playwright to fetch its own.');
  const fetched = await runCommand(process.execPath, [tool('playwright/cli.js'), 'install', 'chromium']);
  const own = fetched.code === 0 ? await playwrightPath() : null;
  if (own !== null) return own;
  say('Playwright could not fetch one.');
  if (!canInstall()) {
    say("Debian's package needs root and apt-get. Install a Chromium, or name one in CHROME_PATH.");
    return null;
  }
  say("Installing Debian's chromium package.");
  const failure = await installPackages(['chromium']);
  if (failure !== null) say(`apt-get said: ${failure}`);
  return findChromium(process.platform, process.env);
}

async function playwrightPath(): Promise<string | null> {
  const { chromium } = await import('@playwright/test');
  const path = chromium.executablePath();
  return existsSync(path) ? path : null;
}
