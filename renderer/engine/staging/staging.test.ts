import { describe, expect, it } from 'vitest';
import type { LayerId } from '../../../shared/document/index.ts';
import type { Picture } from '../../../shared/guarantee/index.ts';
import { PAGE, strokeAt } from '../../../tests/drivers/canvas/open-engine.ts';
import { openStaged, type StagedEngine, type Taken } from '../../../tests/drivers/canvas/staged-engine.ts';
import { dice, draw, scene } from '../../../tests/drivers/edited-pictures.ts';
import { readPng } from '../ora/png/read-png.ts';
import { tileKey } from '../tiles/index.ts';

const SIDE = 64;
const WHOLE = { x: 0, y: 0, width: SIDE, height: SIDE };
const at = scene(dice(3));
const photograph = draw({ width: SIDE, height: SIDE }, at);

/** A page with a photograph as its layer. */
async function opened(parts: Parameters<typeof openStaged>[0] = {}): Promise<StagedEngine> {
  const staged = openStaged(parts);
  staged.engine.tell(PAGE);
  await staged.engine.rest();
  const photo = await staged.keep(null, 'new-layer', photograph, { frame: WHOLE, window: WHOLE });
  expect(await staged.accept([photo], 'whole')).toMatchObject({ kind: 'accepted' });
  return staged;
}

/** What the view shows of the page. */
function seen({ engine }: StagedEngine): Uint8Array {
  const session = engine.session();
  const { width, height } = session.shownPage();
  session.cache.work({ level: 0, rect: { x: 0, y: 0, width, height } }, Number.POSITIVE_INFINITY, () => 0);
  const tile = session.cache.read(0, tileKey(0, 0)) ?? new Uint8Array();
  const out = new Uint8Array(width * height * 4);
  for (let y = 0; y < height; y++) out.set(tile.subarray(y * 1024, y * 1024 + width * 4), y * width * 4);
  return out;
}

function select(staged: StagedEngine, rect: { x: number; y: number; width: number; height: number }): void {
  const shape = { kind: 'rectangle', ...rect } as const;
  staged.engine.tell({ kind: 'command', command: { kind: 'select-shape', how: 'replace', shape } });
}

const taken = async (staged: StagedEngine, wish: Parameters<StagedEngine['take']>[0]): Promise<Taken> => {
  const outcome = await staged.take(wish);
  if (outcome.kind !== 'taken') throw new Error(JSON.stringify(outcome));
  return outcome;
};

const maskOf = async (one: Taken): Promise<Uint8Array> =>
  readPng(new Uint8Array(await one.mask.arrayBuffer()), 1)?.bytes ?? new Uint8Array();

/** The picture with a block of one colour, and everything moved a little and brighter. */
const changed: Picture = draw({ width: SIDE, height: SIDE }, (x, y) => {
  const [red, green, blue] = at(x, y);
  return x > 24 && x < 40 && y > 24 && y < 40 ? [240, 20, 20] : [red + 9, green + 9, blue + 9];
});

describe('a frame that is taken', () => {
  it('has the pixels that are seen, and the selection as its mask', async () => {
    const staged = await opened();
    select(staged, { x: 20, y: 20, width: 24, height: 24 });
    const one = await taken(staged, { frame: WHOLE });
    expect(readPng(new Uint8Array(await one.original.arrayBuffer()), 4)?.bytes).toEqual(photograph.bytes);
    const mask = await maskOf(one);
    expect([mask[19 * SIDE + 30], mask[20 * SIDE + 30], mask[30 * SIDE + 43], mask[30 * SIDE + 44]]).toEqual([
      0, 255, 255, 0,
    ]);
    expect(one.coverage).toBeCloseTo((24 * 24) / (SIDE * SIDE));
  });
});

describe('what is staged', () => {
  it('is shown without a step, and accepted is one step that changes nothing outside', async () => {
    const staged = await opened();
    const { engine } = staged;
    select(staged, { x: 20, y: 20, width: 24, height: 24 });
    const before = seen(staged);
    const { state } = engine.session().history;
    const one = await taken(staged, { frame: WHOLE });
    const picture = await staged.keep(one, 'inpaint', changed);
    expect(await staged.stage(picture)).toMatchObject({ kind: 'kept', proof: { largestChangeOutside: 0 } });
    expect(engine.session().history.state).toBe(state);
    const shown = seen(staged);
    expect(shown).not.toEqual(before);
    const outcome = await staged.accept([picture]);
    expect(outcome).toMatchObject({
      kind: 'accepted',
      layerGone: false,
      proofs: { [picture.pictureId]: { protectedPixels: SIDE * SIDE - 24 * 24, largestChangeOutside: 0 } },
    });
    expect(seen(staged)).toEqual(shown);
    engine.tell({ kind: 'undo' });
    expect(seen(staged)).toEqual(before);
    expect(strokeAt('x' as LayerId, 0, 0).kind).toBe('stroke-begin');
  });
});
