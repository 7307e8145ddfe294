import sharp from 'sharp';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readPngChunks } from '../../media/metadata/index.ts';
import type { GenerationInput } from '../../shared/contracts/desktop/index.ts';
import { SMALL_RUN, untilEnded } from '../drivers/contract-client.ts';
import { editRun, keepFrame, placeOf } from '../drivers/frames.ts';
import { type OpenedDesktop, openDesktop } from '../drivers/opened-desktop.ts';
import { createOpenAiDouble, type OpenAiDouble } from '../fakes/openai/index.ts';

/** Keys are held for the session, so that no test asks the keychain of whoever runs it. */
const NO_KEYCHAIN = { DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nonexistent' };

let double: OpenAiDouble;
let opened: OpenedDesktop;

async function start(options: Partial<Parameters<typeof createOpenAiDouble>[0]> = {}): Promise<void> {
  double = await createOpenAiDouble({ port: 0, ...options });
  opened = await openDesktop({ ...NO_KEYCHAIN, GESSO_OPENAI_URL: double.baseUrl });
  await opened.client.settings.update({ cautionSeen: true });
}
afterEach(async () => {
  await opened.end('kill');
  await double.close();
});

const SIDE = 512;
const imageCalls = () => double.requests.filter((request) => request.path.includes('/images/'));

/** Teal on the left, clear on the right; with a camera and a place in what it says of itself. */
async function takenFrame(): Promise<string> {
  const rgba = Buffer.alloc(SIDE * SIDE * 4);
  const grey = Buffer.alloc(SIDE * SIDE);
  for (let at = 0; at < SIDE * SIDE; at++) {
    const isLeft = at % SIDE < SIDE / 2;
    if (isLeft) rgba.set([20, 120, 130, 255], at * 4);
    grey[at] = isLeft ? 0 : 255;
  }
  const original = await sharp(rgba, { raw: { width: SIDE, height: SIDE, channels: 4 } })
    .withExif({ IFD0: { Make: 'Kodak', Copyright: 'the person' }, IFD3: { GPSLatitudeRef: 'N' } })
    .png()
    .toBuffer();
  const mask = await sharp(grey, { raw: { width: SIDE, height: SIDE, channels: 1 } })
    .toColourspace('b-w')
    .png()
    .toBuffer();
  return keepFrame(opened, original, mask);
}

const chunksOf = (bytes: Uint8Array): string[] => {
  const read = readPngChunks(bytes);
  return read.kind === 'read' ? [...new Set(read.chunks.map(({ type }) => type))] : [];
};

async function sentBy(input: GenerationInput) {
  const { generationId } = await opened.client.generations.submit(input);
  const job = await untilEnded(opened.client, generationId);
  return { job, call: imageCalls().at(-1) };
}

describe("what leaves for a provider of a document's window", () => {
  beforeEach(async () => {
    await start();
    await opened.client.providers.setKey({ id: 'openai', key: double.key });
  });

  it('is its pixels at the size asked for, opaque, without metadata, and a mask that is clear where it may change', async () => {
    const frameId = await takenFrame();
    const input = editRun(placeOf(frameId, { act: 'extend' }), {
      modelId: 'gpt-image-2',
      prompt: 'more sea',
      seed: null,
    });
    const shown = await opened.client.generations.whatIsSent(input);
    const { job, call } = await sentBy(input);
    expect(job).toMatchObject({ state: 'succeeded', prompt: 'more sea' });
    expect(call?.path).toBe('/v1/images/edits');
    const said =
      'Continue the picture into its empty areas, seamlessly, in the same light and style. more sea';
    expect(call?.form?.fields).toMatchObject({ model: 'gpt-image-2', size: '1024x1024', prompt: said });
    const files = call?.form?.files ?? [];
    expect(files.map(({ field, name, mediaType }) => [field, name, mediaType])).toEqual([
      ['mask', 'mask.png', 'image/png'],
      ['image[]', 'source.png', 'image/png'],
    ]);
    const [mask, source] = files.map(({ bytes }) => bytes);
    if (source === undefined || mask === undefined) throw new Error('no files');
    for (const bytes of [source, mask]) expect(chunksOf(bytes)).toEqual(['IHDR', 'IDAT', 'IEND']);
    const picture = await sharp(source).raw().toBuffer({ resolveWithObject: true });
    expect(picture.info).toMatchObject({ width: 1024, height: 1024, channels: 3 });
    const at = (x: number) => [...picture.data.subarray((500 * 1024 + x) * 3, (500 * 1024 + x) * 3 + 3)];
    // Beyond what there is, its colour goes on: no block of black or white.
    for (const x of [10, 400, 700, 1020]) expect(at(x)).toEqual([20, 120, 130]);
    const alpha = await sharp(mask).extractChannel(3).raw().toBuffer({ resolveWithObject: true });
    expect(alpha.info).toMatchObject({ width: 1024, height: 1024 });
    expect([alpha.data[500 * 1024 + 10], alpha.data[500 * 1024 + 1010]]).toEqual([255, 0]);
    // What was shown before is what went out.
    if (shown.kind !== 'request') throw new Error('nothing would be sent');
    expect(
      shown.parts.flatMap((part) => (part.kind === 'file' ? [[part.name, part.sizeBytes]] : [])),
    ).toEqual(files.map(({ field, bytes }) => [field, bytes.length]));
    const fields = shown.parts.flatMap((part) => (part.kind === 'field' ? [[part.name, part.value]] : []));
    expect(Object.fromEntries(fields)).toEqual(call?.form?.fields);
    const details = await opened.client.library.get({ id: job.pictureIds[0] ?? '' });
    expect(details.fullPrompt).toBe('more sea');
  });

  it('is never shown without the pixels that will go along', async () => {
    const asked = { modelId: 'gpt-image-2', operation: 'edit-image', seed: null } as const;
    const input = editRun(placeOf(null), asked);
    await expect(opened.client.generations.whatIsSent(input)).rejects.toMatchObject({
      code: 'FRAME_MISSING',
    });
    expect(imageCalls()).toHaveLength(0);
  });

  it('waits for the caution, and none of it leaves before', async () => {
    await opened.client.settings.update({ cautionSeen: false });
    const input = editRun(placeOf(await takenFrame()), { modelId: 'gpt-image-2', seed: null });
    await expect(opened.client.generations.submit(input)).rejects.toMatchObject({ code: 'CAUTION_UNSEEN' });
    expect(imageCalls()).toHaveLength(0);
  });
});

describe("what a person's own server gets of a document's window", () => {
  it('is the picture and no mask, because nobody said that its model knows masks', async () => {
    await start({ dialect: 'plain' });
    await opened.client.providers.setServer({ address: double.baseUrl, confirmed: false });
    const { models } = await opened.client.generations.catalogue({});
    const own = models.find(({ provider }) => provider === 'own-server');
    const input = editRun(placeOf(await takenFrame(), { act: 'erase' }), {
      modelId: own?.id ?? '',
      prompt: '',
      seed: null,
    });
    const { job, call } = await sentBy(input);
    expect(job).toMatchObject({ state: 'succeeded' });
    expect(call?.form?.files.map(({ name }) => name)).toEqual(['source.png']);
    expect(call?.form?.fields.prompt).toBe(
      'Remove what is in the masked area and fill it from its surroundings. Add nothing new.',
    );
    expect(await opened.client.generations.submit({ ...SMALL_RUN })).toHaveProperty('generationId');
  });
});
