import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { MIGRATIONS } from '../electron/db/migrations/index.ts';
import { openForWriting } from '../electron/db/open-file.ts';
import { bulkLoad } from '../electron/library/bulk-load.ts';
import { makeOriginals } from './seed/originals.ts';
import { insertGenerations, inventPictures } from './seed/pictures.ts';

/**
 * Fills an empty library with plausible years of work:
 *   npm run seed -- --rows 100000 --data DIR [--pictures DIR] [--seed 1]
 * The same seed and day give the same library. Prints one line of JSON.
 */
const { values } = parseArgs({
  options: {
    rows: { type: 'string', default: '1000' },
    data: { type: 'string' },
    pictures: { type: 'string' },
    seed: { type: 'string', default: '1' },
  },
});

const rows = Number(values.rows);
if (values.data === undefined || !Number.isInteger(rows) || rows < 1) {
  console.error('seed --rows N --data DIR [--pictures DIR] [--seed N]');
  process.exit(2);
}
const dataFolder = resolve(values.data);
const picturesFolder = resolve(values.pictures ?? join(dataFolder, 'pictures'));
const path = join(dataFolder, 'library.db');
const begunAtMs = Date.now();

const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };
const opened = openForWriting(path, {
  migrations: MIGRATIONS,
  failpoints: { hit: () => undefined },
  log: quiet,
});
if (!opened.ok) {
  console.error(`the library at ${path} cannot be opened: ${opened.trouble}`);
  process.exit(1);
}
const { db } = opened;
if (db.prepare('SELECT 1 FROM picture LIMIT 1').get() !== undefined) {
  console.error(`the library at ${path} already holds pictures; choose another --data`);
  process.exit(1);
}

const untilMs = Math.floor(begunAtMs / 86_400_000) * 86_400_000;
const originals = await makeOriginals(picturesFolder, untilMs, Number(values.seed));
const pictures = inventPictures({ rows, originals, untilMs, seed: Number(values.seed) });
const loaded = bulkLoad(
  db,
  originals.map((original) => ({ ...original, folder: picturesFolder, storedAtMs: untilMs })),
  pictures,
  insertGenerations(db),
);
db.exec('ANALYZE');
const days = db.prepare('SELECT count(DISTINCT day) FROM picture').pluck().get();
db.close();
console.log(
  JSON.stringify({
    rows: loaded,
    files: originals.length,
    days,
    database: path,
    pictures: picturesFolder,
    ms: Date.now() - begunAtMs,
  }),
);
