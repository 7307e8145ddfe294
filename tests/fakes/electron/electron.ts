import { EventEmitter } from 'node:events';
import type { ElectronParts } from '../../../electron/hosts/electron/main.ts';

/** What the double saw, for tests to look at. */
export interface Seen {
  readonly windows: DoubleWindow[];
  readonly cookies: Record<string, unknown>[];
  readonly external: string[];
  readonly revealed: string[];
  readonly menus: unknown[];
  readonly paths: Record<string, string>;
  quits: number;
  exits: number[];
}

class DoubleContents extends EventEmitter {
  openHandler: ((details: { url: string }) => { action: string }) | null = null;
  setWindowOpenHandler(handler: (details: { url: string }) => { action: string }): void {
    this.openHandler = handler;
  }
}

export class DoubleWindow extends EventEmitter {
  readonly options: Record<string, unknown>;
  readonly webContents = new DoubleContents();
  loaded: string | null = null;
  shown = 0;
  focused = 0;
  isGone = false;
  #minimized = false;
  #maximized = false;
  constructor(options: Record<string, unknown>) {
    super();
    this.options = options;
  }
  async loadURL(url: string): Promise<void> {
    this.loaded = url;
    this.emit('ready-to-show');
  }
  show = (): void => {
    this.shown += 1;
  };
  focus = (): void => {
    this.focused += 1;
  };
  minimize = (): void => {
    this.#minimized = true;
  };
  restore = (): void => {
    this.#minimized = false;
  };
  isMinimized = (): boolean => this.#minimized;
  maximize = (): void => {
    this.#maximized = true;
  };
  isMaximized = (): boolean => this.#maximized;
  isDestroyed = (): boolean => this.isGone;
  getNormalBounds = () => ({ x: 40, y: 50, width: 1300, height: 800 });
  /** What the person's click on the close button does. */
  closeByHand(): void {
    this.emit('close');
    this.isGone = true;
    this.emit('closed');
  }
}

class DoubleSession {
  request: ((contents: unknown, permission: string, answer: (yes: boolean) => void) => void) | null = null;
  check: (() => boolean) | null = null;
  device: (() => boolean) | null = null;
  readonly cookies: { set(cookie: Record<string, unknown>): Promise<void> };
  constructor(seen: Seen) {
    this.cookies = { set: async (cookie) => void seen.cookies.push(cookie) };
  }
  setPermissionRequestHandler = (handler: DoubleSession['request']): void => {
    this.request = handler;
  };
  setPermissionCheckHandler = (handler: DoubleSession['check']): void => {
    this.check = handler;
  };
  setDevicePermissionHandler = (handler: DoubleSession['device']): void => {
    this.device = handler;
  };
}

class DoubleApp extends EventEmitter {
  readonly isPackaged = false;
  readonly #seen: Seen;
  readonly #first: boolean;
  constructor(seen: Seen, first: boolean) {
    super();
    this.#seen = seen;
    this.#first = first;
  }
  setPath = (name: string, path: string): void => {
    this.#seen.paths[name] = path;
  };
  requestSingleInstanceLock = (): boolean => this.#first;
  whenReady = async (): Promise<void> => undefined;
  getVersion = (): string => '0.1.0';
  exit = (code: number): void => void this.#seen.exits.push(code);
  quit = (): void => {
    let stopped = false;
    this.emit('before-quit', {
      preventDefault: () => {
        stopped = true;
      },
    });
    if (!stopped) {
      this.#seen.quits += 1;
      this.emit('quit');
    }
  };
}

export interface ElectronDouble {
  readonly electron: ElectronParts;
  readonly seen: Seen;
  readonly app: DoubleApp;
  readonly session: DoubleSession;
}

/**
 * The part of Electron that the host uses, in plain Node. It keeps what was asked of it and behaves as the
 * declarations promise; what only the real one can show is in docs/unproven.md.
 */
export function createElectronDouble(options: { firstInstance?: boolean } = {}): ElectronDouble {
  const seen: Seen = {
    windows: [],
    cookies: [],
    external: [],
    revealed: [],
    menus: [],
    paths: {},
    quits: 0,
    exits: [],
  };
  const app = new DoubleApp(seen, options.firstInstance ?? true);
  const session = new DoubleSession(seen);
  class BrowserWindow extends DoubleWindow {
    constructor(given: Record<string, unknown>) {
      super(given);
      seen.windows.push(this);
      app.emit('web-contents-created', {}, this.webContents);
    }
  }
  const parts = {
    app,
    BrowserWindow,
    Menu: {
      buildFromTemplate: (template: unknown) => template,
      setApplicationMenu: (menu: unknown) => seen.menus.push(menu),
    },
    screen: { getAllDisplays: () => [{ workArea: { x: 0, y: 0, width: 1920, height: 1080 } }] },
    session: { defaultSession: session },
    shell: {
      openExternal: async (url: string) => void seen.external.push(url),
      showItemInFolder: (path: string) => void seen.revealed.push(path),
    },
    utilityProcess: {
      fork: () => {
        throw new Error('the double starts no utility process; the decoder is proven with Node children');
      },
    },
  };
  return { electron: parts as unknown as ElectronParts, seen, app, session };
}

/** What `import … from 'electron'` finds in tests: the real package would try to download its binary. */
const ambient = createElectronDouble().electron;
export const { app, BrowserWindow, Menu, screen, session, shell, utilityProcess } = ambient;
