import type { z } from 'zod';
import type { Database } from '../db/index.ts';
import type * as reads from './reads.ts';
import type * as writes from './writes.ts';

/** One value beside the settings: kept in the same table, and out of the window's reach. */
export interface KeptValue<Value> {
  /** Null for none, and for one that this version can't read. */
  read(): Promise<Value | null>;
  write(value: Value | null): Promise<void>;
}

/** @param key one that no setting has */
export function keptValue<Value>(
  database: Database,
  key: string,
  schema: z.ZodType<Value>,
): KeptValue<Value> {
  const rows = database.noun<typeof reads, typeof writes>('settings');
  return {
    async read() {
      const row = (await rows.read.all()).find((one) => one.key === key);
      const parsed = schema.safeParse(row === undefined ? null : JSON.parse(row.value));
      return parsed.success ? parsed.data : null;
    },
    async write(value) {
      await rows.write.put([{ key, value: JSON.stringify(value) }]);
    },
  };
}
