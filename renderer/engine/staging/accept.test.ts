import { describe, expect, it } from 'vitest';
import type { LayerId } from '../../../shared/document/index.ts';
import { strokeAt } from '../../../tests/drivers/canvas/open-engine.ts';
import {
  brighter,
  inpainted,
  opened,
  pixel,
  run,
  SIDE,
  seen,
  select,
  taken,
  WHOLE,
} from '../../../tests/drivers/canvas/staged-page.ts';
import { dice, draw, scene } from '../../../tests/drivers/edited-pictures.ts';
import type { KernelBackend } from '../kernel/backend.ts';
import { createPlainBackend } from '../kernel/plain-backend.ts';
import { packColour } from '../tiles/index.ts';
import type { Step } from '../undo/index.ts';

describe('what is accepted', () => {
  it('stands above its layer, out of a group that hides it, and on top where it is gone', async () => {
    const staged = await opened();
    const { engine } = staged;
    const [page, photo] = engine.session().document().root as [LayerId, LayerId];
    const picture = { ...(await inpainted(staged)), layerId: page };
    await staged.accept([picture]);
    expect(engine.session().document().root.indexOf(page)).toBe(0);
    expect(engine.session().document().root[2]).toBe(photo);
    engine.tell({ kind: 'undo' });
    const group = 'g' as LayerId;
    run(
      staged,
      { kind: 'group-layers', id: group, name: 'g', ids: [page] },
      { kind: 'patch-layer', id: group, patch: { opacity: 0.5, passThrough: false } },
    );
    await staged.accept([picture]);
    expect(engine.session().document().root[0]).toBe(group);
    expect(engine.session().document().root).toHaveLength(3);
    engine.tell({ kind: 'undo' });
    run(staged, { kind: 'remove-layers', ids: [group] });
    expect(await staged.accept([picture])).toMatchObject({ kind: 'accepted', layerGone: true });
    expect(engine.session().document().root[0]).toBe(photo);
  });

  it('never becomes what others are clipped to', async () => {
    const staged = await opened();
    const [page, photo] = staged.engine.session().document().root as [LayerId, LayerId];
    run(staged, { kind: 'patch-layer', id: photo, patch: { clipped: true } });
    const picture = { ...(await inpainted(staged)), layerId: page };
    expect(await staged.accept([picture])).toMatchObject({ kind: 'accepted' });
    expect(staged.engine.session().document().root.slice(0, 2)).toEqual([page, photo]);
  });

  it('beyond the page leaves the grain of what is dissolved where it was', async () => {
    const staged = await opened();
    const session = staged.engine.session();
    const photo = session.document().root[1] as LayerId;
    run(staged, { kind: 'patch-layer', id: photo, patch: { blend: 'dissolve', opacity: 0.5 } });
    const before = seen(staged);
    // The right half of the page is not in the window, and nobody counts it.
    const frame = { x: -21, y: -3, width: 40, height: 40 };
    const was = await taken(staged, { act: 'extend', frame });
    const came = new Uint8Array(await was.original.arrayBuffer());
    const picture = await staged.keep(was, 'extend', came, { layerId: photo });
    expect(await staged.accept([picture])).toMatchObject({ kind: 'accepted' });
    expect(session.document()).toMatchObject({ width: SIDE + 21, height: SIDE + 3 });
    const after = seen(staged);
    for (let y = 0; y < SIDE; y++)
      for (let x = 20; x < SIDE; x++)
        expect(pixel(after, x + 21, y + 3, SIDE + 21), `${x}, ${y}`).toEqual(pixel(before, x, y));
  });

  it('is several layers in one step, the first one lowest', async () => {
    const staged = await opened();
    const session = staged.engine.session();
    const photo = session.document().root[1] as LayerId;
    const first = { ...(await inpainted(staged, brighter)), layerId: photo };
    run(staged, select({ x: 2, y: 2, width: 14, height: 50 }));
    const other = await staged.keep(await taken(staged, { frame: WHOLE }), 'inpaint', brighter, {
      layerId: photo,
    });
    const { position } = session.history;
    const accepted = await staged.accept([first, other]);
    expect(session.history.position).toBe(position + 1);
    const names = session.document().root.map((id) => session.document().layers[id]?.name);
    expect(names.slice(2)).toEqual([first.pictureId, other.pictureId]);
    const kept = { protectedPixels: SIDE * SIDE - 24 * 24 - 14 * 50, largestChangeOutside: 0 };
    expect(accepted).toMatchObject({ proofs: { [first.pictureId]: kept, [other.pictureId]: kept } });
  });

  it('all as layers: those that are kept by their masks, and one that shows something else whole and hidden', async () => {
    const staged = await opened();
    const session = staged.engine.session();
    const kept = await inpainted(staged, brighter);
    const strange = await inpainted(staged, draw(WHOLE, scene(dice(50))));
    const before = seen(staged);
    const accepted = await staged.accept([kept, strange], 'all');
    expect(accepted).toMatchObject({ kind: 'accepted' });
    const counted = { protectedPixels: SIDE * SIDE - 24 * 24, largestChangeOutside: 0 };
    expect(accepted).toMatchObject({ proofs: { [kept.pictureId]: counted } });
    const layers = session
      .document()
      .root.slice(2)
      .map((id) => session.document().layers[id]);
    expect(layers).toMatchObject([
      { visible: true, mask: { enabled: true, outside: 0 } },
      { visible: false, mask: null },
    ]);
    const after = seen(staged);
    for (let y = 0; y < SIDE; y++)
      for (let x = 0; x < SIDE; x++) {
        const inside = x >= 20 && x < 44 && y >= 20 && y < 44;
        if (!inside) expect(pixel(after, x, y), `${x}, ${y}`).toEqual(pixel(before, x, y));
      }
  });

  it('all as layers of a run that sent nothing: each as it came, and seen', async () => {
    const staged = await opened();
    const spot = { x: 4, y: 4, width: 20, height: 20 };
    const all = [90, 160].map((value) =>
      staged.keep(
        null,
        'new-layer',
        draw(spot, () => [value, value, value]),
        { frame: spot, window: spot },
      ),
    );
    expect(await staged.accept(await Promise.all(all), 'all')).toMatchObject({
      kind: 'accepted',
      proofs: {},
    });
    expect(pixel(seen(staged), 9, 9)).toEqual([160, 160, 160, 255]);
  });

  it('with its mask beside it is seen as without, and has all of the window', async () => {
    const staged = await opened();
    const picture = await inpainted(staged);
    await staged.stage(picture);
    const shown = seen(staged);
    expect(await staged.accept([picture], 'masked')).toMatchObject({ kind: 'accepted' });
    expect(seen(staged)).toEqual(shown);
    const session = staged.engine.session();
    const id = session.document().root[2] as LayerId;
    expect(session.document().layers[id]?.mask).toMatchObject({ enabled: true, outside: 0 });
    run(staged, { kind: 'patch-mask', id, patch: { enabled: false } });
    expect(pixel(seen(staged), 5, 5)[3]).toBe(255);
    expect(session.boundsOf([id])).toEqual(WHOLE);
  });

  it('is refused, told of, and not done when a pixel changes that must not', async () => {
    // A planted bug: the layer is a little larger than its mask.
    const larger = (step: Step): Step => ({
      ...step,
      tiles: step.tiles.map((one) => ({
        ...one,
        after: { channels: 4, uniform: packColour(9, 9, 9, 255) } as const,
      })),
    });
    let planted = false;
    const staged = await opened({ spoil: (step) => (planted ? larger(step) : step) });
    const picture = await inpainted(staged);
    const before = seen(staged);
    const { state } = staged.engine.session().history;
    planted = true;
    expect(await staged.accept([picture])).toEqual({ kind: 'refused', why: 'not-proven' });
    expect(staged.faults).toHaveLength(1);
    expect(staged.engine.session().history.state).toBe(state);
    expect(seen(staged)).toEqual(before);
  });

  it('while the hand paints on is counted anew, and both are kept', async () => {
    let clock = 0;
    // Each look at the clock is a slice that is used up.
    const staged = await opened({ now: () => ++clock * 1000 });
    const picture = await inpainted(staged);
    run(staged, { kind: 'select-none' });
    const ground = staged.engine.session().document().root[1] as LayerId;
    const accepting = staged.accept([picture]);
    staged.engine.tell(strokeAt(ground, 6, 6));
    for (let turn = 0; turn < 6; turn++) await Promise.resolve();
    staged.engine.tell({ kind: 'stroke-end' });
    expect(await accepting).toMatchObject({ kind: 'accepted' });
    expect(pixel(seen(staged), 6, 6)).toEqual([255, 0, 0, 255]);
    expect(staged.engine.session().history.entries().at(-1)?.label).toBe('accept-staged');
  });

  it('of a document that was closed meanwhile is away, and leaves no tile', async () => {
    const staged = await opened();
    const picture = await inpainted(staged);
    await staged.stage(picture, { kind: 'split', x: 30 });
    const { store } = staged.engine.session();
    const accepting = staged.accept([picture]);
    staged.engine.tell({ kind: 'close' });
    expect(await accepting).toEqual({ kind: 'refused', why: 'away' });
    await staged.engine.rest();
    expect(store.count).toBe(0);
  });

  it('for which there is no memory to count is refused, and leaves no tile', async () => {
    const plain = createPlainBackend();
    let isFull = false;
    const run: KernelBackend['run'] = (...what) => {
      if (isFull) throw new RangeError('no memory');
      plain.run(...what);
    };
    const staged = await opened({ backend: { ...plain, run } });
    const picture = await inpainted(staged);
    const { store } = staged.engine.session();
    const { count } = store;
    isFull = true;
    expect(await staged.accept([picture])).toEqual({ kind: 'refused', why: 'memory-full' });
    expect(store.count).toBe(count);
    isFull = false;
    expect(await staged.accept([picture])).toMatchObject({ kind: 'accepted' });
  });
});
