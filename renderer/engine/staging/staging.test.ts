import { describe, expect, it } from 'vitest';
import type { LayerId } from '../../../shared/document/index.ts';
import { guaranteeHere, strokeAt } from '../../../tests/drivers/canvas/open-engine.ts';
import { openStaged } from '../../../tests/drivers/canvas/staged-engine.ts';
import {
  inpainted,
  MIDDLE,
  opened,
  photograph,
  pixel,
  run,
  SIDE,
  sceneAt,
  seen,
  select,
  taken,
  WHOLE,
} from '../../../tests/drivers/canvas/staged-page.ts';
import { draw } from '../../../tests/drivers/edited-pictures.ts';
import { readPng } from '../ora/png/read-png.ts';

describe('a frame that is taken', () => {
  it('has the pixels that are seen, and what is selected as its mask', async () => {
    const staged = await opened();
    run(staged, select(MIDDLE));
    const one = await taken(staged, { frame: WHOLE });
    expect(readPng(new Uint8Array(await one.original.arrayBuffer()), 4)?.bytes).toEqual(photograph.bytes);
    const mask = readPng(new Uint8Array(await one.mask.arrayBuffer()), 1)?.bytes ?? new Uint8Array();
    expect([19, 20, 43, 44].map((x) => mask[30 * SIDE + x])).toEqual([0, 255, 255, 0]);
    expect(one.coverage).toBeCloseTo((24 * 24) / (SIDE * SIDE));
  });

  it('is clear beyond the page, though layers reach there', async () => {
    const staged = await opened();
    const [id] = staged.engine.session().document().root.toReversed();
    run(staged, { kind: 'offset-layers', ids: [id as LayerId], dx: 30, dy: 0 });
    const frame = { x: 40, y: 0, width: 60, height: SIDE };
    const one = await taken(staged, { act: 'extend', frame });
    const bytes = readPng(new Uint8Array(await one.original.arrayBuffer()), 4)?.bytes ?? new Uint8Array();
    expect([pixel(bytes, 23, 9, 60)[3], pixel(bytes, 24, 9, 60)[3]]).toEqual([255, 0]);
  });

  it('of a layer alone has nothing of its opacity, its mode, or of what is beneath', async () => {
    const staged = await opened();
    const [id] = staged.engine.session().document().root.toReversed();
    const layer = id as LayerId;
    run(staged, {
      kind: 'patch-layer',
      id: layer,
      patch: { opacity: 0.3, blend: 'multiply', visible: false },
    });
    const one = await taken(staged, { act: 'restyle', frame: WHOLE, layer });
    expect(readPng(new Uint8Array(await one.original.arrayBuffer()), 4)?.bytes).toEqual(photograph.bytes);
  });

  it.each([
    ['inpaint', 'nothing-selected'],
    ['erase', 'nothing-selected'],
    ['extend', 'nothing-clear'],
    ['restyle', 'nothing-of-layer'],
  ] as const)('%s of what there is nothing of is refused: %s', async (act, why) => {
    const staged = await opened();
    if (act === 'inpaint') run(staged, select({ x: 50, y: 50, width: 9, height: 9 }));
    const frame = { x: 4, y: 4, width: 20, height: 20 };
    expect(await staged.take({ act, frame })).toEqual({ kind: 'refused', why });
  });

  it('of no document is away', async () => {
    const staged = openStaged();
    expect(await staged.take({ frame: WHOLE })).toEqual({ kind: 'refused', why: 'away' });
    expect(await staged.accept([])).toEqual({ kind: 'refused', why: 'away' });
  });
});

