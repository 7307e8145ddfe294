import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type OpenedClient, openClient } from './contract-client.ts';
import { type DesktopProcess, startDesktop } from './desktop-process.ts';

export interface OpenedDesktop extends Omit<OpenedClient, 'close'> {
  /** A data folder of its own, gone at the end. */
  readonly data: string;
  /** The running one; a restart puts another in its place, and another client. */
  readonly desktop: DesktopProcess;
  /** Ends it as a person does or as a power cut does, and starts it on the same data. */
  restart(how?: 'stop' | 'kill'): Promise<void>;
  end(how?: 'stop' | 'kill'): Promise<void>;
}

/** A real desktop with a client that went through its door: what most tests of the whole system begin with. */
export async function openDesktop(env: Readonly<Record<string, string>> = {}): Promise<OpenedDesktop> {
  const data = mkdtempSync(join(tmpdir(), 'gesso-desktop-'));
  let desktop = await startDesktop({ data, env });
  let opened = await openClient(desktop.url);
  const leave = async (how: 'stop' | 'kill'): Promise<void> => {
    opened.close();
    await desktop[how]();
  };
  return {
    data,
    get desktop() {
      return desktop;
    },
    get client() {
      return opened.client;
    },
    get origin() {
      return opened.origin;
    },
    get cookie() {
      return opened.cookie;
    },
    async restart(how = 'stop') {
      await leave(how);
      desktop = await startDesktop({ data, env });
      opened = await openClient(desktop.url);
    },
    async end(how = 'stop') {
      await leave(how);
      rmSync(data, { recursive: true, force: true });
    },
  };
}
