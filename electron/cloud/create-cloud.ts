import type { Clock } from '../../shared/kernel/index.ts';
import { type BoundedFetch, createBoundedFetch } from './bounded-fetch.ts';
import type { CloudClient } from './cloud-client.ts';
import { type CloudPicture, createCloudPicture } from './picture.ts';

export interface CloudParts {
  /** The base address without a slash at its end. */
  readonly issuer: string;
  readonly fetch: typeof fetch;
  readonly clock: Clock;
}

/** The way to one Gesso cloud. It keeps nothing: whoever calls brings the token. */
export interface Cloud {
  readonly issuer: string;
  /** What a token must be for (RFC 8707). */
  readonly resource: string;
  /** Loaded when it is first asked for, so that no start waits for it. */
  client(): Promise<CloudClient>;
  readonly picture: CloudPicture;
  /** For the OAuth library, with the same bound of size. */
  fetchWithin(withinMs: number): BoundedFetch;
}

export const CALL_MS = 20_000;
const CALL_MAX_BYTES = 1_000_000;
/** A picture of five megabytes on its way through a slow line. */
const BYTES = { withinMs: 60_000, maxBytes: 5_000_000 };

export function createCloud({ issuer, fetch, clock }: CloudParts): Cloud {
  const fetchWithin = (withinMs: number): BoundedFetch =>
    createBoundedFetch({ fetch, clock, withinMs, maxBytes: CALL_MAX_BYTES });
  let client: Promise<CloudClient> | null = null;
  return {
    issuer,
    resource: `${issuer}/v1`,
    client() {
      client ??= import('./cloud-client.ts').then(({ createCloudClient }) =>
        createCloudClient(issuer, fetchWithin(CALL_MS)),
      );
      return client;
    },
    picture: createCloudPicture(issuer, createBoundedFetch({ fetch, clock, ...BYTES })),
    fetchWithin,
  };
}
