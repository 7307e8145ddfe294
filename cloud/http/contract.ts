import { OpenAPIHandler } from '@orpc/openapi/fetch';
import { ORPCError, onError, type Router } from '@orpc/server';
import type { CloudContract } from '../../shared/contracts/cloud/index.ts';
import type { Log } from '../../shared/kernel/index.ts';
import { asOutage } from '../db/index.ts';
import { Outage } from '../platform/outage.ts';
import type { CallContext } from '../wire/index.ts';

/**
 * The contract over HTTP, under /v1. Outages and bugs come out as the contract says, and nothing of what is inside. A body
 * that can't be read, or that broke off, is whoever sent it's own affair: it is refused before this looks, without a line.
 */
export function createContractHandler(router: Router<CloudContract, CallContext>, log: Log) {
  return new OpenAPIHandler(router, {
    clientInterceptors: [
      onError((error) => {
        if (error instanceof ORPCError && error.status < 500) return;
        const outage = asOutage(error);
        if (outage instanceof Outage) {
          log.warn('call.outage', { part: outage.part });
          throw new ORPCError('OUTAGE', {
            status: 503,
            defined: true,
            data: { part: outage.part, retryAfterMs: outage.retryAfterMs },
          });
        }
        log.error('call.bug', { error: error instanceof Error ? error.name : 'unknown' });
      }),
    ],
  });
}
