import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { knownMigrations, migrate, openPglite } from '../../cloud/db/index.ts';
import { openQueue } from '../../cloud/queue/index.ts';
import packageJson from '../../package.json' with { type: 'json' };
import { storageDeps } from './storage/deps.ts';

/** What an empty embedded database looks like: with the same steps and libraries it is the same. */
function nameOfTemplate(): string {
  const hash = createHash('sha256').update(
    `${packageJson.devDependencies['@electric-sql/pglite']} ${packageJson.devDependencies['pg-boss']}`,
  );
  for (const { name, text } of knownMigrations()) hash.update(name).update(text);
  return `gesso-cloud-${hash.digest('hex').slice(0, 16)}`;
}

/**
 * Puts a migrated, empty embedded database into a new data folder. Making one takes three seconds and copying it a fifth of
 * one; it is made once for each machine and schema, beside the other temporary files.
 */
export async function fillCloudFolder(folder: string): Promise<void> {
  const template = join(tmpdir(), nameOfTemplate());
  if (!existsSync(template)) await makeTemplate(template);
  mkdirSync(folder, { recursive: true });
  cpSync(join(template, 'database'), join(folder, 'database'), { recursive: true });
}

async function makeTemplate(template: string): Promise<void> {
  const making = mkdtempSync(`${template}-`);
  const deps = storageDeps();
  const database = await openPglite(making);
  await migrate(database, deps);
  const queue = await openQueue({ kind: 'pglite', database }, deps.log);
  await queue.stop();
  await database.close();
  try {
    renameSync(making, template);
  } catch {
    // Another process was faster with the same.
    rmSync(making, { recursive: true, force: true });
  }
}

/** Whether a folder has nothing in it yet. */
export function isEmpty(folder: string): boolean {
  return !existsSync(folder) || readdirSync(folder).length === 0;
}
