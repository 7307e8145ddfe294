import { createHmac } from 'node:crypto';
import { sameText } from '../platform/chance.ts';
import { isKey } from './keys.ts';
import type { SignedRequest } from './object-store.ts';
import { ADDRESS_MS } from './rules.ts';

/** What an address stands for. Everything in it is signed. */
export interface Pass {
  readonly method: 'GET' | 'PUT';
  readonly key: string;
  readonly type: string;
  /** Of the body of a PUT; null for a GET. */
  readonly sizeBytes: number | null;
  readonly expiresAtMs: number;
}

/** The path that these addresses have below the service's own. */
export const BYTES_PATH = '/objects/';

/** In one way only, so that no two addresses stand for the same. */
const WRITTEN_NUMBER = /^(0|[1-9]\d{0,15})$/;

/** When an address ends: soon, and not after what it leads to. Whole seconds, since S3 knows no others. */
export function addressEnd(nowMs: number, endsAtMs: number): number | null {
  const lifeS = Math.floor((Math.min(nowMs + ADDRESS_MS, endsAtMs) - nowMs) / 1000);
  return lifeS < 1 ? null : nowMs + lifeS * 1000;
}

export function signAddress(secret: Uint8Array, issuer: string, pass: Pass): SignedRequest {
  const { method, key, type, sizeBytes, expiresAtMs } = pass;
  const parameters = new URLSearchParams({ expires: String(expiresAtMs), type });
  if (sizeBytes !== null) parameters.set('size', String(sizeBytes));
  parameters.set('signature', signatureOf(secret, pass));
  return {
    url: `${issuer}${BYTES_PATH}${key}?${parameters}`,
    method,
    headers: method === 'PUT' ? { 'content-type': type } : {},
    expiresAtMs,
  };
}

/**
 * The pass that a request shows.
 * @param path undecoded, as it came: a key has no letter that needs an escape, so an escape is somebody's trick
 */
export function readAddress(
  secret: Uint8Array,
  request: { readonly method: string; readonly path: string; readonly query: URLSearchParams },
  nowMs: number,
): Pass | 'forged' | 'expired' {
  const { method, path, query } = request;
  const key = path.slice(BYTES_PATH.length);
  if (!path.startsWith(BYTES_PATH) || !isKey(key)) return 'forged';
  if (method !== 'GET' && method !== 'PUT') return 'forged';
  const expires = query.get('expires') ?? '';
  const size = query.get('size');
  if (!WRITTEN_NUMBER.test(expires) || (size !== null && !WRITTEN_NUMBER.test(size))) return 'forged';
  const pass: Pass = {
    method,
    key,
    type: query.get('type') ?? '',
    sizeBytes: size === null ? null : Number(size),
    expiresAtMs: Number(expires),
  };
  if (!sameText(signatureOf(secret, pass), query.get('signature') ?? '')) return 'forged';
  return pass.expiresAtMs <= nowMs ? 'expired' : pass;
}

function signatureOf(secret: Uint8Array, { method, key, type, sizeBytes, expiresAtMs }: Pass): string {
  return createHmac('sha256', secret)
    .update([method, key, type, sizeBytes ?? '', expiresAtMs].join('\n'))
    .digest('base64url');
}
