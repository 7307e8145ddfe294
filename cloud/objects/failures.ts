import type { Readable } from 'node:stream';
import { Outage } from '../platform/outage.ts';

/** What errors of flydrive, of the S3 client and of the file system have under whatever was wrapped around them. */
function causes(error: unknown): readonly Error[] {
  const found: Error[] = [];
  for (let at = error; at instanceof Error && found.length < 5; at = at.cause) found.push(at);
  return found;
}

const MISSING: ReadonlySet<string> = new Set(['NoSuchKey', 'NotFound', 'ENOENT']);

function wordOf(error: Error): string {
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name;
}

export function isMissing(error: unknown): boolean {
  return causes(error).some((cause) => MISSING.has(wordOf(cause)) || MISSING.has(cause.name));
}

/** Whether it comes from outside: an answer of the service, a system's error number, or a wait that took too long. */
function isFromOutside(error: Error): boolean {
  return '$metadata' in error || 'errno' in error || 'syscall' in error || OUTSIDE.has(wordOf(error));
}
const OUTSIDE: ReadonlySet<string> = new Set([
  'TimeoutError',
  'AbortError',
  'ECONNRESET',
  'ERR_STREAM_PREMATURE_CLOSE',
]);

/** The error as an outage of the store, or as it came when it is a mistake of ours. */
export function asStoreOutage(error: unknown): unknown {
  if (error instanceof Outage) return error;
  return causes(error).some(isFromOutside) ? new Outage('objects', { cause: error }) : error;
}

/** One call to a store, with its errors as outages. */
export async function outside<Value>(work: () => Promise<Value>): Promise<Value> {
  try {
    return await work();
  } catch (error) {
    throw asStoreOutage(error);
  }
}

/**
 * The whole of a body, unless it is longer than it may be: then null, and no more of it is read than that.
 * @throws Outage('objects') when the body breaks off
 */
export async function readBytes(
  body: Readable,
  maxBytes: number,
  signal: AbortSignal,
): Promise<Uint8Array | null> {
  const parts: Uint8Array[] = [];
  let sizeBytes = 0;
  const stop = (): void => void body.destroy(new Outage('objects'));
  signal.addEventListener('abort', stop, { once: true });
  try {
    signal.throwIfAborted();
    for await (const part of body) {
      const bytes: Uint8Array = part;
      sizeBytes += bytes.byteLength;
      if (sizeBytes > maxBytes) return null;
      parts.push(bytes);
    }
    return Buffer.concat(parts);
  } catch (error) {
    throw asStoreOutage(error);
  } finally {
    signal.removeEventListener('abort', stop);
    body.destroy();
  }
}
