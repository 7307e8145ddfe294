import { FolderTaken, MigrationRefused } from '../db/index.ts';
import { HostUnknown, PortTaken } from '../http/index.ts';
import { WrongSecret } from '../oauth/index.ts';
import { BadConfig, type CloudConfig, readConfig } from './config.ts';
import { lastWords } from './last-words.ts';
import { type Cloud, startCloud } from './start-cloud.ts';

/** How the service ends: the process's exit code. */
const ENDED = { well: 0, failed: 1, badConfig: 2, portTaken: 3, folderTaken: 4, refused: 5 } as const;

/** Runs the service until it is told to end. Lines for a person go to standard error; standard output has the log. */
async function run(): Promise<number> {
  const say = (line: string): void => void process.stderr.write(`${line}\n`);
  let config: CloudConfig;
  try {
    config = readConfig(process.argv.slice(2), process.env);
  } catch (error) {
    if (!(error instanceof BadConfig)) throw error;
    for (const fault of error.faults) say(fault);
    return ENDED.badConfig;
  }
  const { promise: told, resolve: tell } = Promise.withResolvers<void>();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => tell());
  // A child whose parent was killed has nobody to serve.
  process.on('disconnect', () => tell());
  let cloud: Cloud;
  try {
    cloud = await startCloud(config);
  } catch (error) {
    if (error instanceof FolderTaken || error instanceof MigrationRefused || error instanceof WrongSecret) {
      say(error.message);
      return error instanceof FolderTaken ? ENDED.folderTaken : ENDED.refused;
    }
    if (error instanceof HostUnknown) {
      say(`--host takes an address of this computer: ${error.message}.`);
      return ENDED.badConfig;
    }
    if (!(error instanceof PortTaken)) throw error;
    say(`Port ${error.port} is in use by another program. Start with another --port.`);
    return ENDED.portTaken;
  }
  if (config.json) say(JSON.stringify({ ready: true, url: cloud.origin }));
  else say(`Gesso's cloud answers at ${cloud.origin}`);
  await told;
  await cloud.close();
  return ENDED.well;
}

function fail(error: unknown): number {
  process.stderr.write(`${lastWords(error)}\n`);
  return ENDED.failed;
}

// Node would print all that an error has with it.
process.on('uncaughtException', (error) => process.exit(fail(error)));
process.exit(await run().catch(fail));
