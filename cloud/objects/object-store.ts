import type { Readable } from 'node:stream';

/** A request that needs no token: whoever has the address may make it until it ends. */
export interface SignedRequest {
  readonly url: string;
  readonly method: 'GET' | 'PUT';
  /** To be sent exactly so. The length of a body is signed too; what sends the bytes sets it by itself. */
  readonly headers: Readonly<Record<string, string>>;
  readonly expiresAtMs: number;
}

export interface ServedAs {
  readonly type: string;
  /** When the object itself ends. */
  readonly endsAtMs: number;
}

/**
 * Where bytes lie: a folder, or a bucket that speaks S3. It knows keys and bytes, and nothing of who owns them.
 * Every verb throws `Outage('objects')` when the store is away; what is not there is never an error.
 */
export interface ObjectStore {
  /** All of it or nothing; what was there under the key is replaced. */
  put(key: string, bytes: Uint8Array, type: string): Promise<void>;
  /** The stream itself may still fail; `readBytes` says that as an outage. */
  get(key: string): Promise<Readable | null>;
  head(key: string): Promise<{ readonly sizeBytes: number } | null>;
  /** Null when there is less than a second left. */
  signedGet(key: string, as: ServedAs): Promise<SignedRequest | null>;
  /** An upload of exactly this type and size. */
  signedPut(key: string, as: ServedAs & { readonly sizeBytes: number }): Promise<SignedRequest | null>;
  /** Any number; those that are not there count as deleted. */
  deleteMany(keys: readonly string[]): Promise<void>;
  /** Every key below a folder, in batches. */
  list(folder: string): AsyncIterable<readonly string[]>;
  /** Answers when the store does. */
  ping(): Promise<void>;
  close(): void;
}
