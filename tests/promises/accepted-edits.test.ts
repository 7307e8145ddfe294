import { describe, expect, it } from 'vitest';
import { readPng } from '../../renderer/engine/ora/png/read-png.ts';
import type { StagedPicture } from '../../renderer/engine/protocol/index.ts';
import type { Session } from '../../renderer/engine/session/session.ts';
import { BLEND_MODES, type LayerId } from '../../shared/document/index.ts';
import type { FrameAct } from '../../shared/frame/index.ts';
import { moveRect, type Rect } from '../../shared/geometry/index.ts';
import type { Picture } from '../../shared/guarantee/index.ts';
import { strokeAt } from '../drivers/canvas/open-engine.ts';
import { openStaged, type StagedEngine, type Taken } from '../drivers/canvas/staged-engine.ts';
import { dice, draw, type Roll, scene } from '../drivers/edited-pictures.ts';

const CASES = 40;
const ACTS: readonly FrameAct[] = ['inpaint', 'extend', 'erase', 'vary', 'restyle'];

const whole = (roll: Roll, low: number, high: number): number => Math.round(low + roll() * (high - low));
const pick = <One>(roll: Roll, all: readonly One[]): One => all[Math.floor(roll() * all.length)] as One;

/** Pictures, groups, masks, modes, clipping and locks, as a person may have left them. */
async function document(
  staged: StagedEngine,
  roll: Roll,
  size: { width: number; height: number },
): Promise<void> {
  const { engine } = staged;
  engine.tell({
    kind: 'open',
    documentId: 'd',
    start: { kind: 'blank', ...size, layerName: 'Page', background: roll() < 0.7 ? 'white' : 'clear' },
  });
  await engine.rest();
  const page = { x: 0, y: 0, ...size };
  const ground = await staged.keep(null, 'new-layer', draw(size, scene(roll)), { frame: page, window: page });
  expect(await staged.accept([ground], 'whole')).toMatchObject({ kind: 'accepted' });
  for (let more = 0; more < 4; more++) {
    const frame = {
      x: whole(roll, -30, 90),
      y: whole(roll, -30, 90),
      width: whole(roll, 20, 90),
      height: whole(roll, 20, 90),
    };
    const picture = await staged.keep(null, 'new-layer', draw(frame, scene(roll)), { frame, window: frame });
    await staged.accept([picture], 'whole');
    change(staged, roll, more);
  }
}

function change({ engine }: StagedEngine, roll: Roll, at: number): void {
  const ids = Object.keys(engine.session().document().layers) as LayerId[];
  const id = pick(roll, ids);
  const shape = { kind: 'ellipse', x: 10, y: 20, width: 90, height: 70 } as const;
  engine.tell({ kind: 'command', command: { kind: 'select-shape', how: 'replace', shape } });
  if (roll() < 0.4) engine.tell({ kind: 'command', command: { kind: 'add-mask', id, from: 'selection' } });
  engine.tell({ kind: 'command', command: { kind: 'select-none' } });
  const patch = {
    opacity: roll() < 0.5 ? 1 : roll(),
    blend: roll() < 0.5 ? 'normal' : pick(roll, BLEND_MODES),
    clipped: roll() < 0.3,
    visible: roll() < 0.85,
    locked: roll() < 0.2,
  } as const;
  engine.tell({ kind: 'command', command: { kind: 'patch-layer', id, patch } });
  if (roll() < 0.6) {
    const group = `g${at}` as LayerId;
    const members = [pick(roll, ids), pick(roll, ids)];
    const command = { kind: 'group-layers', id: group, name: group, ids: members } as const;
    engine.tell({ kind: 'command', command });
    const passThrough = roll() < 0.5;
    const opacity = roll() < 0.6 ? 1 : 0.5;
    engine.tell({
      kind: 'command',
      command: { kind: 'patch-layer', id: group, patch: { passThrough, opacity } },
    });
  }
}

function select({ engine }: StagedEngine, roll: Roll, frame: Rect): void {
  const [width, height] = [whole(roll, 4, frame.width), whole(roll, 4, frame.height)];
  const shape = {
    kind: pick(roll, ['ellipse', 'rectangle'] as const),
    x: frame.x + whole(roll, 0, frame.width - width),
    y: frame.y + whole(roll, 0, frame.height - height),
    width,
    height,
  };
  engine.tell({ kind: 'command', command: { kind: 'select-shape', how: 'replace', shape } });
  if (roll() < 0.6)
    engine.tell({ kind: 'command', command: { kind: 'feather-selection', radius: whole(roll, 1, 9) } });
}

/** Everything that is seen in a rect of the document. */
function seen(session: Session, rect: Rect): Uint8Array {
  const snapshot = session.snapshot();
  const looking = snapshot.seen(rect);
  let step = looking.next();
  while (step.done !== true) step = looking.next();
  snapshot.release();
  return step.value;
}

const pngOf = async (blob: Blob, channels: 1 | 4): Promise<Uint8Array> =>
  readPng(new Uint8Array(await blob.arrayBuffer()), channels)?.bytes ?? new Uint8Array();

