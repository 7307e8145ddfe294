import fc from 'fast-check';
import { expect, it } from 'vitest';
import { BLEND_MODES, type LayerId } from '../../../shared/document/index.ts';
import { strokeAt } from '../../../tests/drivers/canvas/open-engine.ts';
import type { StagedEngine } from '../../../tests/drivers/canvas/staged-engine.ts';
import {
  MIDDLE,
  opened,
  run,
  sceneAt,
  seen,
  select,
  taken,
  WHOLE,
} from '../../../tests/drivers/canvas/staged-page.ts';
import { draw } from '../../../tests/drivers/edited-pictures.ts';
import type { EditorCommand, StagedPicture } from '../protocol/index.ts';

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
      const came = draw(
        frame,
        (x, y) => sceneAt(x + frame.x, y + frame.y).map((value) => value + 7) as never,
      );
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
    { numRuns: 12, seed: 11 },
  );
});
