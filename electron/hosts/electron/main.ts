import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { BrowserWindow } from 'electron';
import { BadArguments, type DesktopConfig, readConfig } from '../../app/config.ts';
import { type Desktop, startDesktop } from '../../app/start-desktop.ts';
import type { Door, Host } from '../../platform/host.ts';
import { webAddress } from '../../platform/web-address.ts';
import { PortTaken } from '../../server/index.ts';
import { forkUtility } from './fork-utility.ts';
import { denyPermissions, lockContents } from './lock-window.ts';
import { menuTemplate } from './menu.ts';
import { windowOptions } from './window-options.ts';
import { readWindowState, writeWindowState } from './window-state.ts';

/** The part of Electron that is used, handed in so that a double can stand in for it. */
export type ElectronParts = Pick<
  typeof import('electron'),
  'app' | 'BrowserWindow' | 'Menu' | 'screen' | 'session' | 'shell' | 'utilityProcess'
>;

/** Starts the studio in Electron. Resolves when the window is on its way, or when another instance has it. */
export async function runElectronHost(
  electron: ElectronParts,
  args: readonly string[],
  out: (line: string) => void,
): Promise<void> {
  const { app } = electron;
  let config: DesktopConfig;
  try {
    config = readConfig(args, process.env);
  } catch (error) {
    if (!(error instanceof BadArguments)) throw error;
    out(error.message);
    app.exit(2);
    return;
  }
  // Chromium's profile, and the lock that goes with it, belong to the data folder.
  app.setPath('userData', join(config.dataFolder, 'electron'));
  if (!app.requestSingleInstanceLock()) {
    out(
      config.json
        ? '{"ready":false,"reason":"already-open"}'
        : 'Gesso is already open on this data folder. It comes to the front.',
    );
    app.quit();
    return;
  }
  let desktop: Desktop | null = null;
  lockContents(app, electron.shell, { own: () => desktop?.server.origin ?? '', cloudUrl: config.cloudUrl });
  app.on('second-instance', () => void desktop?.show());
  app.on('activate', () => void desktop?.show());
  app.on('window-all-closed', () => app.quit());
  closeBeforeQuit(electron, () => desktop);
  await app.whenReady();
  denyPermissions(electron.session.defaultSession);
  electron.Menu.setApplicationMenu(electron.Menu.buildFromTemplate(menuTemplate(process.platform)));
  try {
    desktop = await startDesktop({
      config,
      host: createElectronHost(electron, config.dataFolder),
      version: app.getVersion(),
      windowFolder: fileURLToPath(new URL('../renderer', import.meta.url)),
      logFolder: config.dataFolder,
      own: async () => true,
    });
  } catch (error) {
    if (!(error instanceof PortTaken)) throw error;
    out(`Port ${error.port} is in use by another program. Start with another --port, or without it.`);
    app.exit(3);
    return;
  }
  if (config.json) out(JSON.stringify({ ready: true, url: desktop.server.launchUrl() }));
  if (config.open) await desktop.show();
}

/** A quit waits for the database to be closed, once. */
function closeBeforeQuit(electron: ElectronParts, desktop: () => Desktop | null): void {
  let closing = false;
  electron.app.on('before-quit', (event) => {
    const open = desktop();
    if (closing || open === null) return;
    closing = true;
    event.preventDefault();
    void open.close().finally(() => electron.app.quit());
  });
}

export function createElectronHost(electron: ElectronParts, dataFolder: string): Host {
  let window: BrowserWindow | null = null;
  return {
    kind: 'electron',
    async openWindow(door) {
      if (window !== null && !window.isDestroyed()) {
        if (window.isMinimized()) window.restore();
        window.show();
        window.focus();
        return;
      }
      window = await createWindow(electron, dataFolder, door);
      window.on('closed', () => {
        window = null;
      });
    },
    async openExternal(url) {
      const address = webAddress(url);
      // Where no browser is installed this fails; the window shows the address.
      if (address !== null) await electron.shell.openExternal(address).catch(() => undefined);
    },
    reveal: async (path) => electron.shell.showItemInFolder(path),
    fork: (entry, options) => forkUtility(electron.utilityProcess, entry, options),
  };
}

async function createWindow(electron: ElectronParts, dataFolder: string, door: Door): Promise<BrowserWindow> {
  const screens = electron.screen.getAllDisplays().map((display) => display.workArea);
  const state = readWindowState(dataFolder, screens);
  const window = new electron.BrowserWindow(windowOptions(state));
  if (state?.maximized === true) window.maximize();
  window.once('ready-to-show', () => window.show());
  window.on('close', () => {
    writeWindowState(dataFolder, { ...window.getNormalBounds(), maximized: window.isMaximized() });
  });
  const { cookieName, value } = door.openSession();
  await electron.session.defaultSession.cookies.set({
    url: door.origin,
    name: cookieName,
    value,
    path: '/',
    httpOnly: true,
    sameSite: 'strict',
  });
  await window.loadURL(`${door.origin}/`);
  return window;
}
