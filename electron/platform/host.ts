/** What differs between the two shells. Everything else is the one server. */
export interface Host {
  readonly kind: 'browser' | 'electron';
  /** Opens the studio's window, or brings the open one to the front. */
  openWindow(door: Door): Promise<void>;
  /** Opens a page of the web in the person's own browser. Nothing is said when there is none: the window shows the address. */
  openExternal(url: string): Promise<void>;
  /** Shows a file in the system's file manager. */
  reveal(path: string): Promise<void>;
  /** Starts one of our own modules as a child process that can be killed. */
  fork(entry: URL, options: ForkOptions): ForkedProcess;
}

/** The two ways into the server: an address that works once, or a cookie set by a shell of our own. */
export interface Door {
  readonly origin: string;
  launchUrl(): string;
  openSession(): { readonly cookieName: string; readonly value: string };
}

export interface ForkOptions {
  readonly execArgv: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

export interface ForkedProcess {
  send(message: unknown): void;
  onMessage(listener: (message: unknown) => void): void;
  onExit(listener: (code: number | null) => void): void;
  kill(): void;
}
