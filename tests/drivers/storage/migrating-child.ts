import { openForWriting } from '../../../electron/db/open-file.ts';
import { createFailpoints } from '../../../electron/platform/failpoints.ts';
import { quiet } from './deps.ts';
import { REWRITING } from './rewriting-migration.ts';

/** Brings a file over the rewriting step and dies at the failpoint it is given: `path failpoint`. */
const [path = '', failpoint = ''] = process.argv.slice(2);
const opened = openForWriting(path, {
  migrations: REWRITING,
  failpoints: createFailpoints(failpoint === '' ? null : failpoint),
  log: quiet,
});
console.log(JSON.stringify({ ok: opened.ok }));
if (opened.ok) opened.db.close();
