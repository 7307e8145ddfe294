import { paintPixels } from '../../../providers/sandbox/paint.ts';
import { createSession } from '../../../renderer/engine/session/session.ts';
import { beginStroke } from '../../../renderer/engine/strokes/index.ts';
import { seeded } from '../../../renderer/engine/tiles/fixtures.ts';
import {
  createTileStore,
  emptyGrid,
  tileBytes,
  withTiles,
  writeRect,
} from '../../../renderer/engine/tiles/index.ts';
import { wasmBackend } from '../../drivers/kernel.ts';
import { documentOf, layerAt } from './gesso-documents.ts';
import { BRUSH, strokeSamples } from './scene.ts';

const SIDE = 1024;
/** What a sensor adds at a middle sensitivity: a deviation of about 2.5 levels in every channel. */
const GRAIN = 4.3;

/** What undo holds of a stroke over a photograph once it is packed, in bytes, and what the same tiles take as they are. */
export async function undoMemory(): Promise<{ readonly packed: number; readonly raw: number }> {
  const store = createTileStore();
  const rect = { x: 0, y: 0, width: SIDE, height: SIDE };
  const empty = emptyGrid(4);
  const grid = withTiles(empty, writeRect(store, empty, rect, photograph()));
  const state = documentOf({ side: SIDE, store, grids: [grid] }, ['normal']);
  const session = createSession({ backend: await wasmBackend(), store, state });
  const begun = beginStroke(store, state, { layer: layerAt(0), part: 'pixels' }, BRUSH);
  if (begun.kind === 'refused') throw new Error(`The stroke was refused: ${begun.code}`);
  begun.stroke.add(strokeSamples(SIDE, SIDE * 0.9));
  const step = begun.stroke.commit();
  if (step === null) throw new Error('The stroke changed nothing.');
  session.push(step);
  let packed = 0;
  let raw = 0;
  for (const { before } of step.tiles) {
    if (before === null || before.uniform !== null) continue;
    packed += store.packed(before).length;
    raw += tileBytes(before.channels);
  }
  return { packed, raw };
}

/** A picture of the sandbox's mountains as a camera would have seen them: straight RGBA. */
function photograph(): Uint8Array {
  const painting = paintPixels({ prompt: 'mountains in the morning', seed: 7, width: SIDE, height: SIDE });
  let painted = painting.next();
  while (painted.done !== true) painted = painting.next();
  const random = seeded(7);
  const bytes = new Uint8ClampedArray(SIDE * SIDE * 4);
  for (let at = 0; at < SIDE * SIDE; at++) {
    for (let channel = 0; channel < 3; channel++) {
      const grain = (random() + random() + random() + random() - 2) * GRAIN;
      bytes[4 * at + channel] = (painted.value[3 * at + channel] ?? 0) + grain;
    }
    bytes[4 * at + 3] = 255;
  }
  return new Uint8Array(bytes.buffer);
}
