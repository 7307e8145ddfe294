import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { measureGesso } from './canvas/measure-gesso.ts';
import { measurePeer, type Peer } from './canvas/measure-peer.ts';
import { startPageServer } from './canvas/page-server.ts';
import { undoMemory } from './canvas/undo-memory.ts';
import { type BenchResult, judge } from './result.ts';

const SIDE = 4096;
/** For working on the bench: a quarter of the pixels, and ratios that say little. */
const QUICK_SIDE = 2048;

const PEERS: readonly Peer[] = [
  {
    page: 'konva',
    name: 'Konva with one layer',
    limits: { actual: 1 / 50, fit: 1 / 100 },
    comparable: true,
  },
  { page: 'konva-layers', name: 'Konva with a layer for each', limits: null, comparable: false },
  { page: 'fabric', name: 'Fabric', limits: null, comparable: true },
];

/**
 * Painting on a large layered page, in Chromium: a brush event is dabs, compositing, presenting, and reading a pixel of the
 * screen, without which a canvas only writes down what it is told. Peers do the same work in browsers of their own, and
 * what is seen afterwards is compared.
 */
export async function* run(options: readonly string[]): AsyncIterable<BenchResult> {
  const side = options.includes('--quick') ? QUICK_SIDE : SIDE;
  const folder = mkdtempSync(join(tmpdir(), 'gesso-bench-canvas-'));
  const server = await startPageServer(folder);
  try {
    const ours = yield* measureGesso(server, side);
    for (const peer of PEERS) yield* measurePeer(server, side, peer, ours);
    const { packed, raw } = await undoMemory();
    yield judge({
      bench: 'canvas',
      case: 'undo of a stroke over a photograph, packed, over the touched tiles',
      value: packed,
      unit: 'bytes',
      ratio: packed / raw,
      limit: 0.6,
    });
  } finally {
    server.close();
    rmSync(folder, { recursive: true, force: true });
  }
}
