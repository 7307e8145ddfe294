import {
  DeleteObjectsCommand,
  GetObjectCommand,
  HeadBucketCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { Disk } from 'flydrive';
import { S3Driver } from 'flydrive/drivers/s3';
import type { Deps } from '../../shared/kernel/index.ts';
import { instant } from '../platform/instant.ts';
import { Outage } from '../platform/outage.ts';
import { isMissing, outside } from './failures.ts';
import { isKey } from './keys.ts';
import type { ObjectStore } from './object-store.ts';
import { BATCH } from './rules.ts';
import { addressEnd } from './signed-addresses.ts';

export interface S3Options {
  readonly endpoint: string;
  readonly bucket: string;
  readonly region: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** `https://host/bucket/key` and not `https://bucket.host/key`. */
  readonly forcePathStyle: boolean;
  /** For a whole answer, and for silence in the middle of one. */
  readonly patienceMs?: number;
}

const PATIENCE_MS = 30_000;
const CONNECT_MS = 3_000;
const TRIES = 3;

/** Signed although the client leaves them out of addresses by itself: an upload is of one type and one length. */
const SIGNED_HEADERS: ReadonlySet<string> = new Set(['host', 'content-type', 'content-length']);

/** A bucket of S3, R2 or anything that speaks like them. It has to be private; nothing here makes an object public. */
export function openS3Store(options: S3Options, { clock }: Pick<Deps, 'clock'>): ObjectStore {
  const client = clientOf(options);
  const { bucket } = options;
  const disk = new Disk(new S3Driver({ client, bucket, visibility: 'private', supportsACL: false }));
  const head: ObjectStore['head'] = (key) =>
    outside(async () => {
      try {
        return { sizeBytes: (await disk.getMetaData(ownKey(key))).contentLength };
      } catch (error) {
        if (isMissing(error)) return null;
        throw error;
      }
    });

  /** Signed here and not by flydrive, which knows neither our clock nor these headers. */
  const signed = async (command: GetObjectCommand | PutObjectCommand, endsAtMs: number) => {
    const nowMs = clock.now();
    const expiresAtMs = addressEnd(nowMs, endsAtMs);
    if (expiresAtMs === null) return null;
    const url = await outside(() =>
      getSignedUrl(client, command, {
        expiresIn: (expiresAtMs - nowMs) / 1000,
        signingDate: instant(nowMs),
        signableHeaders: new Set(SIGNED_HEADERS),
      }),
    );
    return { url, expiresAtMs };
  };

  return {
    head,
    put: (key, bytes, contentType) =>
      outside(() => disk.put(ownKey(key), bytes, { contentType, contentLength: bytes.byteLength })),
    get: (key) =>
      outside(async () => {
        try {
          return await disk.getStream(ownKey(key));
        } catch (error) {
          if (isMissing(error)) return null;
          throw error;
        }
      }),
    async signedGet(key, { type, endsAtMs }) {
      const command = new GetObjectCommand({
        Bucket: bucket,
        Key: ownKey(key),
        ResponseContentType: type,
        ResponseContentDisposition: 'attachment',
        ResponseCacheControl: 'private, no-store',
      });
      const address = await signed(command, endsAtMs);
      return address === null ? null : { ...address, method: 'GET', headers: {} };
    },
    async signedPut(key, { type, sizeBytes, endsAtMs }) {
      const about = { Bucket: bucket, Key: ownKey(key), ContentType: type, ContentLength: sizeBytes };
      const address = await signed(new PutObjectCommand(about), endsAtMs);
      return address === null ? null : { ...address, method: 'PUT', headers: { 'content-type': type } };
    },
    deleteMany: (keys) =>
      outside(async () => {
        for (let at = 0; at < keys.length; at += BATCH) {
          const Objects = keys.slice(at, at + BATCH).map((key) => ({ Key: ownKey(key) }));
          const command = new DeleteObjectsCommand({ Bucket: bucket, Delete: { Objects, Quiet: true } });
          const { Errors = [] } = await client.send(command);
          // A batch that says 200 may have left some of them where they are.
          if (Errors.some(({ Code }) => Code !== 'NoSuchKey')) throw new Outage('objects');
        }
      }),
    async *list(folder) {
      let paginationToken: string | undefined;
      do {
        const at = paginationToken === undefined ? {} : { paginationToken };
        const page = await outside(() => disk.listAll(folder, { recursive: true, ...at }));
        const keys = [...page.objects].flatMap((found) => (found.isFile ? [found.key] : []));
        // A prefix is no folder: the bucket answers with `u/1…` where `u/1` was meant.
        const own = keys.filter((key) => key.startsWith(`${folder}/`) && isKey(key));
        if (own.length > 0) yield own;
        paginationToken = page.paginationToken;
      } while (paginationToken !== undefined);
    },
    ping: () => outside(async () => void (await client.send(new HeadBucketCommand({ Bucket: bucket })))),
    close: () => client.destroy(),
  };
}

function clientOf(options: S3Options): S3Client {
  const { patienceMs = PATIENCE_MS } = options;
  return new S3Client({
    endpoint: options.endpoint,
    region: options.region,
    credentials: { accessKeyId: options.accessKeyId, secretAccessKey: options.secretAccessKey },
    forcePathStyle: options.forcePathStyle,
    // Left to itself the client adds checksums in a framing that not every store takes apart.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    maxAttempts: TRIES,
    requestHandler: {
      connectionTimeout: CONNECT_MS,
      requestTimeout: patienceMs,
      socketTimeout: patienceMs,
      throwOnRequestTimeout: true,
    },
  });
}

function ownKey(key: string): string {
  if (!isKey(key)) throw new Error('that is no key of an object');
  return key;
}
