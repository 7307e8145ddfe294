import { afterAll, beforeAll, describe } from 'vitest';
import { type OpenCloudOptions, type OpenedCloud, openCloud } from './opened-cloud.ts';
import { freshDatabase, type PostgresServer, startPostgres } from './postgres.ts';

/** The service under test, opened before the suite. */
export interface CloudUnderTest {
  now(): OpenedCloud;
}

/** Runs one suite on the embedded database and on a PostgreSQL server: nothing of the service may tell the two apart. */
export function onBothDatabases(
  name: string,
  suite: (cloud: CloudUnderTest) => void,
  options: () => Promise<OpenCloudOptions> = async () => ({}),
): void {
  describe.each(['pglite', 'postgres'] as const)(`${name} on %s`, (kind) => {
    let server: PostgresServer | null = null;
    let opened: OpenedCloud | null = null;
    beforeAll(async () => {
      const { env = {}, ...rest } = await options();
      if (kind === 'postgres') server = await startPostgres();
      const database = server === null ? {} : { DATABASE_URL: await freshDatabase(server) };
      opened = await openCloud({ ...rest, env: { ...env, ...database } });
    }, 90_000);
    afterAll(async () => {
      await opened?.close();
      await server?.stop();
    });
    suite({
      now() {
        if (opened === null) throw new Error('the cloud is not open');
        return opened;
      },
    });
  });
}
