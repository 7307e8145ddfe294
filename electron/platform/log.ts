import { existsSync, mkdirSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import pino from 'pino';
import type { Log } from '../../shared/kernel/index.ts';

const ROTATE_BYTES = 5_000_000;

/**
 * One JSON line per event in `logs/gesso.log`, with the file before it kept as `gesso.log.1`. Events carry ids
 * and codes, never prompts, keys or bytes. Without a usable folder the lines go to standard error.
 */
export function createLog(dataFolder: string | null): Log {
  const logger = pino({ base: null, timestamp: pino.stdTimeFunctions.isoTime }, destination(dataFolder));
  return {
    info: (event, fields) => logger.info(fields ?? {}, event),
    warn: (event, fields) => logger.warn(fields ?? {}, event),
    error: (event, fields) => logger.error(fields ?? {}, event),
  };
}

function destination(dataFolder: string | null): pino.DestinationStream {
  if (dataFolder === null) return pino.destination({ dest: 2, sync: true });
  try {
    const folder = join(dataFolder, 'logs');
    mkdirSync(folder, { recursive: true });
    const file = join(folder, 'gesso.log');
    if (existsSync(file) && statSync(file).size > ROTATE_BYTES) renameSync(file, `${file}.1`);
    const stream = pino.destination({ dest: file, sync: true, mode: 0o600 });
    // A full disk must not take the studio down with it: a log line may be lost, the work may not.
    stream.on('error', () => undefined);
    return stream;
  } catch {
    return pino.destination({ dest: 2, sync: true });
  }
}
