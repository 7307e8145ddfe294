import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { systemClock } from '../../electron/platform/clock.ts';
import { createKeychain, loadKeytar } from '../../electron/secrets/index.ts';

/** The names of the items that an install holds in the keychain of a session. */
export function keychainItems(busAddress: string, installId: string): readonly string[] {
  const child = spawnSync(process.execPath, [fileURLToPath(import.meta.url), installId], {
    env: { ...process.env, DBUS_SESSION_BUS_ADDRESS: busAddress },
    encoding: 'utf8',
    timeout: 60_000,
  });
  return JSON.parse(child.stdout);
}

/** As a program of its own: a session is chosen by the environment that a process begins with. */
if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };
  const service = `app.gesso.studio:${process.argv[2]}`;
  const keychain = createKeychain({ load: loadKeytar, service, clock: systemClock, log: silent });
  const listed = await keychain.list();
  if (listed.kind === 'trouble') throw new Error(listed.why);
  process.stdout.write(JSON.stringify(listed.value.map(({ account }) => account).sort()));
}
