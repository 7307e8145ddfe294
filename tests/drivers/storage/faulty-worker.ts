import { type ReadHandle, selectOne, serveDatabase, type WriteHandle } from '../../../electron/db/index.ts';

const reads = {
  settingCount: (db: ReadHandle): number =>
    selectOne<{ n: number }>(db, 'SELECT count(*) AS n FROM setting')?.n ?? -1,
  die: (_db: ReadHandle): never => process.exit(9),
  trespass: (db: ReadHandle): unknown => db.exec('DELETE FROM setting'),
};

const writes = {
  put: (db: WriteHandle, key: string): void => {
    db.prepare("INSERT INTO setting (key, value) VALUES (?, '1')").run(key);
  },
  /** Two rows, then a mistake. */
  putAndFail: (db: WriteHandle, key: string): void => {
    writes.put(db, key);
    writes.put(db, `${key}-2`);
    throw new Error('half way');
  },
  putMuch: (db: WriteHandle, bytes: number): void => {
    db.prepare('INSERT OR REPLACE INTO setting (key, value) VALUES (?, json_quote(hex(zeroblob(?))))').run(
      'much',
      bytes,
    );
  },
  die: (_db: WriteHandle): never => process.exit(9),
};

export type FaultyReads = typeof reads;
export type FaultyWrites = typeof writes;

serveDatabase({ faulty: { reads, writes } });
