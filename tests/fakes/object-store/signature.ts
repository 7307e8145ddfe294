import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

export interface Keys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly region: string;
}

export interface Signed {
  readonly method: string;
  /** As it stands on the wire: path and query undecoded. */
  readonly target: string;
  readonly headers: IncomingHttpHeaders;
}

/** Why a request is turned away: the service's own code, always with status 403. */
export interface Rejection {
  readonly code: 'AccessDenied' | 'InvalidAccessKeyId' | 'RequestTimeTooSkewed' | 'SignatureDoesNotMatch';
  readonly message: string;
}

/** A request that was let in. What it takes to check the chunks of its body comes along. */
export interface Admitted {
  readonly presigned: boolean;
  readonly payloadHash: string;
  readonly signature: string;
  readonly scope: string;
  readonly time: string;
  readonly signingKey: Buffer;
}

const SKEW_MS = 15 * 60 * 1000;
const LONGEST_S = 7 * 24 * 60 * 60;
const UNSIGNED = 'UNSIGNED-PAYLOAD';

export const sha256 = (text: string | Uint8Array): string => createHash('sha256').update(text).digest('hex');
export const hmac = (key: string | Buffer, text: string): Buffer =>
  createHmac('sha256', key).update(text).digest();

/**
 * Checks the signature as the service does, in the header or in the address.
 * @source AWS Signature Version 4: "Authenticating Requests (Authorization Header)" and "Using Query Parameters"
 */
export function admit(request: Signed, keys: Keys, nowMs: number): Admitted | Rejection {
  const [path = '/', query = ''] = request.target.split('?', 2);
  const parameters = query.split('&').filter((pair) => pair !== '');
  const inQuery = parameters.some((pair) => pair.startsWith('X-Amz-Signature='));
  const claim = inQuery ? claimInQuery(parameters) : claimInHeader(request.headers);
  if (claim === null) return denied('There is no signature.');
  const [accessKeyId, date, region, service, end] = claim.credential.split('/');
  if (accessKeyId !== keys.accessKeyId)
    return { code: 'InvalidAccessKeyId', message: 'The access key is not known.' };
  const scope = `${date}/${region}/${service}/${end}`;
  if (
    region !== keys.region ||
    service !== 's3' ||
    end !== 'aws4_request' ||
    !claim.time.startsWith(`${date}T`)
  )
    return denied('The credential is for something else.');
  const late = timeTrouble(claim, nowMs);
  if (late !== null) return late;
  const unsigned = unsignedHeader(request.headers, claim.signedHeaders);
  if (unsigned !== null) return denied(`The header ${unsigned} is not signed.`);

  const payloadHash = inQuery ? UNSIGNED : String(request.headers['x-amz-content-sha256'] ?? '');
  if (payloadHash === '') return denied('x-amz-content-sha256 is missing.');
  const canonical = [
    request.method,
    path,
    parameters
      .filter((pair) => !pair.startsWith('X-Amz-Signature='))
      .map((pair) => (pair.includes('=') ? pair : `${pair}=`))
      .sort()
      .join('&'),
    ...claim.signedHeaders.map((name) => `${name}:${headerOf(request.headers, name)}`),
    '',
    claim.signedHeaders.join(';'),
    payloadHash,
  ].join('\n');
  const toSign = ['AWS4-HMAC-SHA256', claim.time, scope, sha256(canonical)].join('\n');
  const signingKey = ['s3', 'aws4_request'].reduce<Buffer>(
    (key, part) => hmac(key, part),
    hmac(hmac(`AWS4${keys.secretAccessKey}`, date ?? ''), region),
  );
  const right = hmac(signingKey, toSign).toString('hex');
  if (!sameText(right, claim.signature))
    return { code: 'SignatureDoesNotMatch', message: 'The signature does not fit the request.' };
  return { presigned: inQuery, payloadHash, signature: right, scope, time: claim.time, signingKey };
}

interface Claim {
  readonly credential: string;
  /** `20261120T120000Z` */
  readonly time: string;
  readonly signedHeaders: readonly string[];
  readonly signature: string;
  /** Of an address; a header is good for a quarter of an hour. */
  readonly expiresS: number | null;
}

function claimInQuery(parameters: readonly string[]): Claim | null {
  const values = new URLSearchParams(parameters.join('&'));
  const get = (name: string): string => values.get(`X-Amz-${name}`) ?? '';
  if (get('Algorithm') !== 'AWS4-HMAC-SHA256') return null;
  return {
    credential: get('Credential'),
    time: get('Date'),
    signedHeaders: get('SignedHeaders').split(';'),
    signature: get('Signature'),
    expiresS: Number(get('Expires')),
  };
}

function claimInHeader(headers: IncomingHttpHeaders): Claim | null {
  const match =
    /^AWS4-HMAC-SHA256 Credential=([^,]+), ?SignedHeaders=([^,]+), ?Signature=([0-9a-f]{64})$/.exec(
      headers.authorization ?? '',
    );
  if (match === null) return null;
  const [, credential = '', signedHeaders = '', signature = ''] = match;
  const time = String(headers['x-amz-date'] ?? '');
  return { credential, time, signedHeaders: signedHeaders.split(';'), signature, expiresS: null };
}

function timeTrouble({ time, expiresS }: Claim, nowMs: number): Rejection | null {
  const [, y, mo, d, h, mi, s] = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(time) ?? [];
  const atMs = Date.parse(`${y}-${mo}-${d}T${h}:${mi}:${s}Z`);
  if (Number.isNaN(atMs)) return denied('The date is malformed.');
  if (expiresS === null) {
    if (Math.abs(nowMs - atMs) <= SKEW_MS) return null;
    return { code: 'RequestTimeTooSkewed', message: 'The clocks are too far apart.' };
  }
  if (!(expiresS >= 1 && expiresS <= LONGEST_S)) return denied('X-Amz-Expires is out of bounds.');
  if (atMs - nowMs > SKEW_MS) return denied('Request is not valid yet');
  return nowMs > atMs + expiresS * 1000 ? denied('Request has expired') : null;
}

/** The host and whatever steers the service have to be under the signature. */
function unsignedHeader(headers: IncomingHttpHeaders, signed: readonly string[]): string | null {
  if (!signed.includes('host')) return 'host';
  return Object.keys(headers).find((name) => name.startsWith('x-amz-') && !signed.includes(name)) ?? null;
}

function headerOf(headers: IncomingHttpHeaders, name: string): string {
  const value = headers[name];
  return (Array.isArray(value) ? value.join(',') : (value ?? '')).trim().replace(/ +/g, ' ');
}

function denied(message: string): Rejection {
  return { code: 'AccessDenied', message };
}

export function sameText(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
}