/** What a provider sends that changes all of it: every pixel recoloured, and moved, and something drawn over. */
async function redrawn(roll: Roll, taken: Taken): Promise<Picture> {
  const { width, height } = taken.window;
  const original = await pngOf(taken.original, 4);
  const [dx, dy, lift] = [whole(roll, -2, 2), whole(roll, -2, 2), whole(roll, -12, 12)];
  const opaque = roll() < 0.8;
  return draw({ width, height }, (x, y) => {
    const [from, row] = [Math.min(width - 1, Math.max(0, x + dx)), Math.min(height - 1, Math.max(0, y + dy))];
    const at = 4 * (row * width + from);
    const grain = opaque ? 0 : (x * 7 + y * 3) % 5;
    return [0, 1, 2].map((k) => Math.min(255, Math.max(1, (original[at + k] ?? 0) + lift + grain))) as [
      number,
      number,
      number,
    ];
  });
}

/** False where the provider's picture was called unrelated, or there was nothing to take. */
async function expectHeld(seed: number): Promise<boolean> {
  const roll = dice(seed * 7919);
  const staged = openStaged();
  const { engine } = staged;
  const size = { width: whole(roll, 100, 160), height: whole(roll, 100, 160) };
  await document(staged, roll, size);
  const act = pick(roll, ACTS);
  const reach = act === 'extend' ? 40 : 0;
  const frame = {
    x: whole(roll, -reach, 50),
    y: whole(roll, -reach, 50),
    width: whole(roll, 30, 90),
    height: whole(roll, 30, 90),
  };
  const window = { x: frame.x - 12, y: frame.y - 9, width: frame.width + 25, height: frame.height + 21 };
  if (act === 'erase' || roll() < 0.6) select(staged, roll, frame);
  const ids = Object.keys(engine.session().document().layers) as LayerId[];
  const layer = pick(roll, ids);
  const outcome = await staged.take({ act, frame, window, layer, feather: whole(roll, 0, 8) });
  if (outcome.kind !== 'taken') return false;
  const mask = await pngOf(outcome.mask, 1);
  const picture: StagedPicture = await staged.keep(outcome, act, await redrawn(roll, outcome), {
    layerId: roll() < 0.8 ? layer : null,
  });
  const staging = await staged.stage(picture);
  if (staging?.kind !== 'kept') return false;
  // Painted under it meanwhile, where the brush may.
  engine.tell(strokeAt(pick(roll, ids), whole(roll, 0, 90), whole(roll, 0, 90)), { kind: 'stroke-end' });
  const session = engine.session();
  const page = { x: 0, y: 0, ...size };
  const before = seen(session, page);
  const was = session.document();
  const how = roll() < 0.6 ? 'edit' : 'masked';
  const accepted = await staged.accept([picture], how);
  expect(accepted, `seed ${seed}`).toMatchObject({ kind: 'accepted' });
  const { origin = { x: 0, y: 0 } } = session.document();
  const after = seen(session, moveRect(page, -origin.x, -origin.y));
  const { changed, kept } = changes({ before, after, size }, mask, outcome.window);
  expect(changed, `seed ${seed}`).toBe(0);
  if (accepted.kind === 'accepted')
    expect(accepted.proofs[picture.pictureId]).toMatchObject({
      protectedPixels: kept,
      largestChangeOutside: 0,
    });
  engine.tell({ kind: 'undo' });
  expect(session.document()).toEqual(was);
  expect(Buffer.from(seen(session, page)).equals(Buffer.from(before)), `undo of seed ${seed}`).toBe(true);
  engine.tell({ kind: 'redo' });
  await engine.rest();
  const again = await engine.reopened();
  if (again === 'damaged') throw new Error('the journal cannot be replayed');
  const replayed = seen(again, moveRect(page, -origin.x, -origin.y));
  expect(Buffer.from(replayed).equals(Buffer.from(after)), `journal of seed ${seed}`).toBe(true);
  return true;
}

/** Counted here once more, over the whole page: outside the window nothing may change either. */
function changes(
  { before, after, size }: { before: Uint8Array; after: Uint8Array; size: { width: number; height: number } },
  mask: Uint8Array,
  window: Rect,
): { readonly changed: number; readonly kept: number } {
  let changed = 0;
  let kept = 0;
  for (let y = 0; y < size.height; y++)
    for (let x = 0; x < size.width; x++) {
      const [inX, inY] = [x - window.x, y - window.y];
      const isIn = inX >= 0 && inY >= 0 && inX < window.width && inY < window.height;
      if (isIn && mask[inY * window.width + inX] !== 0) continue;
      if (isIn) kept += 1;
      const at = 4 * (y * size.width + x);
      for (let k = at; k < at + 4; k++) if (before[k] !== after[k]) changed += 1;
    }
  return { changed, kept };
}

describe('an accepted edit changes what was selected of the document and nothing else', () => {
  const blocks = Array.from({ length: 4 }, (_, at) => at);
  it.each(blocks)(
    `in layered documents, a quarter of ${CASES} cases; undo and the journal lead back (%i)`,
    async (block) => {
      let held = 0;
      for (let seed = block + 1; seed <= CASES; seed += blocks.length) if (await expectHeld(seed)) held += 1;
      expect(held).toBeGreaterThan(CASES / blocks.length / 3);
    },
  );
});
