import { describe, expect, it } from 'vitest';
import type { Picture } from '../../../shared/guarantee/index.ts';
import {
  inpainted,
  MIDDLE,
  opened,
  run,
  SIDE,
  sceneAt,
  select,
  taken,
  WHOLE,
} from '../../../tests/drivers/canvas/staged-page.ts';
import { dice, draw, scene } from '../../../tests/drivers/edited-pictures.ts';
import type { StagedPicture } from '../protocol/index.ts';

describe('what no provider should send', () => {
  const flat = (width: number, height: number, value: number): Picture => ({
    width,
    height,
    bytes: new Uint8Array(width * height * 4).fill(value),
  });
  const mirrored = draw({ width: SIDE, height: SIDE }, (x, y) => sceneAt(SIDE - 1 - x, y));

  it.each([
    ['another picture', draw({ width: SIDE, height: SIDE }, scene(dice(50)))],
    ['it mirrored', mirrored],
    ['nothing at all', flat(SIDE, SIDE, 0)],
    ['one pixel', flat(1, 1, 90)],
    ['a line', flat(700, 1, 90)],
  ])('%s is unrelated: shown and taken as a picture of its own, and never forced in', async (_, came) => {
    const staged = await opened();
    const picture = await inpainted(staged, came);
    expect(await staged.stage(picture)).toMatchObject({ kind: 'unrelated' });
    expect(await staged.accept([picture])).toEqual({ kind: 'refused', why: 'unrelated' });
    expect(await staged.accept([picture], 'masked')).toEqual({ kind: 'refused', why: 'unrelated' });
    expect(await staged.accept([picture], 'whole')).toMatchObject({ kind: 'accepted', proofs: {} });
  });

  it.each([
    ['an error page', new TextEncoder().encode('<html>502</html>')],
    ['nothing', new Uint8Array()],
  ])('%s is unreadable', async (_, came) => {
    const staged = await opened();
    const picture = await inpainted(staged, came);
    const refused = { kind: 'refused', why: 'picture-unreadable' };
    expect(await staged.stage(picture)).toEqual(refused);
    for (const how of ['edit', 'masked', 'whole'] as const)
      expect(await staged.accept([picture], how)).toEqual(refused);
  });

  it('cut off anywhere it is unreadable or kept, and never a fault', async () => {
    const staged = await opened();
    run(staged, select(MIDDLE));
    const one = await taken(staged, { frame: WHOLE });
    const whole = new Uint8Array(await one.original.arrayBuffer());
    for (let length = 0; length < whole.length; length += 401) {
      const outcome = await staged.stage(await staged.keep(one, 'inpaint', whole.slice(0, length)));
      expect(['refused', 'unrelated', 'kept']).toContain(outcome?.kind);
    }
    expect(staged.faults).toEqual([]);
  });

  it('a picture or a frame that is gone is missing, and so is a frame of another size', async () => {
    const staged = await opened();
    const picture = await inpainted(staged);
    const wished = (more: Partial<StagedPicture>) => staged.stage({ ...picture, pictureId: 'x', ...more });
    expect(await wished({ sha256: 'gone' })).toEqual({ kind: 'refused', why: 'picture-missing' });
    const missing = { kind: 'refused', why: 'frame-missing' };
    expect(await wished({ frameId: 'gone' })).toEqual(missing);
    expect(await wished({ frameId: null })).toEqual(missing);
    expect(await wished({ window: { x: 0, y: 0, width: 63, height: 64 } })).toEqual(missing);
  });

  it.each([
    ['twice as large', 128, 128],
    ['of another shape', 64, 40],
    ['of an odd size', 51, 77],
  ])('one that is %s is brought to the frame', async (_, width, height) => {
    const staged = await opened();
    const came = draw({ width, height }, (x, y) =>
      sceneAt(((x + 0.5) * SIDE) / width - 0.5, ((y + 0.5) * SIDE) / height - 0.5),
    );
    const picture = await inpainted(staged, came);
    expect(await staged.stage(picture)).toMatchObject({ kind: 'kept' });
    expect(await staged.accept([picture])).toMatchObject({ kind: 'accepted' });
  });
});
