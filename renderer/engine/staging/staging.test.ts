import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BLEND_MODES, type LayerId } from '../../../shared/document/index.ts';
import type { Rect } from '../../../shared/geometry/index.ts';
import type { Picture } from '../../../shared/guarantee/index.ts';
import { guaranteeHere, PAGE, strokeAt } from '../../../tests/drivers/canvas/open-engine.ts';
import { openStaged, type StagedEngine, type Taken } from '../../../tests/drivers/canvas/staged-engine.ts';
import { dice, draw, scene } from '../../../tests/drivers/edited-pictures.ts';
import { readPng } from '../ora/png/read-png.ts';
import type { EditorCommand, StagedPicture } from '../protocol/index.ts';
import { packColour, tileKey } from '../tiles/index.ts';
import type { Step } from '../undo/index.ts';

const SIDE = 64;
const WHOLE = { x: 0, y: 0, width: SIDE, height: SIDE };
const MIDDLE = { x: 20, y: 20, width: 24, height: 24 };
const at = scene(dice(3));
const photograph = draw({ width: SIDE, height: SIDE }, at);
/** The picture with a block of one colour in the middle, and everything a little brighter. */
const edited: Picture = draw({ width: SIDE, height: SIDE }, (x, y) => {
  const [red, green, blue] = at(x, y);
  return x >= 24 && x < 40 && y >= 24 && y < 40 ? [240, 20, 20] : [red + 9, green + 9, blue + 9];
});

const brighter = draw({ width: SIDE, height: SIDE }, (x, y) => {
  const [red, green, blue] = at(x, y);
  return [red + 30, green + 12, blue + 12];
});

/** A page with a photograph as its layer. */
async function opened(parts: Parameters<typeof openStaged>[0] = {}): Promise<StagedEngine> {
  const staged = openStaged(parts);
  staged.engine.tell(PAGE);
  await staged.engine.rest();
  const photo = await staged.keep(null, 'new-layer', photograph, { frame: WHOLE, window: WHOLE });
  expect(await staged.accept([photo], 'whole')).toMatchObject({ kind: 'accepted', proofs: {} });
  return staged;
}

function run({ engine }: StagedEngine, ...commands: readonly EditorCommand[]): void {
  for (const command of commands) engine.tell({ kind: 'command', command });
}

const select = (rect: Rect): EditorCommand => ({
  kind: 'select-shape',
  how: 'replace',
  shape: { kind: 'rectangle', ...rect },
});

/** What the view shows of the page, which lies within one tile. */
function seen({ engine }: StagedEngine): Uint8Array {
  const session = engine.session();
  const { width, height } = session.shownPage();
  session.cache.work({ level: 0, rect: { x: 0, y: 0, width, height } }, Number.POSITIVE_INFINITY, () => 0);
  const tile = session.cache.read(0, tileKey(0, 0)) ?? new Uint8Array();
  const out = new Uint8Array(width * height * 4);
  for (let y = 0; y < height; y++) out.set(tile.subarray(y * 1024, y * 1024 + width * 4), y * width * 4);
  return out;
}

const pixel = (bytes: Uint8Array, x: number, y: number, width = SIDE): readonly number[] => [
  ...bytes.subarray(4 * (y * width + x), 4 * (y * width + x) + 4),
];

async function taken(staged: StagedEngine, wish: Parameters<StagedEngine['take']>[0]): Promise<Taken> {
  const outcome = await staged.take(wish);
  if (outcome.kind !== 'taken') throw new Error(JSON.stringify(outcome));
  return outcome;
}

/** The middle selected, taken, and come back edited. */
async function inpainted(staged: StagedEngine, came: Picture | Uint8Array = edited): Promise<StagedPicture> {
  run(staged, select(MIDDLE));
  return staged.keep(await taken(staged, { frame: WHOLE }), 'inpaint', came);
}

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
    const came = draw({ width: 60, height: 50 }, (x, y) => at(x - 20, y - 10));
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
});

describe('what no provider should send', () => {
  const flat = (width: number, height: number, value: number): Picture => ({
    width,
    height,
    bytes: new Uint8Array(width * height * 4).fill(value),
  });
  const mirrored = draw({ width: SIDE, height: SIDE }, (x, y) => at(SIDE - 1 - x, y));

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
      at(((x + 0.5) * SIDE) / width - 0.5, ((y + 0.5) * SIDE) / height - 0.5),
    );
    const picture = await inpainted(staged, came);
    expect(await staged.stage(picture)).toMatchObject({ kind: 'kept' });
    expect(await staged.accept([picture])).toMatchObject({ kind: 'accepted' });
  });
});

