import { expect } from 'vitest';
import type { EditorCommand, StagedPicture } from '../../../renderer/engine/protocol/index.ts';
import { tileKey } from '../../../renderer/engine/tiles/index.ts';
import type { Rect } from '../../../shared/geometry/index.ts';
import type { Picture } from '../../../shared/guarantee/index.ts';
import { dice, draw, scene } from '../edited-pictures.ts';
import { PAGE } from './open-engine.ts';
import { openStaged, type StagedEngine, type Taken } from './staged-engine.ts';

export const SIDE = 64;
export const WHOLE = { x: 0, y: 0, width: SIDE, height: SIDE };
export const MIDDLE = { x: 20, y: 20, width: 24, height: 24 };
export const sceneAt = scene(dice(3));
export const photograph = draw({ width: SIDE, height: SIDE }, sceneAt);
/** The picture with a block of one colour in the middle, and everything a little brighter. */
export const edited: Picture = draw({ width: SIDE, height: SIDE }, (x, y) => {
  const [red, green, blue] = sceneAt(x, y);
  return x >= 24 && x < 40 && y >= 24 && y < 40 ? [240, 20, 20] : [red + 9, green + 9, blue + 9];
});

export const brighter = draw({ width: SIDE, height: SIDE }, (x, y) => {
  const [red, green, blue] = sceneAt(x, y);
  return [red + 30, green + 12, blue + 12];
});

/** A page with a photograph as its layer. */
export async function opened(parts: Parameters<typeof openStaged>[0] = {}): Promise<StagedEngine> {
  const staged = openStaged(parts);
  staged.engine.tell(PAGE);
  await staged.engine.rest();
  const photo = await staged.keep(null, 'new-layer', photograph, { frame: WHOLE, window: WHOLE });
  expect(await staged.accept([photo], 'whole')).toMatchObject({ kind: 'accepted', proofs: {} });
  return staged;
}

export function run({ engine }: StagedEngine, ...commands: readonly EditorCommand[]): void {
  for (const command of commands) engine.tell({ kind: 'command', command });
}

export const select = (rect: Rect): EditorCommand => ({
  kind: 'select-shape',
  how: 'replace',
  shape: { kind: 'rectangle', ...rect },
});

/** What the view shows of the page, which lies within one tile. */
export function seen({ engine }: StagedEngine): Uint8Array {
  const session = engine.session();
  const { width, height } = session.shownPage();
  session.cache.work({ level: 0, rect: { x: 0, y: 0, width, height } }, Number.POSITIVE_INFINITY, () => 0);
  const tile = session.cache.read(0, tileKey(0, 0)) ?? new Uint8Array();
  const out = new Uint8Array(width * height * 4);
  for (let y = 0; y < height; y++) out.set(tile.subarray(y * 1024, y * 1024 + width * 4), y * width * 4);
  return out;
}

export const pixel = (bytes: Uint8Array, x: number, y: number, width = SIDE): readonly number[] => [
  ...bytes.subarray(4 * (y * width + x), 4 * (y * width + x) + 4),
];

export async function taken(staged: StagedEngine, wish: Parameters<StagedEngine['take']>[0]): Promise<Taken> {
  const outcome = await staged.take(wish);
  if (outcome.kind !== 'taken') throw new Error(JSON.stringify(outcome));
  return outcome;
}

/** The middle selected, taken, and come back edited. */
export async function inpainted(
  staged: StagedEngine,
  came: Picture | Uint8Array = edited,
): Promise<StagedPicture> {
  run(staged, select(MIDDLE));
  return staged.keep(await taken(staged, { frame: WHOLE }), 'inpaint', came);
}
