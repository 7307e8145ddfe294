import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bring, sendFile } from '../drivers/imports.ts';
import { type OpenedDesktop, openDesktop } from '../drivers/opened-desktop.ts';
import { makePicture } from '../drivers/storage/pictures.ts';

let opened: OpenedDesktop;

beforeAll(async () => {
  opened = await openDesktop();
});
afterAll(() => opened.end());

const headers = () => ({ cookie: opened.cookie, origin: opened.origin });

/** Only what is on its way stands there. */
const left = (): string[] => readdirSync(join(opened.data, 'imports'));

describe('files of the person, brought in over the server', () => {
  it.each(['png', 'jpeg', 'webp', 'avif', 'gif', 'tiff'] as const)(
    '%s is kept byte for byte and can be shown',
    async (format) => {
      const bytes = await makePicture({ format, width: 61, height: 40, seed: 5 });
      const picture = await bring(opened, bytes, `Quinces on linen.${format}`);
      expect(picture).toMatchObject({
        width: 61,
        height: 40,
        origin: 'imported',
        verdict: 'accepted',
        modelId: '',
        prompt: 'Quinces on linen',
        sha256: createHash('sha256').update(bytes).digest('hex'),
      });
      const { file } = await opened.client.library.get({ id: picture.id });
      expect(Buffer.compare(readFileSync(file.path), bytes)).toBe(0);
      const shown = await fetch(`${opened.origin}/shown/${picture.sha256}`, { headers: headers() });
      expect(shown.headers.get('content-type')).toBe(format === 'tiff' ? 'image/png' : `image/${format}`);
      expect(await sharp(Buffer.from(await shown.arrayBuffer())).metadata()).toMatchObject({ width: 61 });
      expect(left()).toEqual([]);
    },
  );

  it('is found by the words of its name, offline, like any picture', async () => {
    await bring(opened, await makePicture({ seed: 71 }), 'Überseehafen bei Nacht.PNG');
    const { pictures } = await opened.client.library.search({
      words: 'uberseehafen',
      trashed: false,
      before: null,
      limit: 5,
    });
    expect(pictures.map(({ prompt }) => prompt)).toEqual(['Überseehafen bei Nacht']);
  });

  it('the same file again is the same picture, out of Trash', async () => {
    const bytes = await makePicture({ seed: 72 });
    const first = await bring(opened, bytes, 'a.png');
    await opened.client.library.trash({ ids: [first.id] });
    const again = await bring(opened, bytes, 'b.png');
    expect(again.id).toBe(first.id);
    expect((await opened.client.library.get({ id: first.id })).trashedAtMs).toBeNull();
  });

  it('a camera on its side stands upright; its file keeps place, camera and profile', async () => {
    const sharpened = sharp({ create: { width: 80, height: 40, channels: 3, background: '#a63' } });
    const bytes = await sharpened
      .withExif({ IFD0: { Make: 'Kodak', Orientation: '6' }, IFD3: { GPSLatitudeRef: 'N' } })
      .withMetadata({ orientation: 6 })
      .withIccProfile('p3')
      .jpeg()
      .toBuffer();
    const picture = await bring(opened, bytes, 'IMG_1.jpg');
    expect(picture).toMatchObject({ width: 40, height: 80 });
    const { file } = await opened.client.library.get({ id: picture.id });
    const kept = await sharp(readFileSync(file.path)).metadata();
    expect(kept.orientation).toBe(6);
    expect(kept.icc).toBeDefined();
  });

  it('a name cannot lead anywhere', async () => {
    const picture = await bring(opened, await makePicture({ seed: 73 }), '../../../etc/passwd\u0000.png');
    const { file } = await opened.client.library.get({ id: picture.id });
    expect(file.path.startsWith(join(opened.data, 'Pictures', 'Gesso'))).toBe(true);
  });

  it.each([
    ['nothing', new Uint8Array(0)],
    ['a page', Buffer.from('<!doctype html><img src=x onerror=alert(1)>')],
    ['an SVG', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>')],
  ])('%s is refused by name, and nothing of it stays', async (_name, bytes) => {
    expect(await sendFile(opened, bytes, 'x.png')).toEqual({ kind: 'refused', code: 'not-a-picture' });
    expect(left()).toEqual([]);
  });

  it('more than 512 MB is refused by what it says of itself, before it is read', async () => {
    const { hostname, port, host } = new URL(opened.origin);
    const status = await new Promise<string>((resolve, reject) => {
      const outgoing = request(
        {
          hostname,
          port,
          path: '/imports?name=huge.png',
          method: 'PUT',
          headers: { host, ...headers(), 'content-length': String(600 * 1024 * 1024) },
        },
        (response) => {
          let body = '';
          response.on('data', (chunk: Buffer) => {
            body += chunk.toString('utf8');
          });
          response.on('end', () => resolve(body));
        },
      );
      outgoing.on('error', reject);
      outgoing.write('x');
    });
    expect(JSON.parse(status)).toEqual({ kind: 'refused', code: 'too-large' });
  });

  it('an upload that breaks off leaves nothing and hurts nobody', async () => {
    const { hostname, port, host } = new URL(opened.origin);
    await new Promise<void>((resolve) => {
      const outgoing = request({
        hostname,
        port,
        path: '/imports?name=half.png',
        method: 'PUT',
        headers: { host, ...headers(), 'content-length': '100000' },
      });
      outgoing.on('error', () => resolve());
      outgoing.write('half', () => setTimeout(() => outgoing.destroy(), 50));
      outgoing.on('close', () => resolve());
    });
    await expect.poll(left, { timeout: 5_000 }).toEqual([]);
    expect((await sendFile(opened, await makePicture({ seed: 74 }), 'next.png')).kind).toBe('picture');
  });
});