describe('what is staged', () => {
  it('is shown without a step, and accepted is one step that changes nothing outside', async () => {
    const staged = await opened();
    const { engine } = staged;
    const picture = await inpainted(staged);
    const before = seen(staged);
    const { state } = engine.session().history;
    const staging = await staged.stage(picture);
    expect(staging).toMatchObject({ kind: 'kept', proof: { largestChangeOutside: 0 } });
    expect(staging?.kind === 'kept' && staging.outline).toEqual([
      expect.arrayContaining([
        { x: 20, y: 20 },
        { x: 44, y: 44 },
      ]),
    ]);
    expect(engine.session().history.state).toBe(state);
    const shown = seen(staged);
    expect([pixel(shown, 30, 30)[0], pixel(shown, 10, 10)]).toEqual([
      expect.closeTo(231, -1),
      pixel(before, 10, 10),
    ]);
    const entries = engine.session().history.entries().length;
    expect(await staged.accept([picture])).toMatchObject({
      kind: 'accepted',
      layerGone: false,
      proofs: { [picture.pictureId]: { protectedPixels: SIDE * SIDE - 24 * 24, largestChangeOutside: 0 } },
    });
    expect(engine.session().history.entries()).toHaveLength(entries + 1);
    expect(seen(staged)).toEqual(shown);
    engine.tell({ kind: 'undo' });
    expect(seen(staged)).toEqual(before);
  });

  it('is looked at in four ways, which leave the document alone and no tile behind', async () => {
    const staged = await opened();
    const session = staged.engine.session();
    const picture = await inpainted(staged);
    const before = seen(staged);
    const { state } = session.history;
    const { count } = session.store;
    await staged.stage(picture);
    const result = seen(staged);
    await staged.stage(picture, { kind: 'original' });
    expect(seen(staged)).toEqual(before);
    for (const x of [30, 31, -9, 99, 33]) await staged.stage(picture, { kind: 'split', x });
    const split = seen(staged);
    expect([pixel(split, 32, 30), pixel(split, 33, 30)]).toEqual([
      pixel(before, 32, 30),
      pixel(result, 33, 30),
    ]);
    await staged.stage(picture, { kind: 'difference', gain: 3 });
    const difference = seen(staged);
    const far = Math.abs((pixel(result, 30, 30)[0] ?? 0) - (pixel(before, 30, 30)[0] ?? 0));
    expect(pixel(difference, 30, 30)[0]).toBe(Math.min(255, far * 3));
    expect(pixel(difference, 5, 5)).toEqual([0, 0, 0, 255]);
    expect(session.history.state).toBe(state);
    expect(session.snapshot().document).toBe(state.document);
    await staged.stage(null);
    expect(seen(staged)).toEqual(before);
    expect(session.store.count).toBe(count);
  });

  it('stays over what is painted under it, and where the page goes', async () => {
    const staged = await opened();
    const picture = await inpainted(staged);
    await staged.stage(picture);
    const shown = seen(staged);
    const ground = staged.engine.session().document().root[1] as LayerId;
    run(staged, { kind: 'select-none' });
    staged.engine.tell(strokeAt(ground, 6, 6), { kind: 'stroke-end' });
    expect([pixel(seen(staged), 6, 6), pixel(seen(staged), 30, 30)]).toEqual([
      [255, 0, 0, 255],
      pixel(shown, 30, 30),
    ]);
    run(staged, { kind: 'crop-page', rect: { x: 10, y: 12, width: 40, height: 40 } });
    expect(pixel(seen(staged), 20, 18, 40)).toEqual(pixel(shown, 30, 30));
    const told = staged.engine.said.findLast((one) => one.kind === 'staged');
    expect(told).toMatchObject({ outcome: { outline: [expect.arrayContaining([{ x: 10, y: 8 }])] } });
    await staged.stage(picture, { kind: 'difference', gain: 1 });
    run(staged, { kind: 'crop-page', rect: { x: -5, y: -5, width: 60, height: 60 } });
    await staged.engine.rest();
    expect(pixel(seen(staged), 2, 2, 60)).toEqual([0, 0, 0, 255]);
    expect(pixel(seen(staged), 25, 23, 60)).not.toEqual([0, 0, 0, 255]);
    expect(await staged.accept([picture])).toMatchObject({ kind: 'accepted' });
    expect(pixel(seen(staged), 25, 23, 60)).toEqual(pixel(shown, 30, 30));
  });

  it('is taken where it was meant when the page was cropped on the way', async () => {
    const staged = await opened();
    run(staged, select(MIDDLE));
    const meant = await taken(staged, { frame: MIDDLE });
    // The window had not heard of it yet when it asked.
    run(staged, { kind: 'crop-page', rect: { x: 10, y: 12, width: 50, height: 50 } });
    const came = await taken(staged, { frame: MIDDLE });
    expect([came.frame, came.window, came.coverage]).toEqual([meant.frame, meant.window, meant.coverage]);
    expect(await came.original.arrayBuffer()).toEqual(await meant.original.arrayBuffer());
  });

  it('of which a newer one was asked is not told, and is there at once when it is asked again', async () => {
    const waiting: (() => void)[] = [];
    let asked = 0;
    const staged = await opened({
      work: {
        ...guaranteeHere,
        keep(job) {
          asked += 1;
          if (asked === 1) return guaranteeHere.keep(job);
          return new Promise((resolve) => waiting.push(() => resolve(guaranteeHere.keep(job))));
        },
      },
    });
    const first = await inpainted(staged);
    const second = await inpainted(staged);
    expect(await staged.stage(first)).toEqual({ kind: 'working' });
    expect(await staged.stage(second)).toEqual({ kind: 'working' });
    const before = staged.engine.said.length;
    for (const go of waiting) go();
    await staged.engine.rest();
    const told = staged.engine.said.slice(before).flatMap((one) => (one.kind === 'staged' ? [one] : []));
    expect(told.map(({ pictureId, outcome }) => [pictureId, outcome.kind])).toEqual([
      [second.pictureId, 'kept'],
    ]);
    expect(await staged.stage(first)).toMatchObject({ kind: 'kept' });
    expect(asked).toBe(3);
  });

  it('that extends shows the page as it will be, without moving what is there', async () => {
    const staged = await opened();
    run(staged, select({ x: 0, y: 0, width: 9, height: 9 }));
    const frame = { x: -20, y: -10, width: 60, height: 50 };
    const one = await taken(staged, { act: 'extend', frame, feather: 3 });
    const came = draw({ width: 60, height: 50 }, (x, y) => sceneAt(x - 20, y - 10));
    const picture = await staged.keep(one, 'extend', came);
    const before = seen(staged);
    expect(await staged.stage(picture)).toMatchObject({ kind: 'kept' });
    const session = staged.engine.session();
    expect(session.shownPage()).toEqual({ x: -20, y: -10, width: 84, height: 74 });
    const shown = seen(staged);
    expect(pixel(shown, 20 + 50, 10 + 50, 84)).toEqual(pixel(before, 50, 50));
    expect(pixel(shown, 3, 3, 84)[3]).toBe(255);
    await staged.stage(picture, { kind: 'original' });
    expect(session.shownPage()).toEqual(WHOLE);
    const accepted = await staged.accept([picture]);
    expect(accepted).toMatchObject({ kind: 'accepted' });
    expect(session.document()).toMatchObject({ width: 84, height: 74, origin: { x: -20, y: -10 } });
    expect(seen(staged)).toEqual(shown);
    expect(session.selectionOutline()).toEqual([expect.arrayContaining([{ x: 20, y: 10 }])]);
    staged.engine.tell({ kind: 'undo' });
    expect(seen(staged)).toEqual(before);
    expect(session.document().origin).toBeUndefined();
  });
});

it('a mask of one pixel changes that one', async () => {
  const staged = await opened();
  const painted = draw({ width: SIDE, height: SIDE }, (x, y) =>
    x === 30 && y === 30 ? [9, 250, 9] : sceneAt(x, y),
  );
  run(staged, select({ x: 30, y: 30, width: 1, height: 1 }));
  const picture = await staged.keep(await taken(staged, { frame: WHOLE }), 'inpaint', painted);
  const before = seen(staged);
  expect(await staged.accept([picture])).toMatchObject({
    proofs: { [picture.pictureId]: { protectedPixels: SIDE * SIDE - 1 } },
  });
  const after = seen(staged);
  const differ = [...after.keys()].filter((one) => after[one] !== before[one]).map((one) => one >> 2);
  expect([...new Set(differ)]).toEqual([30 * SIDE + 30]);
});
