import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { type OpenedClient, openClient } from './contract-client.ts';
import { type DesktopProcess, startDesktop } from './desktop-process.ts';

export interface Running extends OpenedClient {
  readonly desktop: DesktopProcess;
}

/** A desktop on a folder that outlives it, to be killed at a failpoint and opened again. */
export async function open(data: string, failpoint?: string): Promise<Running> {
  const env: Record<string, string> = failpoint === undefined ? {} : { GESSO_FAILPOINT: failpoint };
  const desktop = await startDesktop({ data, env });
  const opened = await openClient(desktop.url);
  onTestFinished(async () => {
    opened.close();
    await desktop.kill();
  });
  return { ...opened, desktop };
}

export function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'gesso-recovery-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
