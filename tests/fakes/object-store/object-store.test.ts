import { Readable } from 'node:stream';
import {
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
  type S3ClientConfig,
} from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type ObjectStoreDouble, type StoreFault, startObjectStore } from './index.ts';

let store: ObjectStoreDouble;
let aheadMs = 0;
const clients: S3Client[] = [];

beforeAll(async () => {
  store = await startObjectStore({ now: () => Date.now() + aheadMs });
});
afterEach(() => {
  store.fault(null);
  store.objects.clear();
  aheadMs = 0;
});
afterAll(async () => {
  for (const client of clients) client.destroy();
  await store.stop();
});

function clientOf(change: S3ClientConfig = {}): S3Client {
  const { endpoint, region, accessKeyId, secretAccessKey } = store;
  const client = new S3Client({
    endpoint,
    region,
    credentials: { accessKeyId, secretAccessKey },
    forcePathStyle: true,
    maxAttempts: 1,
    requestHandler: { requestTimeout: 500, throwOnRequestTimeout: true },
    ...change,
  });
  clients.push(client);
  return client;
}

const BYTES = Buffer.from('quinces on linen, '.repeat(400));
const at = (Key: string) => ({ Bucket: store.bucket, Key });

async function readBack(client: S3Client, key: string): Promise<Buffer> {
  const { Body } = await client.send(new GetObjectCommand(at(key)));
  return Buffer.from((await Body?.transformToByteArray()) ?? []);
}

describe("the vendor's own client", () => {
  test.each<[string, S3ClientConfig]>([
    ['with checksums as it likes', {}],
    ['with checksums where they are required', { requestChecksumCalculation: 'WHEN_REQUIRED' }],
  ])('puts bytes and streams, %s, and reads back what it put', async (_name, change) => {
    const client = clientOf(change);
    await client.send(new PutObjectCommand({ ...at('u/a b/1'), Body: BYTES, ContentType: 'image/png' }));
    expect(await readBack(client, 'u/a b/1')).toEqual(BYTES);
    const stream = Readable.from([BYTES.subarray(0, 3000), BYTES.subarray(3000)], { objectMode: false });
    await client.send(new PutObjectCommand({ ...at('u/2'), Body: stream, ContentLength: BYTES.length }));
    expect(await readBack(client, 'u/2')).toEqual(BYTES);
    const head = await client.send(new HeadObjectCommand(at('u/a b/1')));
    expect(head).toMatchObject({ ContentLength: BYTES.length, ContentType: 'image/png' });
  });

  test('hears of what is not there', async () => {
    const client = clientOf();
    await expect(client.send(new GetObjectCommand(at('gone')))).rejects.toMatchObject({ name: 'NoSuchKey' });
    await expect(client.send(new HeadObjectCommand(at('gone')))).rejects.toMatchObject({ name: 'NotFound' });
    await client.send(new DeleteObjectCommand(at('gone')));
  });

  test('writes only where nothing is, if it says so', async () => {
    const client = clientOf();
    const once = new PutObjectCommand({ ...at('once'), Body: BYTES, IfNoneMatch: '*' });
    await client.send(once);
    await expect(client.send(once)).rejects.toMatchObject({ name: 'PreconditionFailed' });
  });

  test('lists in pages and deletes in batches, with letters that XML knows', async () => {
    const client = clientOf();
    const keys = Array.from({ length: 1205 }, (_, index) => `l/${String(index).padStart(4, '0')}&<'`);
    for (const key of keys) store.objects.set(key, { bytes: Buffer.from('x'), type: 'a/b', modifiedMs: 0 });
    const found: string[] = [];
    let token: string | undefined;
    do {
      const page = await client.send(
        new ListObjectsV2Command({ Bucket: store.bucket, Prefix: 'l/', ContinuationToken: token }),
      );
      found.push(...(page.Contents ?? []).map(({ Key = '' }) => Key));
      token = page.NextContinuationToken;
    } while (token !== undefined);
    expect(found).toEqual(keys);
    const batch = (some: readonly string[]) =>
      client.send(
        new DeleteObjectsCommand({ Bucket: store.bucket, Delete: { Objects: some.map((Key) => ({ Key })) } }),
      );
    await expect(batch(keys)).rejects.toMatchObject({ name: 'MalformedXML' });
    expect((await batch(keys.slice(0, 1000))).Deleted).toHaveLength(1000);
    expect(store.objects.size).toBe(205);
  });

  test('is not let in with another secret, or with a clock an hour off', async () => {
    const stranger = clientOf({
      credentials: { accessKeyId: store.accessKeyId, secretAccessKey: 'guessed' },
    });
    await expect(readBack(stranger, 'u/1')).rejects.toMatchObject({ name: 'SignatureDoesNotMatch' });
    aheadMs = 3_600_000;
    await expect(readBack(clientOf(), 'u/1')).rejects.toMatchObject({ name: 'RequestTimeTooSkewed' });
    // Asked a second time, the client has set its watch.
    await expect(readBack(clientOf({ maxAttempts: 2 }), 'u/1')).rejects.toMatchObject({ name: 'NoSuchKey' });
  });
});

