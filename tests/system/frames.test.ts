import { readdirSync, readFileSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { isDefinedError, safe } from '@orpc/client';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { KeptProof, Place } from '../../shared/contracts/desktop/index.ts';
import { untilEnded } from '../drivers/contract-client.ts';
import { DOCUMENT_ID, editRun, keepFrame, placeOf, sendFrame } from '../drivers/frames.ts';
import { HOSTILE } from '../drivers/hostile/corpus.ts';
import { type OpenedDesktop, openDesktop } from '../drivers/opened-desktop.ts';
import { drawPng } from '../fakes/openai/drawn-png.ts';

let opened: OpenedDesktop;
let original: Uint8Array;
let mask: Uint8Array;

const SIDE = 512;
const NOWHERE = '01900000-0000-7000-8000-000000000000';

async function coloured(width: number, height: number, alpha = 1): Promise<Uint8Array> {
  const background = { r: 180, g: 120, b: 60, alpha };
  return sharp({ create: { width, height, channels: 4, background } })
    .png()
    .toBuffer();
}

/** White inside the middle half, black around it. */
async function middleMask(width: number, height: number): Promise<Uint8Array> {
  const grey = Buffer.alloc(width * height);
  for (let y = height / 4; y < (height * 3) / 4; y++)
    grey.fill(255, y * width + width / 4, y * width + (width * 3) / 4);
  return sharp(grey, { raw: { width, height, channels: 1 } })
    .toColourspace('b-w')
    .png()
    .toBuffer();
}

beforeAll(async () => {
  opened = await openDesktop();
  original = await coloured(SIDE, SIDE);
  mask = await middleMask(SIDE, SIDE);
});
afterAll(() => opened.end());

const headers = () => ({ cookie: opened.cookie, origin: opened.origin });
const folders = (): string[] => {
  try {
    return readdirSync(join(opened.data, 'frames')).sort();
  } catch {
    return [];
  }
};

describe('what is taken of a document', () => {
  it('is kept as it came, both files, and read back by our page', async () => {
    const id = await keepFrame(opened, original, mask);
    for (const [which, bytes] of [
      ['original', original],
      ['mask', mask],
    ] as const) {
      const answer = await fetch(`${opened.origin}/frames/${id}/${which}`, { headers: headers() });
      expect(answer.headers.get('content-type')).toBe('image/png');
      expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'");
      expect(Buffer.compare(Buffer.from(await answer.arrayBuffer()), bytes)).toBe(0);
      expect(Buffer.compare(readFileSync(join(opened.data, 'frames', id, `${which}.png`)), bytes)).toBe(0);
    }
    for (const path of [`/frames/${NOWHERE}/mask`, `/frames/${id}/other`, '/frames/../library.db/mask'])
      expect((await fetch(`${opened.origin}${path}`, { headers: headers() })).status).toBe(404);
  });

  it('is refused by name when it is no picture with its mask, and nothing of it stays', async () => {
    const before = folders();
    const jpeg = await sharp(original).removeAlpha().jpeg().toBuffer();
    const colourMask = await coloured(SIDE, SIDE);
    const larger = await middleMask(SIDE + 4, SIDE);
    const deep = await sharp(original).toColourspace('rgb16').png().toBuffer();
    const cut = original.subarray(0, original.byteLength - 40);
    const cutMask = mask.subarray(0, mask.byteLength - 20);
    const cases: readonly (readonly [string, Uint8Array, Uint8Array, (number | string)?])[] = [
      ['a JPEG', jpeg, mask],
      ['a mask in colour', original, colourMask],
      ['a mask larger than the picture', original, larger],
      ['sixteen bits', deep, mask],
      ['a picture that ends early', cut, mask],
      ['a mask that ends early', original, cutMask],
      ['no mask', original, new Uint8Array(0)],
      ['nothing', new Uint8Array(0), new Uint8Array(0), 10],
      ['a border in the wrong place', original, mask, original.byteLength - 3],
      ['a border beyond the end', original, mask, original.byteLength + mask.byteLength + 5],
      ['no border', original, mask, ''],
      ['a border of letters', original, mask, '0x20'],
      ['a negative border', original, mask, '-5'],
      ['a page', Buffer.from('<!doctype html><script>1</script>'), mask],
    ];
    for (const [name, first, second, border] of cases) {
      const answer = await sendFrame(opened, first, second, border ?? first.byteLength);
      expect([name, answer]).toEqual([name, { kind: 'refused', code: 'malformed' }]);
    }
    expect(folders()).toEqual(before);
  });

  it('is too large by what it claims, before a pixel is unpacked', async () => {
    const before = folders();
    const wide = await coloured(8_208, 16);
    expect(await sendFrame(opened, wide, await middleMask(8_208, 16))).toEqual({
      kind: 'refused',
      code: 'too-large',
    });
    // A few bytes that claim four gigapixels: only the header is changed, so it is no whole picture either.
    const bomb = Uint8Array.from(original);
    new DataView(bomb.buffer).setUint32(16, 65_000);
    new DataView(bomb.buffer).setUint32(20, 65_000);
    expect(await sendFrame(opened, bomb, mask)).toEqual({ kind: 'refused', code: 'too-large' });
    expect(await sendFrame(opened, original, mask, 90_000_000)).toEqual({
      kind: 'refused',
      code: 'too-large',
    });
    expect(folders()).toEqual(before);
  });

  it('more than it may be is refused by what it says of itself, before it is read', async () => {
    const { hostname, port, host } = new URL(opened.origin);
    const body = await new Promise<string>((resolve, reject) => {
      const outgoing = request(
        {
          hostname,
          port,
          path: '/frames?original=1000',
          method: 'PUT',
          headers: { host, ...headers(), 'content-length': String(200 * 1024 * 1024) },
        },
        (response) => {
          let text = '';
          response.on('data', (chunk: Buffer) => {
            text += chunk.toString('utf8');
          });
          response.on('end', () => resolve(text));
        },
      );
      outgoing.on('error', reject);
      outgoing.write('x');
    });
    expect(JSON.parse(body)).toEqual({ kind: 'refused', code: 'too-large' });
  });

  it('that is a hostile file is answered, kept only where it is a whole picture, and hurts nobody', async () => {
    const plain = drawPng({ width: 8, height: 8, colourType: 2, samples: new Uint8Array(8 * 8 * 3) });
    const grey = drawPng({ width: 8, height: 8, colourType: 0, samples: new Uint8Array(8 * 8) });
    expect(await sendFrame(opened, plain, grey)).toMatchObject({ kind: 'kept' });
    for (const { name, make, refused } of HOSTILE) {
      const bytes = await make();
      const answers = [
        await sendFrame(opened, bytes, grey, Math.max(1, bytes.byteLength)),
        await sendFrame(opened, plain, bytes),
      ];
      for (const { kind } of answers) {
        expect([name, kind]).toEqual([name, expect.stringMatching(/^(kept|refused)$/)]);
        if (refused !== undefined) expect([name, kind]).toEqual([name, 'refused']);
      }
    }
    expect(folders().filter((each) => each.endsWith('.gesso-part'))).toEqual([]);
    expect(await sendFrame(opened, plain, grey)).toMatchObject({ kind: 'kept' });
  }, 120_000);

  it('that breaks off leaves nothing and hurts nobody', async () => {
    const before = folders();
    const { hostname, port, host } = new URL(opened.origin);
    await new Promise<void>((resolve) => {
      const outgoing = request({
        hostname,
        port,
        path: `/frames?original=${original.byteLength}`,
        method: 'PUT',
        headers: { host, ...headers(), 'content-length': String(original.byteLength + mask.byteLength) },
      });
      outgoing.on('error', () => resolve());
      outgoing.write(original, () => setTimeout(() => outgoing.destroy(), 50));
      outgoing.on('close', () => resolve());
    });
    await expect.poll(folders, { timeout: 5_000 }).toEqual(before);
    await keepFrame(opened, original, mask);
  });
});

const PROOF: KeptProof = {
  protectedPixels: 196_608,
  largestChangeOutside: 0,
  placement: { x: 1.5, y: -0.25, scale: 1.01, radians: 0.002 },
  colours: { gain: [1, 0.98, 1.02], bias: [0, 1, -1] },
  seam: { asItCame: 9.5, asUsed: 1.25 },
};

describe('a run in a document', () => {
  it('gives the whole window back, edited inside the mask alone; its proof is kept with it and survives a restart', async () => {
    const frameId = await keepFrame(opened, original, mask);
    const input = editRun(placeOf(frameId), { prompt: 'terrazzo' });
    const { generationId } = await opened.client.generations.submit(input);
    const job = await untilEnded(opened.client, generationId);
    expect(job).toMatchObject({ state: 'succeeded', operation: 'edit-image', prompt: 'terrazzo', input });
    const [id = ''] = job.pictureIds;
    const before = await opened.client.library.get({ id });
    expect(before).toMatchObject({ fullPrompt: 'terrazzo', kept: null, input: { place: { frameId } } });
    const { data, info } = await sharp(readFileSync(before.file.path))
      .raw()
      .toBuffer({ resolveWithObject: true });
    expect(info).toMatchObject({ width: 1024, height: 1024, channels: 3 });
    const at = (x: number, y: number) => [...data.subarray((y * 1024 + x) * 3, (y * 1024 + x) * 3 + 3)];
    expect(at(40, 40)).toEqual([180, 120, 60]);
    const inside = new Set<string>();
    for (let x = 300; x < 720; x += 10) inside.add(at(x, 500).join());
    expect(inside.size).toBeGreaterThan(5);
    await opened.client.candidates.accept({ pictureId: id, proof: PROOF });
    expect((await opened.client.library.get({ id })).kept).toEqual(PROOF);
    await opened.restart();
    expect(await opened.client.library.get({ id })).toMatchObject({
      kept: PROOF,
      picture: { verdict: 'accepted' },
    });
  });

  it('erases, extends, varies and restyles with no words where none are needed, the same bytes from the same seed', async () => {
    const frameId = await keepFrame(opened, original, mask);
    const ids: string[] = [];
    for (const act of ['erase', 'extend', 'vary', 'erase'] as const) {
      const { generationId } = await opened.client.generations.submit(
        editRun(placeOf(frameId, { act }), { prompt: '' }),
      );
      const job = await untilEnded(opened.client, generationId);
      expect([act, job.state, job.prompt]).toEqual([act, 'succeeded', '']);
      ids.push(...job.pictureIds);
    }
    const hashes = await Promise.all(
      ids.map(async (id) => (await opened.client.library.get({ id })).picture.sha256),
    );
    expect(hashes[3]).toBe(hashes[0]);
    expect(new Set(hashes).size).toBe(3);
    const restyled = await safe(
      opened.client.generations.submit(editRun(placeOf(frameId, { act: 'restyle' }), { prompt: '  ' })),
    );
    expect(restyled[0]).toMatchObject({ code: 'PROMPT_EMPTY' });
  });

  it.each([
    ['a frame that is not there', { frameId: NOWHERE }, {}, 'FRAME_MISSING', undefined],
    ['an act without its frame', { frameId: null }, { operation: 'edit-image' }, 'MODEL_CANNOT', 'place'],
    ['a new picture out of a frame', { act: 'new-layer' }, {}, 'MODEL_CANNOT', 'place'],
    ['the wrong operation', {}, { operation: 'text-to-image' }, 'MODEL_CANNOT', 'place'],
    ['a size no model makes', { size: { width: 1020, height: 1020 } }, {}, 'MODEL_CANNOT', 'place'],
    ['a size of another quality', { size: { width: 2048, height: 2048 } }, {}, 'MODEL_CANNOT', 'place'],
    ['another shape than its window', { size: { width: 1152, height: 896 } }, {}, 'MODEL_CANNOT', 'place'],
    [
      'a window that is not the one that was taken',
      { window: { x: 0, y: 0, width: 511, height: 511 } },
      {},
      'MODEL_CANNOT',
      'place',
    ],
    [
      'a frame outside its window',
      { frame: { x: 300, y: 300, width: 256, height: 256 } },
      {},
      'MODEL_CANNOT',
      'place',
    ],
    [
      'a frame too small to show anything',
      { frame: { x: 9, y: 9, width: 8, height: 90 } },
      {},
      'MODEL_CANNOT',
      'place',
    ],
  ] as const)('%s is refused, and nothing is sent', async (_name, change, inputChange, code, field) => {
    const frameId = await keepFrame(opened, original, mask);
    const place = { ...placeOf(frameId), ...change } as Place;
    const input = { ...editRun(place), operation: 'edit-image' as const, ...inputChange };
    const before = (await opened.client.generations.list({})).length;
    const [error] = await safe(opened.client.generations.submit(input));
    expect(isDefinedError(error)).toBe(true);
    expect(error).toMatchObject({ code, ...(field === undefined ? {} : { data: { field } }) });
    expect((await opened.client.generations.list({})).length).toBe(before);
  });

  it('a picture beside the frame takes a slot and bends the colours; one more source is one too many', async () => {
    const frameId = await keepFrame(opened, original, mask);
    const first = await opened.client.generations.submit(
      editRun(placeOf(frameId), { prompt: 'red terrazzo' }),
    );
    const [parent = ''] = (await untilEnded(opened.client, first.generationId)).pictureIds;
    const style = { pictureId: parent, role: 'style' } as const;
    const { generationId } = await opened.client.generations.submit(
      editRun(placeOf(frameId), { prompt: 'marble', references: [style] }),
    );
    const [child = ''] = (await untilEnded(opened.client, generationId)).pictureIds;
    const { parents } = await opened.client.library.get({ id: child });
    expect(parents.map(({ id }) => id)).toEqual([parent]);
    for (const references of [
      [{ ...style, role: 'source' as const }],
      Array.from({ length: 4 }, () => style),
    ]) {
      const [error] = await safe(opened.client.generations.submit(editRun(placeOf(frameId), { references })));
      expect(error).toMatchObject({ code: 'MODEL_CANNOT', data: { field: 'references' } });
    }
  });

  it('a picture of its own stands in a place too', async () => {
    const place = placeOf(null, { act: 'new-layer', documentId: DOCUMENT_ID });
    const { generationId } = await opened.client.generations.submit(editRun(place));
    const job = await untilEnded(opened.client, generationId);
    expect(job).toMatchObject({ state: 'succeeded', operation: 'text-to-image', input: { place } });
  });

  it('a frame that went meanwhile ends the job before anything is sent', async () => {
    const [error] = await safe(
      opened.client.generations.whatIsSent(editRun(placeOf(NOWHERE), { modelId: 'gpt-image-2' })),
    );
    expect(error).toMatchObject({ code: 'FRAME_MISSING' });
  });
});
