import { fileURLToPath } from 'node:url';
import packageJson from '../../../package.json' with { type: 'json' };
import { BadArguments, type DesktopConfig, readConfig } from '../../app/config.ts';
import { type Desktop, startDesktop } from '../../app/start-desktop.ts';
import { systemRandom } from '../../platform/chance.ts';
import { claimInstance, type InstanceClaim } from '../../platform/instance-lock.ts';
import { PortTaken } from '../../server/index.ts';
import { createBrowserHost } from './browser-host.ts';
import { findChromium, hasDisplay } from './chromium.ts';

/** How the browser host ends: the process's exit code. */
const ENDED = { well: 0, badArguments: 2, portTaken: 3, failed: 1 } as const;

/**
 * Runs the studio in the person's Chromium until its window closes or it is told to end. `onStarted` hears when it answers,
 * which is when whatever runs beside it may begin.
 */
export async function runBrowserHost(
  args: readonly string[],
  out: (line: string) => void,
  onStarted: () => void = () => undefined,
): Promise<number> {
  let config: DesktopConfig;
  try {
    config = readConfig(args, process.env);
  } catch (error) {
    if (!(error instanceof BadArguments)) throw error;
    out(error.message);
    return ENDED.badArguments;
  }
  let desktop: Desktop | null = null;
  const onActivate = (): void => void desktop?.show();
  let claim = await claimFolder(config, onActivate);
  if (claim.kind === 'second') {
    out(config.json ? '{"ready":false,"reason":"already-open"}' : alreadyOpen(claim.told));
    return ENDED.well;
  }
  const ended = createEnding();
  const host = createBrowserHost({
    chromium: chromiumFor(config),
    dataFolder: config.dataFolder,
    printAddress: (url) => out(addressLine(url)),
    onWindowClosed() {
      // A browser that ends before its window ever spoke to us did not show it: the person gets the address instead.
      if (desktop === null || desktop.server.hadWindow()) ended.end();
      else out(addressLine(desktop.server.launchUrl()));
    },
  });
  try {
    desktop = await startDesktop({
      config,
      host,
      version: packageJson.version,
      windowFolder: fileURLToPath(new URL('../../../build/renderer', import.meta.url)),
      logFolder: claim.kind === 'first' ? config.dataFolder : null,
      async own() {
        if (claim.kind !== 'first') claim = await claimFolder(config, onActivate);
        return claim.kind === 'first';
      },
    });
  } catch (error) {
    if (claim.kind === 'first') claim.release();
    if (!(error instanceof PortTaken)) throw error;
    out(`Port ${error.port} is in use by another program. Start with another --port, or without it.`);
    return ENDED.portTaken;
  }
  if (config.json) out(JSON.stringify({ ready: true, url: desktop.server.launchUrl() }));
  if (config.open) await desktop.show();
  onStarted();
  await ended.promise;
  host.closeWindow();
  await desktop.close();
  if (claim.kind === 'first') claim.release();
  return ENDED.well;
}

/** What says that nothing can be written there now: the window then shows it as trouble. */
const UNWRITABLE = /^(E(ROFS|ACCES|PERM|NOSPC|NOENT|NOTDIR)|SQLITE_(CANTOPEN|READONLY|FULL|IOERR).*)$/;

/** A folder that can't even hold the lock is no reason not to start: the window says what is wrong with it. */
async function claimFolder(
  config: DesktopConfig,
  onActivate: () => void,
): Promise<InstanceClaim | { kind: 'unlocked' }> {
  try {
    return await claimInstance(config.dataFolder, systemRandom, onActivate);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    if (!UNWRITABLE.test(code)) throw error;
    return { kind: 'unlocked' };
  }
}

function addressLine(url: string): string {
  return `Open this address in a Chromium browser on this computer: ${url}`;
}

function chromiumFor(config: DesktopConfig): string | null {
  if (!config.open || !hasDisplay(process.platform, process.env)) return null;
  return findChromium(process.platform, process.env);
}

function alreadyOpen(told: boolean): string {
  return told
    ? 'Gesso is already open on this data folder. It comes to the front.'
    : 'Gesso is already open on this data folder.';
}

function createEnding() {
  const { promise, resolve } = Promise.withResolvers<void>();
  const end = (): void => resolve();
  process.once('SIGINT', end);
  process.once('SIGTERM', end);
  process.once('SIGHUP', end);
  return { promise, end };
}
