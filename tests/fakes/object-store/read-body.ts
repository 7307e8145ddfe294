import type { IncomingMessage } from 'node:http';
import { crc32 } from 'node:zlib';
import { type Admitted, hmac, sameText, sha256 } from './signature.ts';

export type BodyTrouble =
  | 'SignatureDoesNotMatch'
  | 'XAmzContentSHA256Mismatch'
  | 'IncompleteBody'
  | 'BadDigest'
  | 'EntityTooLarge';

const MAX_BYTES = 128 * 1024 * 1024;
const EMPTY = sha256('');

/** The object's bytes, out of whatever form they were sent in, with every promise about them checked. */
export async function readBody(request: IncomingMessage, admitted: Admitted): Promise<Buffer | BodyTrouble> {
  const raw = await readAll(request);
  if (raw === null) return 'EntityTooLarge';
  const { payloadHash } = admitted;
  if (payloadHash.startsWith('STREAMING-')) return readChunked(raw, request, admitted);
  if (payloadHash !== 'UNSIGNED-PAYLOAD' && payloadHash !== sha256(raw)) return 'XAmzContentSHA256Mismatch';
  return checksumFits(raw, String(request.headers['x-amz-checksum-crc32'] ?? '')) ? raw : 'BadDigest';
}

async function readAll(request: IncomingMessage): Promise<Buffer | null> {
  const parts: Buffer[] = [];
  let sizeBytes = 0;
  for await (const part of request) {
    const bytes = Buffer.from(part);
    sizeBytes += bytes.length;
    if (sizeBytes > MAX_BYTES) return null;
    parts.push(bytes);
  }
  return Buffer.concat(parts);
}

/**
 * `size[;chunk-signature=…]`, the bytes, until a chunk of none; then headers. Each signature is made of the one before.
 * @source AWS Signature Version 4: "Transferring Payload in Multiple Chunks" and "... with Trailing Headers"
 */
function readChunked(raw: Buffer, request: IncomingMessage, admitted: Admitted): Buffer | BodyTrouble {
  const isSigned = admitted.payloadHash.startsWith('STREAMING-AWS4-HMAC-SHA256-PAYLOAD');
  const parts: Buffer[] = [];
  let { signature } = admitted;
  for (let at = 0; ; ) {
    const lineEnd = raw.indexOf('\r\n', at);
    const line = lineEnd < 0 ? '' : raw.toString('latin1', at, lineEnd);
    const [, hex = '', given = ''] = /^([0-9a-f]+)(?:;chunk-signature=([0-9a-f]{64}))?$/i.exec(line) ?? [];
    if (hex === '') return 'IncompleteBody';
    const start = lineEnd + 2;
    const end = start + Number.parseInt(hex, 16);
    const data = raw.subarray(start, end);
    if (end > raw.length) return 'IncompleteBody';
    if (isSigned) {
      signature = next(admitted, 'AWS4-HMAC-SHA256-PAYLOAD', signature, [EMPTY, sha256(data)]);
      if (!sameText(signature, given)) return 'SignatureDoesNotMatch';
    }
    if (data.length === 0)
      return closed(parts, raw.toString('latin1', start), { request, admitted, signature });
    parts.push(data);
    at = end + 2;
  }
}

interface Rest {
  readonly request: IncomingMessage;
  readonly admitted: Admitted;
  readonly signature: string;
}

function closed(
  parts: readonly Buffer[],
  rest: string,
  { request, admitted, signature }: Rest,
): Buffer | BodyTrouble {
  const bytes = Buffer.concat(parts);
  if (bytes.length !== Number(request.headers['x-amz-decoded-content-length'])) return 'IncompleteBody';
  const trailers = rest.split('\r\n').filter((line) => line.includes(':'));
  const own = trailers.filter((line) => !line.startsWith('x-amz-trailer-signature:'));
  if (admitted.payloadHash.startsWith('STREAMING-AWS4') && admitted.payloadHash.endsWith('-TRAILER')) {
    const given = trailers.find((line) => line.startsWith('x-amz-trailer-signature:'))?.split(':')[1] ?? '';
    const hash = sha256(own.map((line) => `${line}\n`).join(''));
    if (!sameText(next(admitted, 'AWS4-HMAC-SHA256-TRAILER', signature, [hash]), given.trim()))
      return 'SignatureDoesNotMatch';
  }
  const crc = own.find((line) => line.startsWith('x-amz-checksum-crc32:'))?.split(':')[1] ?? '';
  return checksumFits(bytes, crc.trim()) ? bytes : 'BadDigest';
}

function next(admitted: Admitted, kind: string, before: string, hashes: readonly string[]): string {
  const toSign = [kind, admitted.time, admitted.scope, before, ...hashes].join('\n');
  return hmac(admitted.signingKey, toSign).toString('hex');
}

/** Other kinds of checksum are not looked at. */
function checksumFits(bytes: Buffer, given: string): boolean {
  if (given === '') return true;
  const right = Buffer.alloc(4);
  right.writeUInt32BE(crc32(bytes));
  return right.toString('base64') === given;
}
