import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { anyId } from '../drivers/objects/open-objects.ts';
import { upload } from '../drivers/objects/open-store.ts';
import { type OpenedCloud, openCloud } from '../drivers/opened-cloud.ts';
import { makePicture } from '../drivers/storage/pictures.ts';
import { type ObjectStoreDouble, startObjectStore } from '../fakes/object-store/index.ts';

/** Uploads through the real service, over HTTP alone: what a client that is not ours would do. */

const signed = z.object({
  url: z.string(),
  headers: z.record(z.string(), z.string()),
  expiresAtMs: z.number(),
});

let s3: ObjectStoreDouble;
beforeAll(async () => {
  s3 = await startObjectStore();
});
afterAll(() => s3.stop());

const s3Settings = (): Record<string, string> => ({
  S3_ENDPOINT: s3.endpoint,
  S3_BUCKET: s3.bucket,
  S3_REGION: s3.region,
  S3_ACCESS_KEY_ID: s3.accessKeyId,
  S3_SECRET_ACCESS_KEY: s3.secretAccessKey,
});

describe.each<[string, () => Record<string, string>]>([
  ['a folder', () => ({})],
  ['S3', s3Settings],
])('uploads to %s', (kind, settings) => {
  let cloud: OpenedCloud;
  let png: Uint8Array<ArrayBuffer>;
  beforeAll(async () => {
    cloud = await openCloud({ env: settings() });
    png = await makePicture();
  });
  afterAll(() => cloud.close());

  async function call(method: string, path: string, token: string | null, body?: object) {
    const answer = await fetch(`${cloud.origin}/v1${path}`, {
      method,
      headers: {
        ...(token === null ? {} : { authorization: `Bearer ${token}` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status: answer.status, body: await answer.json() };
  }

  /** A guest who has agreed to the terms, or has not. */
  async function guest(agreed = true): Promise<string> {
    const answer = await fetch(`${cloud.origin}/oauth/token`, {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'urn:gesso:params:oauth:grant-type:guest',
        client_id: `desktop-${anyId()}`,
        device_name: 'Test',
        platform: 'linux',
        resource: `${cloud.origin}/v1`,
        scope: 'openid offline_access api',
      }),
    });
    const { access_token: token } = z.object({ access_token: z.string() }).parse(await answer.json());
    if (!agreed) return token;
    const { body: info } = await call('GET', '/info', null);
    const versions = z.object({
      terms: z.object({ version: z.string() }),
      privacy: z.object({ version: z.string() }),
    });
    const { terms, privacy } = versions.parse(info);
    const agreement = { terms: terms.version, privacy: privacy.version, country: 'DE', oldEnough: true };
    expect((await call('POST', '/account/terms', token, agreement)).status).toBe(200);
    return token;
  }

  const announcement = () => ({
    id: anyId(),
    generationId: anyId(),
    type: 'image/png',
    sizeBytes: png.byteLength,
    sha256: createHash('sha256').update(png).digest('hex'),
  });

  it('are announced, sent, looked at, fetched and removed', async () => {
    const token = await guest();
    const asked = announcement();
    const created = await call('POST', '/objects', token, asked);
    expect(created).toMatchObject({ status: 200, body: { object: { id: asked.id, state: 'awaited' } } });
    expect(await call('POST', `/objects/${asked.id}/complete`, token)).toMatchObject({
      status: 409,
      body: { code: 'NOT_UPLOADED' },
    });
    expect(await upload(signed.parse(created.body.upload), png)).toBe(200);
    expect(await call('POST', `/objects/${asked.id}/complete`, token)).toMatchObject({
      status: 200,
      body: { state: 'stored', width: 48, height: 32 },
    });
    const { body } = await call('GET', `/objects/${asked.id}`, token);
    const got = await fetch(signed.parse(body.download).url);
    expect(Buffer.from(await got.arrayBuffer())).toEqual(Buffer.from(png));
    expect(await call('GET', '/objects/usage', token)).toMatchObject({ body: { count: 1 } });
    const removed = await call('POST', '/objects/remove', token, { ids: [asked.id, anyId()] });
    expect(removed).toEqual({ status: 200, body: { removed: 1 } });
    expect(await call('GET', `/objects/${asked.id}`, token)).toMatchObject({ status: 410 });
    if (kind === 'S3') expect([...s3.objects.keys()]).toEqual([]);
  });

  it('wait for age and terms, and are nobody else’s', async () => {
    const [token, other] = [await guest(), await guest(false)];
    expect(await call('POST', '/objects', other, announcement())).toMatchObject({
      status: 403,
      body: { code: 'STANDING', data: { needs: ['age', 'terms'] } },
    });
    const asked = announcement();
    await call('POST', '/objects', token, asked);
    expect(await call('GET', `/objects/${asked.id}`, other)).toMatchObject({ status: 404 });
    expect(await call('POST', `/objects/${asked.id}/complete`, other)).toMatchObject({ status: 404 });
    expect(await call('GET', `/objects/${asked.id}`, null)).toMatchObject({ status: 401 });
  });

  it('end with an outage that has a name when the store is away, and no secret in the log', async () => {
    const token = await guest();
    const asked = announcement();
    const created = await call('POST', '/objects', token, asked);
    const address = signed.parse(created.body.upload);
    await upload(address, png);
    if (kind === 'S3') {
      s3.fault('error-500');
      expect(await call('POST', `/objects/${asked.id}/complete`, token)).toMatchObject({
        status: 503,
        body: { code: 'OUTAGE', data: { part: 'objects' } },
      });
      s3.fault(null);
    }
    expect(await call('POST', `/objects/${asked.id}/complete`, token)).toMatchObject({ status: 200 });
    expect(cloud.log()).toContain('object.read');
    for (const secret of [token, new URL(address.url).search, s3.secretAccessKey, 'ignature=', 'bearer'])
      expect(cloud.log()).not.toContain(secret);
  });

  it('are gone a day later, for their owner too', async () => {
    const token = await guest();
    const asked = announcement();
    const created = await call('POST', '/objects', token, asked);
    const address = signed.parse(created.body.upload);
    await upload(address, png);
    await call('POST', `/objects/${asked.id}/complete`, token);
    cloud.pass(25 * 3_600_000);
    expect(await call('GET', `/objects/${asked.id}`, token)).toMatchObject({
      status: 410,
      body: { code: 'GONE' },
    });
    // The bucket of the other case has a clock of its own, which was not moved.
    if (kind === 'a folder') expect(await upload(address, png)).toBe(410);
  });
});
