import type { WriteHandle } from '../../handles.ts';

/** A setting from before there were documents. */
export function before(db: WriteHandle): void {
  db.exec(`INSERT INTO setting (key, value) VALUES ('theme', '"dark"')`);
}