describe('a signed address', () => {
  test('is good for what it says, and for nothing else', async () => {
    const client = clientOf({ requestChecksumCalculation: 'WHEN_REQUIRED' });
    const url = await getSignedUrl(
      client,
      new PutObjectCommand({ ...at('up'), ContentType: 'image/png', ContentLength: 5 }),
      {
        expiresIn: 60,
        signableHeaders: new Set(['content-type', 'content-length', 'host']),
      },
    );
    const put = async (to: string, type: string, body: string) =>
      (await fetch(to, { method: 'PUT', body, headers: { 'content-type': type } })).status;
    expect(await put(url, 'image/png', '12345')).toBe(200);
    expect(await put(url, 'text/html', '12345')).toBe(403);
    expect(await put(url, 'image/png', '123456')).toBe(403);
    expect(await put(url.replace('/up?', '/op?'), 'image/png', '12345')).toBe(403);
    expect((await fetch(url)).status).toBe(403);
    aheadMs = 61_000;
    expect(await put(url, 'image/png', '12345')).toBe(403);
    expect(store.objects.get('up')?.bytes.toString()).toBe('12345');
  });

  test('says how the object is to be served', async () => {
    const client = clientOf();
    await client.send(new PutObjectCommand({ ...at('shown'), Body: BYTES }));
    const url = await getSignedUrl(
      client,
      new GetObjectCommand({
        ...at('shown'),
        ResponseContentType: 'image/png',
        ResponseContentDisposition: 'attachment',
      }),
      { expiresIn: 60 },
    );
    const answer = await fetch(url);
    expect(answer.headers.get('content-type')).toBe('image/png');
    expect(answer.headers.get('content-disposition')).toBe('attachment');
    expect((await fetch(url.replace('image%2Fpng', 'text%2Fhtml'))).status).toBe(403);
    expect(store.requests.at(-1)).toMatchObject({
      method: 'GET',
      key: 'shown',
      presigned: false,
      status: 403,
    });
  });
});

describe('on a bad day', () => {
  const put = (client: S3Client, key = 'bad/2') =>
    client.send(new PutObjectCommand({ ...at(key), Body: BYTES }));
  const lost = { code: expect.stringMatching(/ECONNRESET|EPIPE/) };
  const outcomes: readonly (readonly [StoreFault, (client: S3Client) => Promise<unknown>])[] = [
    ['error-500', (client) => expect(put(client)).rejects.toMatchObject({ name: 'InternalError' })],
    ['slow-down', (client) => expect(put(client)).rejects.toMatchObject({ name: 'SlowDown' })],
    ['hang', (client) => expect(put(client)).rejects.toMatchObject({ name: 'TimeoutError' })],
    ['refuse-connection', (client) => expect(put(client)).rejects.toMatchObject(lost)],
    [
      'lost-answer',
      async (client) => {
        await expect(put(client)).rejects.toMatchObject(lost);
        expect(store.objects.has('bad/2')).toBe(true);
      },
    ],
    ['slow', async (client) => expect(await readBack(client, 'bad/1')).toEqual(BYTES)],
    ['cut-body', (client) => expect(readBack(client, 'bad/1')).rejects.toThrow(/aborted/)],
    ['turned-bit', async (client) => expect(await readBack(client, 'bad/1')).not.toEqual(BYTES)],
    [
      'half-a-batch',
      async (client) => {
        const Objects = ['bad/1', 'bad/2'].map((Key) => ({ Key }));
        const { Errors } = await client.send(
          new DeleteObjectsCommand({ Bucket: store.bucket, Delete: { Objects } }),
        );
        expect(Errors).toMatchObject([{ Key: 'bad/2', Code: 'InternalError' }]);
        expect([...store.objects.keys()]).toEqual(['bad/2']);
      },
    ],
  ];
  test.each(outcomes)('%s', async (fault, outcome) => {
    const client = clientOf();
    await put(client, 'bad/1');
    if (fault === 'half-a-batch') await put(client);
    store.fault(fault);
    await outcome(clientOf());
    store.fault(null);
    await put(client, 'bad/1');
    expect(await readBack(client, 'bad/1')).toEqual(BYTES);
  });
});
