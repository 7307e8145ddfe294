import type { GuaranteeWork } from '../../../renderer/engine/guarantee/jobs.ts';
import { writePng } from '../../../renderer/engine/ora/png/write-png.ts';
import type {
  AcceptHow,
  AcceptOutcome,
  FrameOutcome,
  FrameWish,
  StagedPicture,
  StageOutcome,
  StageView,
} from '../../../renderer/engine/protocol/index.ts';
import type { EngineParts } from '../../../renderer/engine/worker/engine.ts';
import type { FrameAct } from '../../../shared/frame/index.ts';
import type { Rect } from '../../../shared/geometry/index.ts';
import type { Picture } from '../../../shared/guarantee/index.ts';
import { guaranteeHere, type OpenEngine, openEngine } from './open-engine.ts';

export type Taken = Extract<FrameOutcome, { kind: 'taken' }>;

/** An engine whose desktop has the frames that were taken and the pictures that came of them. */
export interface StagedEngine {
  readonly engine: OpenEngine;
  readonly faults: readonly Error[];
  take(wish: Partial<FrameWish> & { readonly frame: Rect }): Promise<FrameOutcome>;
  /** Keeps what was taken and what came back, as the desktop does. */
  keep(
    taken: Taken | null,
    act: FrameAct,
    came: Picture | Uint8Array,
    more?: Partial<StagedPicture>,
  ): Promise<StagedPicture>;
  stage(picture: StagedPicture | null, view?: StageView): Promise<StageOutcome | null>;
  accept(pictures: readonly StagedPicture[], how?: AcceptHow): Promise<AcceptOutcome>;
}

export function openStaged(
  parts: Partial<Pick<EngineParts, 'spoil' | 'tilesBytes' | 'backend' | 'now'>> & {
    readonly work?: GuaranteeWork;
  } = {},
): StagedEngine {
  const pictures = new Map<string, Uint8Array>();
  const frames = new Map<string, { readonly original: Uint8Array; readonly mask: Uint8Array }>();
  const faults: Error[] = [];
  const engine = openEngine(
    {
      pictureFile: async (sha256) => pictures.get(sha256)?.slice() ?? null,
      frameFiles: async (id) => frames.get(id) ?? null,
    },
    { work: guaranteeHere, report: (fault) => faults.push(fault), ...parts },
  );
  let requests = 0;
  let named = 0;
  const answered = async <Kind extends 'frame-taken' | 'staged-accepted'>(kind: Kind, request: number) => {
    for (let turn = 0; turn < 50; turn++) {
      await engine.rest();
      for (const one of engine.said) if (one.kind === kind && one.request === request) return one.outcome;
    }
    throw new Error(`nobody answered ${kind}`);
  };
  return {
    engine,
    faults,
    async take(wish) {
      requests += 1;
      const request = requests;
      engine.tell({
        kind: 'take-frame',
        wish: { request, act: 'inpaint', window: wish.frame, layer: null, feather: 0, ...wish },
      });
      return (await answered('frame-taken', request)) as FrameOutcome;
    },
    async keep(taken, act, came, more = {}) {
      named += 1;
      const id = `p${named}`;
      pictures.set(id, came instanceof Uint8Array ? came : writePng(came, 4));
      if (taken !== null)
        frames.set(id, {
          original: new Uint8Array(await taken.original.arrayBuffer()),
          mask: new Uint8Array(await taken.mask.arrayBuffer()),
        });
      const nowhere = { x: 0, y: 0, width: 1, height: 1 };
      return {
        pictureId: id,
        sha256: id,
        act,
        frameId: taken === null ? null : id,
        frame: taken?.frame ?? nowhere,
        window: taken?.window ?? nowhere,
        layerId: null,
        ...more,
      };
    },
    async stage(picture, view = { kind: 'result' }) {
      const before = engine.said.length;
      engine.tell({ kind: 'stage', picture, view });
      await engine.rest();
      await engine.rest();
      const said = engine.said.slice(before).flatMap((one) => (one.kind === 'staged' ? [one.outcome] : []));
      return said.at(-1) ?? null;
    },
    async accept(all, how = 'edit') {
      requests += 1;
      const request = requests;
      const wishes = all.map((picture) => ({ picture, layerName: picture.pictureId, origins: [] }));
      engine.tell({ kind: 'accept-staged', request, wish: { pictures: wishes, how } });
      return (await answered('staged-accepted', request)) as AcceptOutcome;
    },
  };
}
