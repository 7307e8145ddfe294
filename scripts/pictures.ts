import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type BrowserContext, chromium, type Page } from '@playwright/test';
import sharp from 'sharp';
import { startCloud } from '../tests/drivers/cloud-process.ts';
import { type DesktopClient, openClient, SMALL_RUN, untilEnded } from '../tests/drivers/contract-client.ts';
import { startDesktop } from '../tests/drivers/desktop-process.ts';
import { openSession } from '../tests/drivers/secret-service.ts';
import { standInBrowser } from '../tests/drivers/system-browser.ts';
import { ensureChromium } from './ensure-chromium.ts';
import { ACCOUNT_SCENES } from './pictures/account-scenes.ts';
import { FIRST_RUN_SCENES, SCENES, type Scene, WALL } from './pictures/scenes.ts';

/**
 * Takes a picture of every page and main state, in both themes and two sizes, from the real desktop with real
 * sandbox pictures, beside a real cloud and with a keychain of their own. They are looked at beside the visual reference;
 * nothing compares them by machine.
 */
const FOLDER = fileURLToPath(new URL('../docs/pictures', import.meta.url));
const SIZES = [
  { name: '', width: 1440, height: 900 },
  { name: '-1024', width: 1024, height: 680 },
] as const;
const TOTAL_MAX_BYTES = 16_000_000;
/** `npm run pictures -- in-place` takes those whose names begin so, and leaves the others as they are. */
const wanted = process.argv[2];

// A home of its own, so that every path in a picture reads as anyone's: ~/Pictures/Gesso.
const home = mkdtempSync(join(tmpdir(), 'gesso-home-'));
const data = join(home, '.local', 'share', 'gesso');
const executablePath = await ensureChromium((line) => console.log(line));
if (executablePath === null) throw new Error('pictures need a Chromium');
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
const session = await openSession('unlocked');
const cloud = await startCloud({ data: join(home, 'cloud') });
const desktop = await startDesktop({
  data,
  args: ['--pictures', join(home, 'Pictures', 'Gesso'), '--cloud', cloud.origin],
  env: { HOME: home, DBUS_SESSION_BUS_ADDRESS: session.address, PATH: standInBrowser(home).PATH },
});
try {
  if (wanted === undefined) rmSync(FOLDER, { recursive: true, force: true });
  mkdirSync(FOLDER, { recursive: true });
  const { client, origin, cookie, close } = await openClient(desktop.url);
  const context = await browser.newContext({ reducedMotion: 'reduce' });
  const [name = '', value = ''] = cookie.split('=', 2);
  await context.addCookies([{ name, value, url: origin }]);
  await takeAll(context, client, origin, FIRST_RUN_SCENES);
  await hangWall(client);
  await takeAll(context, client, origin, SCENES);
  await takeAll(context, client, origin, ACCOUNT_SCENES);
  close();
} finally {
  await browser.close();
  await desktop.stop();
  await cloud.stop();
  session.stop();
  rmSync(home, { recursive: true, force: true });
}
const taken = readdirSync(FOLDER);
const total = taken.reduce((sum, file) => sum + statSync(join(FOLDER, file)).size, 0);
console.log(`${taken.length} pictures, ${(total / 1e6).toFixed(1)} MB in docs/pictures`);
if (total > TOTAL_MAX_BYTES) throw new Error('the pictures are too heavy for the repository');

async function takeAll(
  context: BrowserContext,
  client: DesktopClient,
  origin: string,
  scenes: readonly Scene[],
): Promise<void> {
  // Scene by scene: what leaves ended jobs behind stands last, and is in no other scene's pictures.
  for (const scene of scenes.filter(({ name }) => name.startsWith(wanted ?? ''))) {
    for (const theme of ['dark', 'light'] as const) {
      for (const size of SIZES) {
        await client.settings.update({
          theme,
          draft: null,
          modelId: scene.modelId ?? 'sandbox',
          studioDocumentId: null,
        });
        const page = await context.newPage();
        await page.setViewportSize(size);
        // Pages of the cloud follow the system.
        await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
        await page.goto(`${origin}/`);
        await scene.show(page);
        if (scene.live !== true) await page.waitForLoadState('networkidle');
        await take(page, `${scene.name}-${theme}${size.name}`);
        await page.close();
        await cancelRunning(client);
        await client.account.cancelSignIn({});
      }
    }
  }
}

/** A palette keeps a screenshot of a dark page at a tenth of its size; only photographs posterise a little. */
async function take(page: Page, name: string): Promise<void> {
  const shot = await page.screenshot({ animations: 'disabled' });
  await sharp(shot)
    .png({ palette: true, quality: 90, effort: 8 })
    .toFile(join(FOLDER, `${name}.png`));
}

/** Pictures worth looking at: one in the Studio, one run that waits, the rest decided. */
async function hangWall(client: DesktopClient): Promise<void> {
  let studioPictureId: string | null = null;
  for (const [index, { prompt, aspect, count, seed, accepted }] of WALL.entries()) {
    const { generationId } = await client.generations.submit({ ...SMALL_RUN, prompt, aspect, count, seed });
    await untilEnded(client, generationId, 120_000);
    const set = (await client.candidates.list({})).find((each) => each.generationId === generationId);
    const first = set?.pictures[0];
    if (first === undefined) continue;
    if (index < WALL.length - 1) await client.candidates.accept({ pictureId: first.pictureId });
    if (accepted === true) studioPictureId = first.pictureId;
  }
  await client.settings.update({ firstRunDone: true, studioPictureId });
  // Nothing is sent with it: the pictures only show what a run would cost.
  await client.providers.setKey({ id: 'openai', key: 'sk-none-of-yours-4f2a' });
}

/** A scene that began a run leaves nothing behind for the next one. */
async function cancelRunning(client: DesktopClient): Promise<void> {
  const running = (await client.generations.list({})).filter((job) => job.endedAtMs === null);
  for (const { id } of running) {
    await client.generations.cancel({ id });
    await untilEnded(client, id);
  }
  for (const { generationId, input } of await client.candidates.list({}))
    if (input.place !== null) await client.candidates.discard({ generationId });
}
