import { createPlainBackend } from '../../../renderer/engine/kernel/plain-backend.ts';
import type {
  BrushSettings,
  FromEngine,
  StrokeStart,
  ToEngine,
} from '../../../renderer/engine/protocol/index.ts';
import { createSession, type Session } from '../../../renderer/engine/session/session.ts';
import type { DesktopBytes } from '../../../renderer/engine/worker/desktop-bytes.ts';
import { createEngine } from '../../../renderer/engine/worker/engine.ts';
import { BEFORE_ALL, replay } from '../../../renderer/engine/worker/replay.ts';
import type { LayerId } from '../../../shared/document/index.ts';

type Message = Exclude<ToEngine, { kind: 'canvas' }>;

export interface OpenEngine {
  tell(...messages: readonly Message[]): void;
  readonly said: readonly FromEngine[];
  /** Entries that the desktop has kept. */
  readonly kept: readonly Uint8Array[];
  /** Of the document that is shown. */
  session(): Session;
  /** Resolves when everything that was begun has had its turn. */
  rest(): Promise<void>;
  /** A window that is opened anew on what was kept: its session, or that the journal can't be replayed. */
  reopened(): Promise<Session | 'damaged'>;
}

/** The worker's engine with a desktop that keeps everything, but where a test says otherwise. No time passes by itself. */
export function openEngine(desktop: Partial<DesktopBytes> = {}): OpenEngine {
  const kept: Uint8Array[] = [];
  const said: FromEngine[] = [];
  let shown: Session | null = null;
  let named = 0;
  const engine = createEngine({
    backend: createPlainBackend(),
    spill: null,
    screen: {
      setCanvas: () => undefined,
      setView: () => undefined,
      show: (source) => {
        shown = source as Session | null;
      },
      invalidate: () => undefined,
    },
    desktop: {
      async append(_id, after, entry) {
        if (after !== kept.length) return { kind: 'refused', code: 'out-of-order', sequence: kept.length };
        kept.push(entry);
        return { kind: 'kept', sequence: kept.length };
      },
      journal: async () => kept.map((bytes, at) => ({ sequence: at + 1, bytes })),
      saveFile: async () => ({ kind: 'trouble' }),
      keepFlattened: async () => ({ kind: 'kept', sequence: 0 }),
      file: async () => null,
      picture: async () => ({ width: 4, height: 4, bytes: new Uint8Array(64).fill(200) }),
      ...desktop,
    },
    newId: () => `n${++named}`,
    encode: () => new Blob([]),
    thumbnails: () => ({ later: () => undefined, stop: () => undefined }),
    wait: (ms) => (ms === 0 ? Promise.resolve() : new Promise(() => undefined)),
    now: () => 0,
    post: (message) => said.push(message),
  });
  return {
    tell: (...messages) => messages.forEach(engine.receive),
    said,
    kept,
    session() {
      if (shown === null) throw new Error('no document is shown');
      return shown;
    },
    async rest() {
      // Longer than any row of promises that the engine makes.
      for (let turn = 0; turn < 200; turn++) await Promise.resolve();
    },
    async reopened() {
      const session = createSession({ backend: createPlainBackend(), state: BEFORE_ALL });
      const frames = kept.map((bytes, at) => ({ sequence: at + 1, bytes }));
      return (await replay(session, frames)).kind === 'damaged' ? 'damaged' : session;
    },
  };
}

export const PAGE: Message = {
  kind: 'open',
  documentId: 'd',
  start: { kind: 'blank', width: 64, height: 64, layerName: 'Page', background: 'white' },
};

const BRUSH: BrushSettings = {
  size: 20,
  hardness: 1,
  opacity: 1,
  flow: 1,
  spacing: 0.2,
  smoothing: 0,
  pressureSize: false,
  pressureOpacity: false,
};

export function strokeAt(layer: LayerId, x: number, y: number, more: Partial<StrokeStart> = {}): Message {
  const first = { x, y, pressure: 1, timeMs: 0 };
  const stroke: StrokeStart = {
    tool: 'brush',
    layer,
    brush: BRUSH,
    colour: [255, 0, 0],
    hides: false,
    first,
    from: null,
    ...more,
  };
  return { kind: 'stroke-begin', stroke };
}