it('a mask of one pixel changes that one', async () => {
  const staged = await opened();
  const painted = draw({ width: SIDE, height: SIDE }, (x, y) =>
    x === 30 && y === 30 ? [9, 250, 9] : at(x, y),
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

const act = fc.record({
  what: fc.constantFrom(
    'paint',
    'patch',
    'crop',
    'undo',
    'redo',
    'group',
    'remove',
    'move',
    'split',
    'difference',
    'result',
    'none',
  ),
  which: fc.nat(9),
  x: fc.integer({ min: -10, max: 70 }),
  y: fc.integer({ min: -10, max: 70 }),
});
type Act = typeof act extends fc.Arbitrary<infer One> ? One : never;

async function perform(staged: StagedEngine, picture: StagedPicture, one: Act, name: number): Promise<void> {
  const { what, which, x, y } = one;
  const document = staged.engine.session().document();
  const ids = Object.keys(document.layers) as LayerId[];
  const id = ids[which % ids.length] as LayerId;
  const commands: Partial<Record<Act['what'], EditorCommand>> = {
    patch: {
      kind: 'patch-layer',
      id,
      patch: { opacity: which / 9, blend: BLEND_MODES[x & 15] ?? 'normal', clipped: which % 3 === 0 },
    },
    crop: { kind: 'crop-page', rect: { x: x >> 2, y: y >> 2, width: 40 + x, height: 40 + y } },
    group: { kind: 'group-layers', id: `g${name}` as LayerId, name: 'g', ids: [id] },
    remove: { kind: 'remove-layers', ids: [id] },
    move: { kind: 'offset-layers', ids: [id], dx: x - 30, dy: y - 30 },
  };
  const command = commands[what];
  if (command !== undefined && (what !== 'remove' || ids.length > 2)) run(staged, command);
  if (what === 'paint') staged.engine.tell(strokeAt(id, x, y), { kind: 'stroke-end' });
  if (what === 'undo' || what === 'redo') staged.engine.tell({ kind: what });
  if (what === 'split') await staged.stage(picture, { kind: 'split', x });
  if (what === 'difference') await staged.stage(picture, { kind: 'difference', gain: 4 });
  if (what === 'result') await staged.stage(picture);
  if (what === 'none') await staged.stage(null);
  await staged.engine.rest();
  seen(staged);
}

it('whatever is done meanwhile, what is shown is what comes of accepting it, and no tile is left over', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(act, { minLength: 1, maxLength: 8 }), fc.boolean(), async (acts, extends_) => {
      const staged = await opened();
      const { engine } = staged;
      const session = engine.session();
      const frame = extends_ ? { x: -9, y: 5, width: 50, height: 70 } : WHOLE;
      if (!extends_) run(staged, select(MIDDLE));
      const one = await taken(staged, { act: extends_ ? 'extend' : 'inpaint', frame });
      const came = draw(frame, (x, y) => at(x + frame.x, y + frame.y).map((value) => value + 7) as never);
      const layerId = session.document().root[0] as LayerId;
      const picture = await staged.keep(one, extends_ ? 'extend' : 'inpaint', came, { layerId });
      expect(await staged.stage(picture)).toMatchObject({ kind: 'kept' });
      for (const [name, each] of acts.entries()) await perform(staged, picture, each, name);
      const plain = session.history.state;
      await staged.stage(null);
      const before = seen(staged);
      await staged.stage(picture);
      const shown = seen(staged);
      expect(session.history.state).toBe(plain);
      expect(await staged.accept([picture])).toMatchObject({ kind: 'accepted' });
      expect(Buffer.from(seen(staged)).equals(Buffer.from(shown))).toBe(true);
      engine.tell({ kind: 'undo' });
      expect(Buffer.from(seen(staged)).equals(Buffer.from(before))).toBe(true);
      engine.tell({ kind: 'close' });
      await engine.rest();
      expect(session.store.count).toBe(0);
      expect(staged.faults).toEqual([]);
    }),
    { numRuns: 25, seed: 11 },
  );
});
