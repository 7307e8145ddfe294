import { createORPCClient } from '@orpc/client';
import type { ContractRouterClient } from '@orpc/contract';
import { ResponseValidationPlugin } from '@orpc/contract/plugins';
import { OpenAPILink } from '@orpc/openapi-client/fetch';
import { type CloudContract, cloudContract } from '../../shared/contracts/cloud/index.ts';
import type { Secret } from '../secrets/index.ts';
import type { BoundedFetch } from './bounded-fetch.ts';
import { CloudOutage } from './outage.ts';

/** What a call is given besides its input: the token of a signed-in person. */
interface CallContext {
  readonly token?: Secret;
}

export type CloudClient = ContractRouterClient<CloudContract, CallContext>;

/** Every operation of the cloud's contract. Answers are parsed: one that does not fit is an error. */
export function createCloudClient(issuer: string, send: BoundedFetch): CloudClient {
  const link = new OpenAPILink<CallContext>(cloudContract, {
    url: `${issuer}/v1`,
    headers: ({ context: { token } }) =>
      token === undefined ? {} : { authorization: `Bearer ${token.reveal()}` },
    fetch: async (request, init) => onlyJson(await send(request, init)),
    plugins: [new ResponseValidationPlugin(cloudContract)],
  });
  return createORPCClient(link);
}

/** A page where an answer should be: a network that wants a sign-in of its own, or another program. */
function onlyJson(response: Response): Response {
  const isJson = /^application\/([a-z.-]+\+)?json\b/i.test(response.headers.get('content-type') ?? '');
  if (!isJson && response.status !== 204) throw new CloudOutage('not-gesso');
  return response;
}
