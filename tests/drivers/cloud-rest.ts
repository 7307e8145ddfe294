import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client, escapeIdentifier } from 'pg';
import type { OpenedCloud } from './opened-cloud.ts';

/**
 * Which of these texts lie anywhere at rest: in the files of the service's folder (an embedded database's hold rows as they
 * are, deleted ones too) and in every row of a server's tables. The mailbox is not looked at, since codes are sent there.
 */
export async function foundAtRest(
  { folder, databaseUrl }: Pick<OpenedCloud, 'folder' | 'databaseUrl'>,
  texts: readonly string[],
): Promise<readonly string[]> {
  const found = new Set<string>();
  const look = (bytes: Buffer): void => {
    for (const text of texts) if (bytes.includes(text)) found.add(text);
  };
  for (const file of readdirSync(folder, { recursive: true, withFileTypes: true }))
    if (file.isFile() && file.name !== 'mailbox.json') look(readFileSync(join(file.parentPath, file.name)));
  if (databaseUrl !== null) for (const row of await rowsAt(databaseUrl)) look(Buffer.from(row));
  return [...found];
}

async function rowsAt(url: string): Promise<readonly string[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    const { rows: tables } = await client.query(
      "SELECT schemaname, tablename FROM pg_tables WHERE schemaname NOT IN ('pg_catalog', 'information_schema')",
    );
    const all: string[] = [];
    for (const { schemaname, tablename } of tables) {
      const name = `${escapeIdentifier(schemaname)}.${escapeIdentifier(tablename)}`;
      const { rows } = await client.query(`SELECT t::text AS row FROM ${name} t`);
      all.push(...rows.map(({ row }) => String(row)));
    }
    return all;
  } finally {
    await client.end();
  }
}
