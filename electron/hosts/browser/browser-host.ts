import { spawn } from 'node:child_process';
import { dirname, join } from 'node:path';
import { forkNode } from '../../../media/decoder/index.ts';
import type { Host } from '../../platform/host.ts';
import { webAddress } from '../../platform/web-address.ts';
import { type ChromiumWindow, openAppWindow } from './chromium.ts';

export interface BrowserHostParts {
  /** The Chromium to open windows with; null prints the address instead. */
  readonly chromium: string | null;
  readonly dataFolder: string;
  readonly printAddress: (url: string) => void;
  /** The person closed the window: the studio ends with it. */
  readonly onWindowClosed: () => void;
}

/** The shell for a computer without Electron: the same server, in the person's own Chromium. */
export function createBrowserHost(parts: BrowserHostParts): Host & { closeWindow(): void } {
  let window: ChromiumWindow | null = null;
  return {
    kind: 'browser',
    async openWindow(door) {
      if (window !== null) {
        await window.bringToFront();
        return;
      }
      if (parts.chromium === null) {
        parts.printAddress(door.launchUrl());
        return;
      }
      window = openAppWindow(parts.chromium, door.launchUrl(), join(parts.dataFolder, 'browser'));
      window.onClose(() => {
        window = null;
        parts.onWindowClosed();
      });
    },
    async openExternal(url) {
      const address = webAddress(url);
      if (address !== null) launch(openCommand(process.platform, address));
    },
    reveal: async (path) => launch(revealCommand(process.platform, path)),
    fork: forkNode,
    closeWindow: () => window?.close(),
  };
}

/** Another program, that outlives us and whose troubles are its own. No shell reads its arguments. */
function launch([command, args]: readonly [string, readonly string[]]): void {
  const child = spawn(command, args, { stdio: 'ignore', detached: true });
  child.on('error', () => undefined);
  child.unref();
}

function openCommand(platform: NodeJS.Platform, address: string): [string, string[]] {
  if (platform === 'darwin') return ['open', [address]];
  // `start` is a word of the command interpreter, which would read the address's own signs.
  if (platform === 'win32') return ['rundll32.exe', ['url.dll,FileProtocolHandler', address]];
  return ['xdg-open', [address]];
}

function revealCommand(platform: NodeJS.Platform, path: string): [string, string[]] {
  if (platform === 'darwin') return ['open', ['-R', path]];
  if (platform === 'win32') return ['explorer.exe', [`/select,${path}`]];
  return ['xdg-open', [dirname(path)]];
}
