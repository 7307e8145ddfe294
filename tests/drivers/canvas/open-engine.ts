import type { GuaranteeWork } from '../../../renderer/engine/guarantee/jobs.ts';
import { keepEdit, takeFrame } from '../../../renderer/engine/guarantee/run-job.ts';
import { createPlainBackend } from '../../../renderer/engine/kernel/plain-backend.ts';
import type {
  BrushSettings,
  FromEngine,
  StrokeStart,
  ToEngine,
} from '../../../renderer/engine/protocol/index.ts';
import { createSession, type Session } from '../../../renderer/engine/session/session.ts';
import type { DesktopBytes } from '../../../renderer/engine/worker/desktop-bytes.ts';
import { createEngine, type EngineParts } from '../../../renderer/engine/worker/engine.ts';
import type { JournalFrame } from '../../../renderer/engine/worker/read-frames.ts';
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
  /** Puts other frames in the place of what was kept, as a damaged disk does. */
  spoil(change: (frames: readonly JournalFrame[]) => readonly JournalFrame[]): void;
  /** How many bases have taken the place of entries. */
  bases(): number;
  /** Ends every wait of so long or less that has been begun. */
  pass(ms: number): void;
  /** Resolves when everything that was begun has had its turn. */
  rest(): Promise<void>;
  /** A window that is opened anew on what was kept: its session, or that the journal can't be replayed. */
  reopened(): Promise<Session | 'damaged'>;
}

/** The work that the window gives to a thread of its own, done when it is asked for. */
export const guaranteeHere: GuaranteeWork = {
  keep: async (job) => keepEdit(job),
  frame: async (job) => takeFrame(job),
};

/** The worker's engine with a desktop that keeps everything, but where a test says otherwise. No time passes by itself. */
export function openEngine(
  desktop: Partial<DesktopBytes> = {},
  parts: Partial<
    Pick<
      EngineParts,
      | 'backend'
      | 'now'
      | 'spill'
      | 'tilesBytes'
      | 'isBaseDue'
      | 'waitingMaxBytes'
      | 'work'
      | 'report'
      | 'spoil'
    >
  > = {},
): OpenEngine {
  let frames: readonly JournalFrame[] = [];
  let last = 0;
  let bases = 0;
  const waiting: { readonly ms: number; readonly go: () => void }[] = [];
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
        if (after !== last) return { kind: 'refused', code: 'out-of-order', sequence: last };
        last += 1;
        frames = [...frames, { sequence: last, bytes: entry }];
        return { kind: 'kept', sequence: last };
      },
      journal: async () => ({ frames, sequence: last, damaged: false, copy: null }),
      async putBase(_id, sequence, base, { aside }) {
        bases += 1;
        const made = await framesOf(base, sequence);
        const behind = frames.filter((frame) => frame.sequence > sequence);
        frames = [...made, ...behind];
        return { kind: 'kept', sequence: last, ...(aside && { copy: '/kept/journal-damaged' }) };
      },
      saveFile: async () => ({ kind: 'trouble' }),
      keepFlattened: async () => ({ kind: 'kept', sequence: 0 }),
      keepLayered: async () => ({ kind: 'kept', sequence: 0 }),
      file: async () => null,
      pictureFile: async () => null,
      frameFiles: async () => null,
      picture: async () => ({ width: 4, height: 4, bytes: new Uint8Array(64).fill(200) }),
      ...desktop,
    },
    newId: () => `n${++named}`,
    encode: () => new Blob([]),
    work: guaranteeHere,
    report: (fault) => {
      throw fault;
    },
    thumbnails: () => ({ later: () => undefined, stop: () => undefined }),
    wait: (ms) =>
      ms === 0 ? Promise.resolve() : new Promise((go) => waiting.push({ ms, go: () => go(undefined) })),
    now: () => 0,
    post: (message) => said.push(message),
    ...parts,
  });
  return {
    tell: (...messages) => messages.forEach(engine.receive),
    said,
    get kept() {
      return frames.map(({ bytes }) => bytes);
    },
    bases: () => bases,
    spoil(change) {
      frames = change(frames);
    },
    pass(ms) {
      const over = waiting.filter((one) => one.ms <= ms);
      for (const one of over) {
        waiting.splice(waiting.indexOf(one), 1);
        one.go();
      }
    },
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
      const replayed = await replay(session, frames);
      return replayed.kind === 'replayed' && !replayed.cut ? session : 'damaged';
    },
  };
}

/** Of a base, as frames of its sequence. */
export async function framesOf(base: Blob, sequence: number): Promise<readonly JournalFrame[]> {
  return entriesOf(new Uint8Array(await base.arrayBuffer())).map((bytes) => ({ sequence, bytes }));
}

/** Each has its length before it. */
function entriesOf(bytes: Uint8Array): Uint8Array[] {
  const view = new DataView(bytes.buffer);
  const entries: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; ) {
    const end = at + 4 + view.getUint32(at, true);
    entries.push(bytes.slice(at + 4, end));
    at = end;
  }
  return entries;
}

export const PAGE: Extract<Message, { kind: 'open' }> = {
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
