import pino from 'pino';
import type { Log } from '../../shared/kernel/index.ts';
import { currentTrace } from './trace.ts';

/**
 * One JSON line per event on standard output (or where `destination` says), with the trace id of the request or job it
 * belongs to. Events carry ids and codes; never an address, a code, a token, a prompt or bytes.
 */
export function createLog(destination?: pino.DestinationStream): Log {
  const logger = pino(
    {
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      mixin: () => {
        const traceId = currentTrace();
        return traceId === null ? {} : { traceId };
      },
    },
    destination ?? pino.destination({ dest: 1, sync: true }),
  );
  return {
    info: (event, fields) => logger.info(fields ?? {}, event),
    warn: (event, fields) => logger.warn(fields ?? {}, event),
    error: (event, fields) => logger.error(fields ?? {}, event),
  };
}
