import { existsSync, mkdirSync, readdirSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { untilEnded } from '../drivers/contract-client.ts';
import { newFolder, open } from '../drivers/dying-desktop.ts';
import { editRun, keepFrame, placeOf, sendFrame } from '../drivers/frames.ts';
import { drawPng } from '../fakes/openai/drawn-png.ts';

const SIDE = 512;
const original = drawPng({
  width: SIDE,
  height: SIDE,
  colourType: 6,
  samples: new Uint8Array(SIDE * SIDE * 4).fill(200),
});
const mask = drawPng({
  width: SIDE,
  height: SIDE,
  colourType: 0,
  samples: new Uint8Array(SIDE * SIDE).fill(255),
});

const framesIn = (data: string): string[] => {
  const folder = join(data, 'frames');
  return existsSync(folder) ? readdirSync(folder).sort() : [];
};

describe('kill -9 while a frame is kept', () => {
  it.each([
    ['frame.written', 0],
    ['frame.renamed', 1],
  ])('at %s there is a whole frame or none, and the next one is kept', async (failpoint, left) => {
    const data = newFolder();
    const first = await open(data, failpoint);
    await sendFrame(first, original, mask).catch(() => undefined);
    await first.desktop.exited;
    const again = await open(data);
    const kept = framesIn(data);
    expect(kept).toHaveLength(left);
    for (const id of kept) {
      // What was not answered is as good as what was: whole.
      expect(readdirSync(join(data, 'frames', id)).sort()).toEqual(['mask.png', 'original.png']);
      const { generationId } = await again.client.generations.submit(editRun(placeOf(id)));
      expect(await untilEnded(again.client, generationId)).toMatchObject({ state: 'succeeded' });
    }
    const id = await keepFrame(again, original, mask);
    expect(framesIn(data)).toContain(id);
  });

  it('a run that was killed goes on with its frame', async () => {
    const data = newFolder();
    const first = await open(data, 'generate.submitting');
    const frameId = await keepFrame(first, original, mask);
    const submitted = first.client.generations.submit(editRun(placeOf(frameId)));
    await submitted.catch(() => undefined);
    await first.desktop.exited;
    const again = await open(data);
    const [job] = await again.client.generations.list({});
    expect(await untilEnded(again.client, job?.id ?? '')).toMatchObject({
      state: 'succeeded',
      delivered: 1,
      input: { place: { frameId } },
    });
  });
});

describe('the sweep at the start', () => {
  it('removes halves and what is old and unneeded, and nothing else', async () => {
    const data = newFolder();
    const first = await open(data);
    const [old, young, waiting] = [
      await keepFrame(first, original, mask),
      await keepFrame(first, original, mask),
      await keepFrame(first, original, mask),
    ];
    // Its set waits for a decision, however long.
    const { generationId } = await first.client.generations.submit(editRun(placeOf(waiting)));
    await untilEnded(first.client, generationId);
    await first.desktop.stop();
    const folder = join(data, 'frames');
    const half = join(folder, '0190b1a0-0000-7000-8000-00000000000a.gesso-part');
    mkdirSync(half);
    writeFileSync(join(half, 'original.png'), 'the beginning of a picture');
    mkdirSync(join(folder, 'mine'));
    const longAgo = new Date(Date.now() - 31 * 24 * 60 * 60 * 1000);
    for (const name of [old, waiting, 'mine']) utimesSync(join(folder, name), longAgo, longAgo);
    const again = await open(data);
    expect(framesIn(data)).toEqual([young, waiting, 'mine'].sort());
    await again.client.candidates.discard({ generationId });
    await again.desktop.stop();
    await open(data);
    expect(framesIn(data)).toEqual([young, 'mine'].sort());
  });
});
