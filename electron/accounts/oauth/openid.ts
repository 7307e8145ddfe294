import type { Configuration, CustomFetchOptions, ServerMetadata } from 'openid-client';
import type { Clock, Log } from '../../../shared/kernel/index.ts';
import { CALL_MS, type Cloud, CloudOutage, outageIn } from '../../cloud/index.ts';
import type { TokenAnswer } from './tokens.ts';

export type Library = typeof import('openid-client');

export interface OpenIdParts {
  readonly cloud: Cloud;
  readonly clock: Clock;
  readonly log: Log;
}

/** How long the cloud has for its answer, and how an ID token's times are read. */
export interface Time {
  readonly withinMs: number;
  /** How far the cloud's clock is before this computer's. */
  readonly skewS: number;
  readonly toleranceS: number;
}

export type Attempt<Value> =
  | { readonly kind: 'value'; readonly value: Value }
  | Extract<TokenAnswer, { kind: 'refused' | 'away' }>;

/** Does something with the library as one client of the cloud, and reads what went wrong. */
export type WithOpenId = <Value>(
  clientId: string,
  time: Time,
  work: (lib: Library, config: Configuration) => Promise<Value>,
) => Promise<Attempt<Value>>;

export const NOT_GESSO = { kind: 'away', away: { why: 'not-gesso', retryAfterMs: null } } as const;

/** Where the endpoints are is asked again after this. */
const METADATA_MS = 3_600_000;

/** openid-client over the bounded way to the cloud. It is loaded when somebody signs in or is signed in. */
export function createWithOpenId({ cloud, clock, log }: OpenIdParts): WithOpenId {
  const insecure = cloud.issuer.startsWith('http:');
  let library: Promise<Library> | null = null;
  let found: { readonly metadata: ServerMetadata; readonly atMs: number } | null = null;

  const discover = async (lib: Library, clientId: string): Promise<ServerMetadata> => {
    if (found !== null && Math.abs(clock.now() - found.atMs) < METADATA_MS) return found.metadata;
    const config = await lib.discovery(new URL(cloud.issuer), clientId, undefined, lib.None(), {
      execute: insecure ? [lib.allowInsecureRequests] : [],
      [lib.customFetch]: sendOver(cloud.fetchWithin(CALL_MS)),
    });
    const metadata = config.serverMetadata();
    if (!isThisCloud(metadata, cloud.issuer)) throw new CloudOutage('not-gesso');
    found = { metadata, atMs: clock.now() };
    return metadata;
  };

  const configure = async (lib: Library, clientId: string, time: Time): Promise<Configuration> => {
    const client = {
      id_token_signed_response_alg: 'ES256',
      [lib.clockSkew]: time.skewS,
      [lib.clockTolerance]: time.toleranceS,
    };
    const config = new lib.Configuration(await discover(lib, clientId), clientId, client, lib.None());
    config[lib.customFetch] = sendOver(cloud.fetchWithin(time.withinMs));
    if (insecure) lib.allowInsecureRequests(config);
    return config;
  };

  return async (clientId, time, work) => {
    library ??= import('openid-client');
    const lib = await library;
    try {
      return { kind: 'value', value: await work(lib, await configure(lib, clientId, time)) };
    } catch (error) {
      // Errors of the library hold what was sent and received: none goes further than this.
      const outage = outageIn(error);
      if (outage !== null) return { kind: 'away', away: outage.away };
      if (error instanceof lib.ResponseBodyError || error instanceof lib.AuthorizationResponseError)
        return { kind: 'refused', error: error.error, description: error.error_description ?? null };
      log.warn('account.answer-unusable', {
        code: error instanceof Error && 'code' in error ? String(error.code) : 'unknown',
      });
      return NOT_GESSO;
    }
  };
}

function sendOver(send: ReturnType<Cloud['fetchWithin']>) {
  // Token requests are forms; the type also allows bodies that are never sent here.
  return (url: string, { method, headers, signal, body }: CustomFetchOptions): Promise<Response> =>
    send(url, {
      method,
      headers,
      ...(signal === undefined ? {} : { signal }),
      ...(body === undefined || body === null ? {} : { body: String(body) }),
    });
}

/** The one we meant, with everything we rely on: a code is never sent to an endpoint that lies elsewhere. */
function isThisCloud(metadata: ServerMetadata, issuer: string): boolean {
  const { authorization_endpoint, token_endpoint, revocation_endpoint } = metadata;
  const endpoints = [authorization_endpoint, token_endpoint, revocation_endpoint];
  return (
    metadata.issuer === issuer &&
    endpoints.every((url) => url?.startsWith(`${issuer}/`)) &&
    metadata.code_challenge_methods_supported?.includes('S256') === true &&
    // Without it an answer of another server could be passed off as this one's (RFC 9207).
    metadata.authorization_response_iss_parameter_supported === true
  );
}
